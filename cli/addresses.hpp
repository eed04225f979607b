#pragma once
// What people type for a server, a domain, a user: as addresses and URIs.
#include "sip/hop.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace simplespec::cli {

/// A numeric address or a name as the host of a URI: an IPv6 literal in its brackets (RFC 3261 section 25.1).
std::string uri_host(std::string_view host);
/// A user name of the domain, or a whole URI as it is. The domain may be a bare IPv6 literal.
std::string uri_of(std::string_view text, std::string_view domain);
/// "192.0.2.1:5060", "[::1]:5060", "::1", "pbx.example.com": the host, without brackets, and the port, 5060 where none is
/// given. On failure a sentence. Names are not resolved.
std::expected<sip::hop, std::string> hop_of(std::string_view text);

} // namespace simplespec::cli
