#pragma once
// What a server says to credentials that it accepted (RFC 7616 section 3.5; RFC 3261 section 22.4).
#include "sip/digest.hpp"

#include <string>
#include <string_view>

namespace simplespec::sip {

/// The value of Authentication-Info or Proxy-Authentication-Info. Quotes undone; empty: not there.
struct authentication_info {
    std::string nextnonce, qop, rspauth, cnonce;
    std::string count; ///< nc as it stands
};

/// Names that are not known are passed over.
parsed<authentication_info> parse_authentication_info(std::string_view value);
/// As it stands in the header field.
std::string print(const authentication_info& info);

/// The proof that a server gives of knowing the secret too: as the response, but without a method, and for auth-int over
/// the body of its own response. Empty for an unknown algorithm.
std::string digest_rspauth(const digest_credentials& accepted, std::string_view secret, std::string_view body);
/// What to answer to credentials that were accepted.
authentication_info confirm_credentials(const digest_credentials& accepted, std::string_view secret,
                                        std::string_view body, std::string_view nextnonce = {});

/// What a response proves of who sent it.
enum class server_proof : std::uint8_t {
    absent, ///< no rspauth, or none for what was sent
    right,  ///< the sender knows the secret
    wrong,  ///< it does not, or somebody changed the response
};
server_proof check_rspauth(const authentication_info& info, const digest_credentials& sent, std::string_view secret,
                           std::string_view body);

} // namespace simplespec::sip
