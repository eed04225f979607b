#pragma once
// What an endpoint may do differently and still be right. None of it may cost it a verdict or a finding.
#include "agent/server_settings.hpp"
#include "sip/alteration.hpp"
#include "sip/draft.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// One legal variation of the reference server: what it sends altered, or set up in another way.
struct legal_variation {
    std::string_view name;                    ///< "compact-header-names"
    std::string_view clause;                  ///< what allows it: "RFC 3261 section 7.3.3"
    std::function<sip::alteration()> alter{}; ///< makes one for each scene; empty: nothing is altered
    std::function<void(agent::server_settings&)> set{};
    std::function<sip::alteration()> answers{}; ///< for what comes back, where that must be put right again
};

/// All of them, in the order of their stages: heads, conduct, MIME, XML.
std::vector<legal_variation> legal_variations();

// The parts of the table.
std::vector<legal_variation> legal_heads();
std::vector<legal_variation> legal_values();
std::vector<legal_variation> legal_conduct();
std::vector<legal_variation> legal_parts();
std::vector<legal_variation> legal_documents();

/// An alteration that edits each message as its lines. What would make a datagram of more than 1300 octets
/// stays as it was: such a request may not go over UDP (RFC 3261 section 18.1.1).
std::function<sip::alteration()> editing(std::function<void(sip::draft&)> edit);

} // namespace simplespec::scenarios
