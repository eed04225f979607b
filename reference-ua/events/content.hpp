#pragma once
// A body as events see it: opaque octets with a label.
#include "sip/composer.hpp"
#include "sip/message.hpp"

#include <string>
#include <string_view>

namespace simplespec::events {

/// What a PUBLISH or NOTIFY carries. Nothing below `presence` looks inside.
struct content {
    std::string type;     ///< the Content-Type value as it stands, "application/pidf+xml;charset=UTF-8"
    std::string octets;   ///< the body
    std::string encoding; ///< the Content-Encoding value; empty where there is none

    bool empty() const { return octets.empty(); }
    bool operator==(const content&) const = default;
};

/// The body of a message with its Content-Type and Content-Encoding; empty where the message has no body.
content content_of(const sip::message& m);
/// Give a message this body; an empty content adds nothing.
void put(sip::composer& m, const content& body);

/// "application/pidf+xml" of "Application/PIDF+xml ; charset=UTF-8": lower case, without parameters.
std::string media_type(std::string_view content_type);
/// A parameter of a Content-Type value, "charset"; empty where it is absent or the value unreadable.
std::string parameter_of(std::string_view content_type, std::string_view name);
/// Whether an Accept list (one or more rows, RFC 3261 section 20.1) admits a media type; a range with q=0
/// does not. Without any Accept row nothing is admitted: what the default is depends on the event package.
bool accepts(const sip::message& m, std::string_view type);

} // namespace simplespec::events
