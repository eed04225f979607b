#pragma once
// Which transaction a message belongs to (RFC 3261 sections 17.1.3 and 17.2.3).
#include "sip/message.hpp"

#include <optional>
#include <string>

namespace simplespec::sip {

/// What tells server transactions apart: branch, sent-by and method; for a request without the magic cookie
/// (RFC 2543), Request-URI, tags, Call-ID, CSeq and top Via. ACK answers the key of its INVITE. None where
/// the request lacks a Via that can be read.
std::optional<std::string> server_match(const message& request);
/// What the key of the transaction that a CANCEL wants to cancel begins with: all but its method (RFC 3261
/// section 9.2).
std::optional<std::string> cancel_match(const message& cancel);
/// What tells client transactions apart: branch and the method of the CSeq. None where a row is missing or
/// unreadable.
std::optional<std::string> client_match(const message& m);

} // namespace simplespec::sip
