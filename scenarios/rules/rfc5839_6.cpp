// RFC 5839, what a notifier sends where a condition holds (section 6), and what a subscriber makes its conditions of.
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <array>

namespace simplespec::scenarios {

using sip::header;

namespace {

std::string_view condition(const sip::message& subscribe) { return subscribe.value(header::suppress_if_match); }
std::string_view tag_of(const sip::message& notify) { return notify.value(header::sip_etag); }
bool ends(const sip::message& notify) {
    return sip::iequal(head_of(notify.value(header::subscription_state)), "terminated");
}

ruling without_expires(const occasion& o) {
    if (!o.is_response("SUBSCRIBE") || o.message().status() != 204) return not_applicable();
    if (o.message().has(header::expires)) return conforms();
    return departs(0, "204 to a SUBSCRIBE has no Expires", "Expires");
}

// The condition repeats what a NOTIFY gave, octet for octet.
ruling condition_altered(const occasion& o) {
    const auto& s = o.subscription;
    if (!o.is_request("SUBSCRIBE") || !s || !s->last_notify || condition(o.message()).empty()) return not_applicable();
    const auto given = tag_of(*s->last_notify->message);
    if (given.empty() || condition(o.message()) == "*") return not_applicable();
    if (condition(o.message()) == given) return conforms();
    return suspect(place(o.message(), header::suppress_if_match),
                   "the condition is not the entity-tag of the last NOTIFY", std::string(given), condition(o.message()));
}

/// The initial SUBSCRIBE that this first NOTIFY answers, where it set a condition and the entity-tag meets it.
const sip::message* met_condition(const occasion& o) {
    const auto& s = o.subscription;
    if (!o.is_request("NOTIFY") || o.repeated || !s || !s->initial || s->notifies != 0 || s->latest != s->initial)
        return nullptr;
    const auto& asked = *s->initial->message;
    if (condition(asked).empty() || tag_of(o.message()) != condition(asked)) return nullptr;
    return &asked;
}

ruling body_not_suppressed(const occasion& o) {
    if (met_condition(o) == nullptr) return not_applicable();
    if (o.message().body().empty()) return conforms();
    return departs(o.message().body_offset(), "the state that the subscriber has is sent again", "no body");
}

ruling suppressed_without_tag(const occasion& o) {
    const auto& s = o.subscription;
    if (!o.is_request("NOTIFY") || o.repeated || !s || !s->initial || s->notifies != 0 || ends(o.message()))
        return not_applicable();
    if (condition(*s->initial->message).empty() || !o.message().body().empty()) return not_applicable();
    if (sip::iequal(head_of(o.message().value(header::subscription_state)), "pending")) return not_applicable();
    if (o.message().has(header::sip_etag)) return conforms();
    // Without support for conditions the resource may simply have no state.
    return suspect(0, "a NOTIFY without the body that the condition suppresses has no entity-tag",
                   "SIP-ETag: " + std::string(condition(*s->initial->message)));
}

ruling suppressed_with_type(const occasion& o) {
    if (met_condition(o) == nullptr || !o.message().body().empty()) return not_applicable();
    const auto f = o.message().find(header::content_type);
    if (!f) return conforms();
    return departs(f->offset, "a NOTIFY whose body is suppressed has a Content-Type", "none", f->value);
}

ruling notified_after_204(const occasion& o) {
    const auto& s = o.subscription;
    if (!o.is_request("NOTIFY") || o.repeated || !s || !s->accepted || s->accepted->message->status() != 204 ||
        s->notified_since || !s->last_notify || !s->agreed || s->unanswered != 0)
        return not_applicable();
    const auto& asked = *s->agreed->message;
    const auto& last = *s->last_notify->message;
    if (tag_of(o.message()).empty() || tag_of(o.message()) != tag_of(last) || condition(asked).empty())
        return not_applicable();
    if (!sip::iequal(head_of(o.message().value(header::subscription_state)),
                     head_of(last.value(header::subscription_state))))
        return conforms();
    return departs(place(o.message(), header::sip_etag), "204, and all the same a NOTIFY of the state that is known",
                   "none until something changes", tag_of(o.message()));
}

ruling tag_missing(const occasion& o) {
    const auto& s = o.subscription;
    if (!o.is_request("NOTIFY") || o.repeated || !s || !s->last_notify || o.message().body().empty())
        return not_applicable();
    if (tag_of(*s->last_notify->message).empty()) return not_applicable();
    if (o.message().has(header::sip_etag)) return conforms();
    return suspect(0, "the NOTIFY before had an entity-tag and this one has none", "SIP-ETag");
}

ruling tag_of_two_states(const occasion& o) {
    const auto& s = o.subscription;
    if (!o.is_request("NOTIFY") || o.repeated || !s || !s->last_notify) return not_applicable();
    const auto& last = *s->last_notify->message;
    if (tag_of(o.message()).empty() || tag_of(o.message()) != tag_of(last)) return not_applicable();
    if (o.message().body().empty() || last.body().empty() || o.message().body() == last.body()) return conforms();
    // The same state may be written in other octets.
    return suspect(place(o.message(), header::sip_etag), "one entity-tag stands for two bodies", "another entity-tag",
                   tag_of(o.message()));
}

ruling star_not_met(const occasion& o) {
    if (!o.is_response("SUBSCRIBE") || o.message().status() != 200 || !o.transaction || !o.transaction->request ||
        !o.transaction->asked.to_tag || !o.transaction->subscription || o.transaction->asked.expires == 0U)
        return not_applicable();
    const auto& s = *o.transaction->subscription;
    if (condition(*o.transaction->request->message) != "*" || !s.last_notify || tag_of(*s.last_notify->message).empty())
        return not_applicable();
    return departs(0, "the star always matches, and a NOTIFY is still announced", "204", "200");
}

constexpr std::array table = {
    rule{"condition-altered", "RFC5839-5.2-3", condition_altered, basis::exchange},
    rule{"star-not-met", "RFC5839-5.2-4", star_not_met, basis::exchange},
    rule{"entity-tag-left-out", "RFC5839-6.1-1", tag_missing, basis::exchange},
    rule{"entity-tag-of-two-states", "RFC5839-6.1-2", tag_of_two_states, basis::exchange},
    rule{"body-not-suppressed", "RFC5839-6.2-2", body_not_suppressed, basis::exchange},
    rule{"suppressed-without-entity-tag", "RFC5839-6.2-3", suppressed_without_tag, basis::exchange},
    rule{"suppressed-with-type", "RFC5839-6.2-4", suppressed_with_type, basis::exchange},
    rule{"notified-after-204", "RFC5839-6.3-1", notified_after_204, basis::exchange},
    rule{"204-without-expires", "RFC5839-7.1-1", without_expires},
};

} // namespace

rule_section rfc5839_6_rules() { return table; }

} // namespace simplespec::scenarios
