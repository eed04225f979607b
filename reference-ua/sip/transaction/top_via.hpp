#pragma once
// The first via-parm of a message: responses are routed and transactions matched by it.
#include "sip/headers/via.hpp"
#include "sip/hop.hpp"
#include "sip/message.hpp"

#include <string_view>
#include <vector>

namespace simplespec::sip {

/// Views point into the message.
struct top_via {
    via parm;
    std::string_view text; ///< the whole via-parm, the offsets of whose parameters count from its first octet
};

/// Reads the first value of the first Via row.
parsed<top_via> read_top_via(const message& m);

/// The request with `received` and `rport` in its top Via as its source asks (RFC 3261 section 18.2.1, RFC
/// 3581 section 4).
message mark_source(const message& request, const hop& source);

/// Where the response goes, first choice first (RFC 3261 section 18.2.2, RFC 3581 section 4). `source` is
/// where the request came from.
std::vector<hop> response_hops(const via& top, const hop& source, bool honour_maddr);

} // namespace simplespec::sip
