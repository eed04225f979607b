#pragma once
// Via (RFC 3261 section 20.42, rport of RFC 3581).
#include "sip/headers/parameters.hpp"

#include <cstdint>

namespace simplespec::sip {

/// One via-parm.
struct via {
    std::string_view protocol;  ///< "SIP"
    std::string_view version;   ///< "2.0"
    std::string_view transport; ///< as spelled
    std::string host;           ///< of the sent-by, IPv6 without brackets
    std::optional<std::uint16_t> port;
    parameters params;

    std::string branch() const { return params.text("branch"); }
    /// Without brackets, which some senders put (RFC 5118 section 4.5).
    std::string received() const;
    bool wants_rport() const { return params.has("rport"); }
    std::optional<std::uint64_t> rport() const { return params.number("rport", 65535); }
    std::optional<std::uint64_t> ttl() const { return params.number("ttl", 255); }
    std::string maddr() const { return params.text("maddr"); }
};

parsed<via> parse_via(cursor& in);
parsed<via> parse_via(std::string_view text);

} // namespace simplespec::sip
