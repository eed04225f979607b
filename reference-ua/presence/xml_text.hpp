#pragma once
// Octets to UTF-8, before anything else reads them.
#include "presence/reading.hpp"

#include <string>
#include <string_view>

namespace simplespec::presence::xml {

/// The text in UTF-8, from UTF-16 (byte order mark, or charset), ISO-8859-1 or UTF-8. Octets that are no
/// UTF-8 are taken for ISO-8859-1, with a finding. A byte order mark is dropped.
std::string to_utf8(std::string_view text, std::string_view charset, std::string_view requirement,
                    sip::findings& departures);

/// The encoding that an XML declaration names; empty where there is none.
std::string_view declared_encoding(std::string_view text);

} // namespace simplespec::presence::xml
