#pragma once
// Hosts and URIs by the grammar (RFC 3261 section 25.1, the IPv6 address as RFC 5954 mends it). Exact: what these match can
// be derived, what they refuse cannot.
#include "sip/cursor.hpp"

#include <string_view>

namespace simplespec::sip {

/// What a host name with an underscore is refused with: no host name may have one, and many networks name hosts so.
inline constexpr std::string_view no_underscore = "a host name without an underscore";

bool is_ipv4_address(std::string_view text);
/// Without brackets.
bool is_ipv6_address(std::string_view text);
/// Letters, digits and hyphens in labels, the last of which begins with a letter.
bool is_hostname(std::string_view text);

parsed<bool> match_host(cursor& in);
/// SIP-URI, SIPS-URI or absoluteURI, up to the octet that cannot belong to it.
parsed<bool> match_uri(cursor& in);
/// A URI outside of angle brackets with the parameters of its header field behind it: a semicolon may belong to either.
parsed<bool> match_bare_uri(cursor& in);

} // namespace simplespec::sip
