#pragma once
// What a run plays against: the built-in endpoint in virtual time or on loopback sockets, or a target of the
// user's.
#include "scenarios/runner/runner.hpp"
#include "scenarios/testbeds/testbed.hpp"

#include <expected>
#include <functional>
#include <string>

namespace simplespec::cli {

enum class wire_kind : std::uint8_t { virtual_time, loopback, remote };

struct target {
    scenarios::set_scene set;
    std::string wire;    ///< "virtual", "loopback", "remote": as run.json spells it
    bool shared = false; ///< all scenarios meet the same server
    /// Ends what opening it began; called when it goes.
    std::shared_ptr<void> keep;
};

/// Open the target of a testbed: start its hooks, wait until it answers. `defects` are for the built-in
/// endpoint. The error says what is missing and how to mend it.
std::expected<target, std::string> open_target(const scenarios::testbed& bed, wire_kind kind,
                                               const std::vector<std::string>& defects = {});

} // namespace simplespec::cli
