#pragma once
// Event, Allow-Events, Subscription-State (RFC 6665 section 8.4).
#include "sip/headers/parameters.hpp"

namespace simplespec::sip {

struct event {
    std::string_view type; ///< package and templates: "presence.winfo"; case-sensitive
    parameters params;

    std::string id() const { return params.text("id"); }
};

struct subscription_state {
    std::string_view state; ///< "active", "pending", "terminated" or an extension
    parameters params;

    std::string reason() const { return params.text("reason"); }
    std::optional<std::uint64_t> expires() const { return params.number("expires", UINT32_MAX); }
    std::optional<std::uint64_t> retry_after() const { return params.number("retry-after", UINT32_MAX); }
};

parsed<event> parse_event(cursor& in);
parsed<event> parse_event(std::string_view text);
parsed<subscription_state> parse_subscription_state(cursor& in);
parsed<subscription_state> parse_subscription_state(std::string_view text);

} // namespace simplespec::sip
