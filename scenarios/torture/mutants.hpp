#pragma once
// Mutants: each one change at one place of what an endpoint sends, made by enumeration and not by hand.
#include "sip/alteration.hpp"
#include "sip/draft.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// One mutant: every message of a kind, one element of it, one change.
///     "SUBSCRIBE 200 | Expires | drop"
struct mutant {
    std::string kind; ///< "PUBLISH 412", "NOTIFY presence list", "SUBSCRIBE presence again"
    std::string
        element; ///< "message", "Expires", "Event;id", "part application/pidf+xml", "tuple", "tuple@id"
    std::string change; ///< drop, double, alter, reorder, delay

    std::string id() const { return kind + " | " + element + " | " + change; }
    auto operator<=>(const mutant&) const = default;
};

/// The kind of a message: method and status of a response; method, package and shape of a request.
std::string kind_of(const sip::draft& message);

/// All mutants that these messages give room for, in order.
std::set<mutant> mutants_of(const std::vector<std::string>& messages);

/// What the mutant sends.
sip::alteration alteration_of(const mutant& m);

} // namespace simplespec::scenarios
