// RFC 6665, events: SUBSCRIBE, NOTIFY and their header fields as messages (sections 3 and 8).
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <array>

namespace simplespec::scenarios {

using sip::header;

namespace {

template <const char* const& Method>
ruling event_of(const occasion& o) {
    if (!o.is_request(Method)) return not_applicable();
    const auto all = items(o.message(), header::event);
    if (all.size() == 1) return conforms();
    return departs(place(o.message(), header::event),
                   all.empty() ? "the request has no Event" : "several event packages",
                   "exactly one event package", o.message().value(header::event));
}
constexpr const char* const subscribe = "SUBSCRIBE";
constexpr const char* const notify = "NOTIFY";

ruling subscribe_without_expires(const occasion& o) {
    if (!o.is_request("SUBSCRIBE")) return not_applicable();
    if (o.message().has(header::expires)) return conforms();
    return departs(0, "a SUBSCRIBE without Expires", "Expires");
}

ruling accepted_without_expires(const occasion& o) {
    if (!o.is_response("SUBSCRIBE") || !o.is_success()) return not_applicable();
    if (o.message().has(header::expires)) return conforms();
    return departs(0, "the 2xx to a SUBSCRIBE has no Expires", "Expires");
}

ruling granted_more(const occasion& o, bool refresh) {
    if (!o.is_response("SUBSCRIBE") || !o.is_success() || !o.transaction || !o.transaction->request)
        return not_applicable();
    if (o.transaction->asked.to_tag.has_value() != refresh) return not_applicable();
    const auto asked = o.transaction->asked.expires;
    if (!asked || !o.outline.expires) return not_applicable();
    if (*o.outline.expires <= *asked) return conforms();
    return departs(place(o.message(), header::expires),
                   "the 2xx grants more time than the SUBSCRIBE asked for",
                   "at most " + std::to_string(*asked), o.message().value(header::expires));
}
ruling initial_granted_more(const occasion& o) { return granted_more(o, false); }
ruling refresh_granted_more(const occasion& o) { return granted_more(o, true); }

ruling event_in_response(const occasion& o) {
    if (!o.is_response()) return not_applicable();
    const auto f = o.message().find(header::event);
    if (!f) return conforms();
    return departs(f->offset, "a response has an Event", "no Event", f->value);
}

// Methods whose definitions know the header: RFC 6665 section 8.2.1 names its own two and PUBLISH is RFC
// 3903's. What other specifications may have defined since is not known here.
ruling event_in_other_request(const occasion& o) {
    if (!o.is_request() || !o.message().has(header::event)) return not_applicable();
    for (const auto known :
         {"INVITE", "ACK", "BYE", "CANCEL", "REGISTER", "OPTIONS", "MESSAGE", "INFO", "PRACK"})
        if (o.message().method() == known)
            return departs(place(o.message(), header::event), "a request of this method has an Event",
                           "no Event", known);
    return conforms();
}

ruling state_elsewhere(const occasion& o) {
    const auto f = o.message().find(header::subscription_state);
    if (!f) return not_applicable();
    if (o.is_request("NOTIFY")) return conforms();
    return departs(f->offset, "Subscription-State outside a NOTIFY request", "no Subscription-State",
                   f->value);
}

ruling state_missing(const occasion& o) {
    if (!o.is_request("NOTIFY")) return not_applicable();
    if (o.message().has(header::subscription_state)) return conforms();
    return departs(0, "a NOTIFY without Subscription-State", "Subscription-State");
}

std::string_view state_of(const occasion& o) {
    return o.is_request("NOTIFY") ? head_of(o.message().value(header::subscription_state))
                                  : std::string_view();
}
std::optional<std::string_view> state_parameter(const occasion& o, std::string_view name) {
    return parameter(tail_of(o.message().value(header::subscription_state)), name);
}
bool holds(const occasion& o) {
    return sip::iequal(state_of(o), "active") || sip::iequal(state_of(o), "pending");
}
bool terminates(const occasion& o) { return sip::iequal(state_of(o), "terminated"); }

ruling state_value(const occasion& o) {
    if (state_of(o).empty()) return not_applicable();
    if (holds(o) || terminates(o)) return conforms();
    return departs(place(o.message(), header::subscription_state), "an unknown subscription state",
                   "active, pending or terminated", state_of(o));
}

ruling state_without_expires(const occasion& o) {
    if (!holds(o)) return not_applicable();
    if (state_parameter(o, "expires")) return conforms();
    return departs(place(o.message(), header::subscription_state), "the time that remains is not stated",
                   "expires", o.message().value(header::subscription_state));
}

ruling state_number(const occasion& o, std::string_view name) {
    if (state_of(o).empty()) return not_applicable();
    const auto value = state_parameter(o, name);
    if (!value) return not_applicable();
    if (!value->empty() && std::ranges::all_of(*value, sip::is_digit)) return conforms();
    return departs(place(o.message(), header::subscription_state),
                   std::string(name) + " is not a number of seconds", "delta-seconds", *value);
}
ruling state_expires_number(const occasion& o) { return state_number(o, "expires"); }
ruling state_retry_number(const occasion& o) { return state_number(o, "retry-after"); }

ruling terminated_with_expires(const occasion& o) {
    if (!terminates(o)) return not_applicable();
    if (!state_parameter(o, "expires")) return conforms();
    return departs(place(o.message(), header::subscription_state),
                   "a terminated subscription states a time that remains", "no expires",
                   o.message().value(header::subscription_state));
}

ruling terminated_without_reason(const occasion& o) {
    if (!terminates(o)) return not_applicable();
    if (state_parameter(o, "reason")) return conforms();
    return departs(place(o.message(), header::subscription_state),
                   "a subscription is terminated without a reason", "reason",
                   o.message().value(header::subscription_state));
}

ruling generates_202(const occasion& o) {
    if (!o.is_response("SUBSCRIBE") && !o.is_response("NOTIFY")) return not_applicable();
    if (o.message().status() != 202) return conforms();
    return departs(0, "202 is never generated for SUBSCRIBE or NOTIFY", "200", "202");
}

ruling notify_answered_with_body(const occasion& o) {
    if (!o.is_response("NOTIFY") || !o.is_success() || !o.transaction || !o.transaction->request)
        return not_applicable();
    if (o.message().body().empty()) return conforms();
    if (o.transaction->request->message->has(header::accept)) return conforms();
    return departs(o.message().body_offset(), "the response to a NOTIFY without Accept has a body",
                   "no body");
}

constexpr std::array table = {
    rule{"subscribe-event", "RFC6665-3.1.2-1", event_of<subscribe>},
    rule{"notify-event", "RFC6665-3.2.1-1", event_of<notify>},
    rule{"subscribe-without-expires", "RFC6665-3.1.1-1", subscribe_without_expires},
    rule{"subscribe-2xx-without-expires", "RFC6665-3.1.1-2", accepted_without_expires},
    rule{"subscription-lengthened", "RFC6665-3.1.1-4", initial_granted_more, basis::exchange},
    rule{"refresh-lengthened", "RFC6665-4.2.1.4-1", refresh_granted_more, basis::exchange},
    rule{"event-in-response", "RFC6665-8.2.1-4", event_in_response},
    rule{"event-in-other-request", "RFC6665-8.2.1-3", event_in_other_request},
    rule{"subscription-state-elsewhere", "RFC6665-8.2.3-1", state_elsewhere},
    rule{"notify-without-state", "RFC6665-4.1.3-4", state_missing},
    rule{"subscription-state-unknown", "RFC6665-4.2.2-6", state_value},
    rule{"state-without-expires", "RFC6665-4.2.2-7", state_without_expires},
    rule{"state-expires-no-number", "RFC6665-8.4-G1", state_expires_number},
    rule{"state-retry-after-no-number", "RFC6665-8.4-G1", state_retry_number},
    rule{"terminated-with-expires", "RFC6665-4.1.3-8", terminated_with_expires},
    rule{"terminated-without-reason", "RFC6665-4.2.2-11", terminated_without_reason},
    rule{"202-generated", "RFC6665-8.3.1-2", generates_202},
    rule{"notify-answer-with-body", "RFC6665-4.1.3-20", notify_answered_with_body, basis::exchange},
};

} // namespace

rule_section rfc6665_3_rules() { return table; }

} // namespace simplespec::scenarios
