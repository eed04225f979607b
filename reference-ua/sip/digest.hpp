#pragma once
// Digest authentication, both sides of it, as pure functions (RFC 7616, RFC 8760; RFC 2617 as it was).
#include "sip/cursor.hpp"
#include "sip/message.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::sip {

/// One challenge of a WWW-Authenticate or Proxy-Authenticate row. Quotes undone.
struct digest_challenge {
    std::string realm, nonce, opaque, domain;
    std::string algorithm;        ///< as spelled; empty: MD5
    std::vector<std::string> qop; ///< "auth", "auth-int" and others; empty: RFC 2069 or an old server
    bool stale = false;
    bool from_proxy = false;
};

/// The credentials of an Authorization or Proxy-Authorization row. Quotes undone.
struct digest_credentials {
    std::string username, realm, nonce, uri, response, algorithm, qop, cnonce, opaque;
    std::string count; ///< nc as it stands: eight hexadecimal digits
};

/// Fails for another scheme, and where realm or nonce is missing.
parsed<digest_challenge> parse_digest_challenge(std::string_view value);
/// Fails for another scheme, and where username, realm, nonce, uri or response is missing.
parsed<digest_credentials> parse_digest_credentials(std::string_view value);
/// As they stand in the header field.
std::string print(const digest_challenge& challenge);
std::string print(const digest_credentials& credentials);

/// Whether we can compute with an algorithm: MD5 (also where none is named), SHA-256, SHA-512-256, and each
/// with -sess.
bool known_digest_algorithm(std::string_view algorithm);
/// The response that these credentials should carry for this secret (RFC 7616 section 3.4.1). Empty for an
/// unknown algorithm.
std::string digest_response(const digest_credentials& c, std::string_view secret, std::string_view method,
                            std::string_view body);
/// nc as a number; none where it is not eight hexadecimal digits.
std::optional<std::uint64_t> digest_count(const digest_credentials& c);

/// Why a 401 or 407 is not answered with credentials; those further down came nearer to an answer.
enum class unanswerable : std::uint8_t {
    no_credentials,
    no_challenge,
    other_scheme, ///< Basic, Bearer
    malformed,
    unknown_algorithm,
    unknown_qop,
    refused,     ///< the credentials just sent were not good enough
    always_stale,
};
/// A sentence without its full stop.
std::string_view text_of(unanswerable why);

/// A challenge that can be answered, or why it cannot.
std::expected<digest_challenge, unanswerable> read_challenge(std::string_view value);
/// What a 401 or 407 asks of us: of each realm the first challenge that we can answer, as the server prefers
/// them (RFC 8760 section 2.4); those of unknown algorithms are passed over. Where there is none, `why` says which of the
/// others came nearest.
std::vector<digest_challenge> digest_challenges(const message& response, unanswerable* why = nullptr);
/// The answer to a challenge. qop is auth where it is offered, else auth-int; `count` numbers the uses of
/// this nonce from 1.
digest_credentials answer_challenge(const digest_challenge& challenge, std::string_view username,
                                    std::string_view secret, std::string_view method, std::string_view uri,
                                    std::string_view body, std::string_view cnonce, std::uint32_t count);

} // namespace simplespec::sip
