#pragma once
// Timed status (RFC 4481): what a tuple's status was or will be; never its status now.
#include "presence/note.hpp"
#include "presence/xml.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace simplespec::presence {

inline constexpr std::string_view timed_status_ns = "urn:ietf:params:xml:ns:pidf:timed-status";

/// RFC 3863 section 4.1.4: ready to accept communication, or not.
enum class basic : std::uint8_t { open, closed };

/// The value of a <basic>, exactly spelled. None for any other text; a finding (with `requirement`) says so,
/// and white space around it or another case is taken for what it means.
std::optional<basic> read_basic(const xml::element& e, sip::findings& departures);
std::string_view name(basic b);

struct timed_status {
    interval valid; ///< `from` is mandatory; none where it was missing or unreadable
    std::optional<presence::basic> basic{};
    std::optional<note> remark{};
    std::vector<xml::element> extensions{};
};

timed_status read_timed_status(const xml::element& e, sip::findings& departures);
xml::element write_timed_status(const timed_status& value);

} // namespace simplespec::presence
