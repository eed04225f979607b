#pragma once
// The header fields that this project knows, by name and compact form (RFC 3261 section 7.3.3; the registry since).
#include <cstdint>
#include <string_view>

namespace simplespec::sip {

enum class header : std::uint8_t {
    other, // a name that is not in the table: an extension header
    via,
    from,
    to,
    call_id,
    cseq,
    contact,
    route,
    record_route,
    max_forwards,
    event,
    allow_events,
    subscription_state,
    expires,
    min_expires,
    sip_etag,
    sip_if_match,
    suppress_if_match,
    supported,
    require,
    unsupported,
    proxy_require,
    accept,
    accept_encoding,
    accept_language,
    allow,
    content_type,
    content_length,
    content_encoding,
    content_disposition,
    content_language,
    content_id,
    content_transfer_encoding,
    mime_version,
    www_authenticate,
    proxy_authenticate,
    authorization,
    proxy_authorization,
    authentication_info,
    proxy_authentication_info,
    retry_after,
    warning,
    reason,
    user_agent,
    server,
    timestamp,
    date,
    subject,
    organization,
    priority,
    refer_to,
    referred_by,
    path,
    service_route,
    p_asserted_identity,
    p_preferred_identity,
    privacy,
    in_reply_to,
    reply_to,
    error_info,
    alert_info,
    call_info,
    session_expires,
    min_se,
    refer_sub,
    target_dialog,
    history_info,
    accept_contact,
    reject_contact,
    request_disposition,
    identity,
    identity_info,
};

/// The field of this name or compact form; names are case-insensitive (RFC 3261 section 7.3.1).
header header_of(std::string_view name);
/// The long name as the RFCs spell it; empty for `header::other`.
std::string_view name(header h);
/// The compact form; NUL where there is none.
char compact_form(header h);
/// True where several rows, or several values in one row, may stand: the grammar of the field is a comma list.
bool is_list(header h);

} // namespace simplespec::sip
