#pragma once
// Names to addresses.
#include <expected>
#include <string>
#include <vector>

namespace simplespec::net {

/// Whether this is an address already ("192.0.2.1", "2001:db8::1"; no brackets).
bool is_numeric(const std::string& host);

/// The numeric addresses of a host name, in the system's order, each once; a numeric one is its own answer. Blocks. On
/// failure a sentence with the system's reason. A and AAAA only: SRV and NAPTR of RFC 3263 are not asked for.
std::expected<std::vector<std::string>, std::string> resolve(const std::string& host);

} // namespace simplespec::net
