#pragma once
// URIs as SIP meets them (RFC 3261 section 19.1; pres: and im: of RFC 3859 and 3860; tel: of RFC 3966).
#include "sip/cursor.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::sip {

/// name or name=value, escapes as they stand on the wire.
struct uri_parameter {
    std::string name;
    std::optional<std::string> value;
};

struct uri {
    std::string scheme; ///< in lower case
    std::string user;   ///< escapes as they stand; of tel: the number, of an unknown scheme all behind the colon
    std::optional<std::string> password;
    std::string host; ///< an IPv6 reference without its brackets; empty for tel: and unknown schemes
    std::optional<std::uint16_t> port;
    std::vector<uri_parameter> parameters;
    std::vector<uri_parameter> headers;

    bool is_sip() const { return scheme == "sip" || scheme == "sips"; }
    /// Parameter names are case-insensitive; nullptr where there is none.
    const uri_parameter* parameter(std::string_view name) const;
};

/// Read a URI up to white space, an angle bracket or a double quote.
parsed<uri> parse_uri(cursor& in);
/// The same of a whole text.
parsed<uri> parse_uri(std::string_view text);
/// The URI as text again.
std::string print(const uri& u);
/// scheme:user@host, without password, port, parameters and headers.
std::string address_of_record(const uri& u);
/// Equality by RFC 3261 section 19.1.4.
bool equivalent(const uri& a, const uri& b);
/// Whether both name one presentity: user (escapes undone) and host alone count, pres:, sip: and sips: are alike.
bool same_presentity(const uri& a, const uri& b);

} // namespace simplespec::sip
