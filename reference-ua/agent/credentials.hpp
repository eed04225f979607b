#pragma once
// The credentials of an Authorization row, and what they should be (RFC 7616 section 3.4).
#include "sip/cursor.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace simplespec::agent {

/// Quotes undone.
struct digest_credentials {
    std::string username, realm, nonce, uri, response, algorithm, qop, cnonce, opaque;
    std::string count; ///< nc as it stands: eight hexadecimal digits
};

/// Fails for another scheme, and where username, realm, nonce, uri or response is missing.
sip::parsed<digest_credentials> read_credentials(std::string_view value);

/// Whether we can compute with an algorithm: MD5, SHA-256, SHA-512-256, and each with -sess.
bool known_algorithm(std::string_view algorithm);
/// The response that these credentials should carry, for this secret.
std::string expected_response(const digest_credentials& c, std::string_view secret, std::string_view method,
                              std::string_view body);
/// nc as a number; none where it is not eight hexadecimal digits.
std::optional<std::uint64_t> count_of(const digest_credentials& c);

} // namespace simplespec::agent
