#pragma once
// Which kind of event, and which subscription of it: the Event header field (RFC 6665 section 8.2.1).
#include "sip/message.hpp"

#include <optional>
#include <string>

namespace simplespec::events {

/// An event package with its templates ("presence", "presence.winfo") and the id that tells two subscriptions
/// within one dialog apart. Compared octet by octet; parameters other than id take no part.
struct event_type {
    std::string package;
    std::optional<std::string> id;

    bool operator==(const event_type&) const = default;
};

/// The event of a request; none where the row is missing, doubled or unreadable.
std::optional<event_type> event_of(const sip::message& m);
/// "presence;id=7"
std::string write(const event_type& e);

} // namespace simplespec::events
