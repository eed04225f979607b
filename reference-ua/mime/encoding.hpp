#pragma once
// Content-Transfer-Encoding (RFC 2045 section 6), both ways, with bounded output.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::mime {

enum class encoding : std::uint8_t { seven_bit, eight_bit, binary, base64, quoted_printable, other };

/// The encoding of this name, case-insensitively; `other` for one that RFC 2045 section 6.1 does not name.
encoding encoding_of(std::string_view name);
std::string_view name(encoding e);

/// One octet or line that is not what the encoding allows; reading goes on behind it.
struct encoding_flaw {
    std::size_t offset = 0;
    std::string_view what; ///< static storage
};

/// Decoded octets and what was passed over. `truncated`: the output met `max_octets`. At most 16 flaws are
/// kept.
struct decoded {
    std::string octets;
    std::vector<encoding_flaw> flaws;
    bool truncated = false;
};

decoded decode_base64(std::string_view text, std::size_t max_octets);
decoded decode_quoted_printable(std::string_view text, std::size_t max_octets);
/// 7bit, 8bit, binary and unknown encodings leave the octets as they are.
decoded decode(encoding e, std::string_view text, std::size_t max_octets);

/// Lines of 76 characters, CRLF between them (RFC 2045 section 6.8).
std::string encode_base64(std::string_view octets);
/// Line ends are kept; everything else is escaped as RFC 2045 section 6.7 asks.
std::string encode_quoted_printable(std::string_view octets);

} // namespace simplespec::mime
