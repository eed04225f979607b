#pragma once
// What a handset answers by itself to requests that no subscription of it takes (RFC 3261 section 8.2).
#include "sip/composer.hpp"
#include "sip/message.hpp"

#include <optional>
#include <string_view>

namespace simplespec::agent {

inline constexpr std::string_view handset_methods = "CANCEL, NOTIFY, OPTIONS";
inline constexpr std::string_view handset_formats =
    "application/pidf+xml, application/pidf-diff+xml, application/rlmi+xml, multipart/related";
inline constexpr std::string_view handset_extensions = "eventlist";
inline constexpr std::string_view handset_package = "presence";

/// What keeps a request from being looked at further: 400, 404, 405, 416, 420, 501 or 505. None: go on.
/// `user` is the user part of our Contact.
std::optional<sip::composer> refuse_at_handset(const sip::message& request, std::string_view user,
                                               std::string_view to_tag);
/// The answer to OPTIONS: what we do (RFC 3261 section 11.2).
sip::composer handset_options(const sip::message& request, std::string_view to_tag);
/// The answer to a NOTIFY that matches no subscription: 489 or 481 (RFC 6665 section 4.1.3).
sip::composer unmatched_notify(const sip::message& request, std::string_view to_tag);

} // namespace simplespec::agent
