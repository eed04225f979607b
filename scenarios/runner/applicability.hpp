#pragma once
// Whether a scenario can be tried at a target at all, by what its testbed says. Nothing is sent.
#include "scenarios/language/scenario.hpp"
#include "scenarios/testbeds/testbed.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace simplespec::scenarios {

/// Why it does not apply: the reason of the NA, and a sentence.
struct inapplicability {
    std::string reason; ///< "no-rls"
    std::string note;   ///< "`rls` is not among the roles of the target"

    bool operator==(const inapplicability&) const = default;
};

/// Features that the target has not, its role, transports; in the order in which they are asked.
std::optional<inapplicability> inapplicable(const scenario& s, const testbed& bed);

/// The same; besides too few accounts or lists, and what real time forbids: an `advance` beyond [timing] max_wait.
std::optional<inapplicability> inapplicable_at_a_distance(const scenario& s, const testbed& bed);

/// "no-rls: why" taken apart; what has no colon is its own note.
inapplicability inapplicability_of(std::string_view why);

} // namespace simplespec::scenarios
