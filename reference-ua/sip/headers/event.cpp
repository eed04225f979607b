#include "sip/headers/event.hpp"

namespace simplespec::sip {

// Event = event-type *( SEMI event-param ) ; event-type = event-package *( "." event-template )
// event-package = token-nodot ; event-template = token-nodot
parsed<event> parse_event(cursor& in) {
    event out;
    const std::size_t from = in.offset();
    out.type = in.token();
    if (out.type.empty()) return in.fail("event-type", "an event package");
    const bool dots = out.type.front() == '.' || out.type.back() == '.' ||
                      out.type.find("..") != std::string_view::npos;
    if (dots && !in.tolerate("event-type", "packages and templates divided by single dots"))
        return in.fail_at(from, "event-type", "packages and templates divided by single dots");
    auto params = parse_parameters(in);
    if (!params) return std::unexpected(params.error());
    out.params = std::move(*params);
    return out;
}

parsed<event> parse_event(std::string_view text) { return whole<event>(parse_event, text); }

// Subscription-State = substate-value *( SEMI subexp-params )
// subexp-params = ("reason" EQUAL event-reason-value) / ("expires" EQUAL delta-seconds)
//               / ("retry-after" EQUAL delta-seconds) / generic-param
parsed<subscription_state> parse_subscription_state(cursor& in) {
    subscription_state out;
    out.state = in.token();
    if (out.state.empty()) return in.fail("substate-value", "active, pending or terminated");
    auto params = parse_parameters(in);
    if (!params) return std::unexpected(params.error());
    out.params = std::move(*params);
    return out;
}

parsed<subscription_state> parse_subscription_state(std::string_view text) {
    return whole<subscription_state>(parse_subscription_state, text);
}

} // namespace simplespec::sip
