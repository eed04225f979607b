#pragma once
// One message through the whole chain, octets to contacts and findings, told in words that a test can
// compare.
#include "scenarios/requirements/catalogue.hpp"
#include "sip/hop.hpp"
#include "sip/message.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// What each stage made of a message.
struct chain_reading {
    bool readable = false;            ///< its start line is one of SIP
    std::string start_line{};         ///< as understood: method, URI and version, or status and reason
    std::vector<std::string> parts{}; ///< the leaves of its body: "application/pidf+xml <id>"
    std::vector<std::string>
        contacts{}; ///< "sip:joe@example.com available doing=meal note=Lunch", as describe() has it
    std::size_t departures = 0; ///< what the readers of body and documents passed over
};

/// Read a message tolerantly, or strictly: then a document that is not well-formed tells nothing.
chain_reading read_through(std::string_view octets, bool strict);

/// What the judge says of a message on its own: requirement ids by severity.
struct judged {
    std::set<std::string> errors{};
    std::set<std::string> warnings{};
    std::vector<std::string> sentences{}; ///< each of the two kinds as one line, for people
};
judged judge_alone(const catalogue& requirements, std::string_view octets, sip::transport via);

/// The values of a header field, each without folds: items of a comma list, or rows. An unreadable message
/// has none.
std::vector<std::string> header_values(std::string_view octets, std::string_view name);

/// The messages that a framer cuts out of a stream, fed `step` octets at a time. Ends where the stream is
/// lost.
std::vector<std::string> cut_stream(std::string_view octets, std::size_t step);

} // namespace simplespec::scenarios
