#pragma once
// The runner: scenarios in, a run out. It sees wires, rigs and hooks, never a socket, a thread or a clock.
#include "rigs/wire/wire.hpp"
#include "scenarios/language/scenario.hpp"
#include "scenarios/requirements/catalogue.hpp"
#include "scenarios/result/result.hpp"
#include "scenarios/testbeds/testbed.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::contacts {
class contact_list;
}
namespace simplespec::rigs {
class attendant;
}

namespace simplespec::scenarios {

/// Why a `do` line was not done.
struct undone {
    bool cannot = false; ///< this client has no such thing to do: NA
    std::string why;
};

/// What a client under test is set up with.
struct client_part {
    account who;
    sip::hop server; ///< the server actor's address, with the transport that the client shall use
};

/// Lets so much time go by, in which the actors do what they do by themselves.
using passing = std::function<void(sip::duration)>;

/// Where one scenario plays: a wire of its own, and where on it the target is. In virtual time the scene owns
/// its own target (let `wire` share ownership with the node that it hosts); against a real target the scenes
/// share it.
struct scene {
    std::shared_ptr<rigs::wire> wire;
    sip::hop target; ///< UDP; TCP is on the same port
    /// Drive the client under test: the sentence of a `do` line. Where that takes real time it calls `meanwhile`, so
    /// that what comes is stamped and answered when it comes. May be empty: `do` is then NA.
    std::function<std::expected<void, undone>(std::string_view sentence, const passing& meanwhile)> act{};
    /// Of a client under test: told who it shall be and where its server is, before the first line. May be empty.
    std::function<void(const client_part&)> enter{};
    /// How the client ended by itself, in a sentence; none while it runs. May be empty.
    std::function<std::optional<std::string>()> ended{};
    /// What the client shows now; null while it is off. Empty where nobody can read its display: the lines that want to
    /// are NA.
    std::function<const contacts::contact_list*()> display{};
    /// A phone of the testbed for the actor of this name, told who it shall be and where its server is. May be empty: NA.
    std::function<std::expected<std::shared_ptr<rigs::attendant>, undone>(const std::string& actor, const client_part&)> phone{};
    /// The octets of a file beside the scenario; none where there is no such file.
    std::function<std::optional<std::string>(std::string_view name)> file{};
};

/// Set the scene for one scenario; `seed` is derived for it. The error ends that scenario as ERROR.
using set_scene = std::function<std::expected<scene, std::string>(const scenario& s, std::uint64_t seed)>;

/// One piece of work for the executor. Two tasks that share an element of `holds` must not run at the same
/// time.
struct task {
    std::vector<std::string> holds; ///< accounts of a shared target
    std::function<void()> work;
};
/// Runs all tasks, in any order and on as many threads as it likes, and returns when all are done.
using executor = std::function<void(const std::vector<task>&)>;

/// One after the other, in order.
void run_in_turn(const std::vector<task>& tasks);

struct run_settings {
    std::uint64_t seed = 1;
    bool shared_target = false; ///< scenes share one target: accounts are leased
    bool strict = false;
    double time_scale = 1;
    const catalogue* requirements = nullptr; ///< null: the built-in one
    /// How often a scenario that FAILs or is INCONC is played again, with other octets. The first attempt is the one that is
    /// reported; one that ends otherwise makes it flaky, and nothing makes it pass.
    std::size_t retries = 0;
    executor parallel = run_in_turn;
    /// Asked between statements: true ends the run, keeping what is there.
    std::function<bool()> interrupted;
    /// A scenario ended. Called from the executor's threads; results of one run never arrive before their
    /// scenario ended.
    std::function<void(const scenario_result&)> finished;
    std::string rerun_prefix = "simplespec run"; ///< of the line that reruns a scenario
};

/// Run scenarios against a testbed. Results stand in the order of `chosen`, whatever the executor did. The
/// caller fills in what a clock must tell (started, duration_us) and the tool's name, applies the baseline
/// and summarizes.
run_result run(const testbed& bed, const std::vector<const scenario*>& chosen, const set_scene& set,
               const run_settings& settings);

/// A run of one observation without a scenario: what the rules found in it, by requirement. `exercised` as the judge counts.
run_result run_of(scenario_result seen, const std::map<std::string, std::size_t>& exercised);

} // namespace simplespec::scenarios
