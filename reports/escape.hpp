#pragma once
// What came from the wire is hostile: it is made harmless for the form that it goes into.
#include <string>
#include <string_view>

namespace simplespec::reports {

/// For a terminal or a plain log: control characters, NUL, DEL, C1 controls, bidirectional marks and octets that are not
/// UTF-8 are spelled out (`\x1b`); line ends stay where `lines` allows them.
std::string for_terminal(std::string_view text, bool lines = false);
/// For XML text and attribute values: markup is escaped, and what XML 1.0 cannot carry is spelled out (`\x00`).
std::string for_xml(std::string_view text);
/// Whether all of it is well-formed UTF-8.
bool is_utf8(std::string_view text);
/// Octets of the UTF-8 sequence that begins `text`; 0 where it is none.
std::size_t utf8_length(std::string_view text);
/// Columns on a terminal, one for each code point: for padding.
std::size_t columns(std::string_view text);

} // namespace simplespec::reports
