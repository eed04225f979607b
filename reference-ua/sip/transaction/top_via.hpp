#pragma once
// The first via-parm of a message, as far as routing and matching need it.
#include "sip/hop.hpp"
#include "sip/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace simplespec::sip {

/// Views point into the message.
struct top_via {
    std::string_view transport; ///< "UDP"
    std::string_view host;      ///< IPv6 without its brackets
    std::optional<std::uint16_t> port;
    std::optional<std::string_view> branch, received, rport, maddr; ///< empty where the parameter has no value
    std::string_view text; ///< the whole via-parm
    std::size_t rport_end = 0; ///< where in `text` a value for an rport without one belongs
};

/// Reads the first value of the first Via row.
parsed<top_via> read_top_via(const message& m);

/// The request with `received` and `rport` in its top Via as its source asks (RFC 3261 section 18.2.1, RFC 3581 section 4).
message mark_source(const message& request, const hop& source);

/// Where the response goes, first choice first (RFC 3261 section 18.2.2, RFC 3581 section 4). `source` is where the request
/// came from.
std::vector<hop> response_hops(const top_via& via, const hop& source, bool honour_maddr);

} // namespace simplespec::sip
