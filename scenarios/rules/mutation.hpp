#pragma once
// Broken messages: a valid exchange, what is changed in it, and the finding that this must draw. Each table proves
// the rules of some files.
#include "scenarios/rules/exchange.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios::testing_exchange {

struct mutation {
    std::string_view rule; ///< name in the table of rules
    exchange (*valid)();
    void (*mutate)(exchange&);
    severity weight = severity::error;
    sip::duration end = 0s;
    std::string_view code{}; ///< of the finding, where a reader names it and not the rule
};

/// What a subscriber, a publisher and a UAC do over several transactions.
std::vector<mutation> behaviour_mutations();
/// Bodies: MIME, PIDF and its extensions, watcher information, lists and the rest.
std::vector<mutation> document_mutations();
/// Documents that count, conditions, lists over time, URI lists.
std::vector<mutation> package_mutations();

/// A response of another status to message `i - 1`, instead of message `i`.
inline void status(exchange& e, std::size_t i, std::string_view line) {
    e.replace(i, "SIP/2.0 200 OK", "SIP/2.0 " + std::string(line));
}

} // namespace simplespec::scenarios::testing_exchange
