// RFC 6665 section 4, how subscribers and notifiers behave.
#include "scenarios/observer/subscriptions.hpp"
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <array>

namespace simplespec::scenarios {

using sip::header;

namespace {

std::string_view state_of(const sip::message& notify) {
    return head_of(notify.value(header::subscription_state));
}
std::string_view reason_of(const sip::message& notify) {
    return parameter(tail_of(notify.value(header::subscription_state)), "reason")
        .value_or(std::string_view());
}

// RFC 6665 section 3.2.1: the package of the SUBSCRIBE, byte by byte.
ruling another_package(const occasion& o) {
    if (!o.is_request("NOTIFY") || (!o.subscription && !o.sibling) || o.outline.event == "refer")
        return not_applicable();
    if (o.subscription || o.sibling->event == o.outline.event) return conforms();
    return departs(place(o.message(), header::event),
                   "the NOTIFY names another event package than the SUBSCRIBE", o.sibling->event,
                   o.outline.event);
}

ruling another_event_id(const occasion& o) {
    const bool notify = o.is_request("NOTIFY");
    if (!notify || (!o.subscription && !o.sibling)) return not_applicable();
    if (o.subscription || o.sibling->event != o.outline.event) return conforms();
    const auto asked = o.sibling->event_id.value_or("no id");
    const auto own = o.outline.event_id ? std::string(*o.outline.event_id) : std::string("no id");
    if (asked == own) return conforms();
    return departs(place(o.message(), header::event),
                   "the id of the NOTIFY's Event is not that of the SUBSCRIBE", asked, own);
}

// An active subscription may not be said to last longer than was granted; before the 2xx, than was asked for.
// The answer to a later SUBSCRIBE may have been overtaken.
ruling lengthened_by_notify(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request("NOTIFY") || !s || !s->latest) return not_applicable();
    const auto stated = parameter(tail_of(o.message().value(header::subscription_state)), "expires");
    const auto seconds = stated ? read_number(*stated) : std::nullopt;
    const auto asked = read_number(s->latest->message->value(header::expires));
    auto granted = s->accepted ? s->granted : asked;
    if (s->accepted && s->unanswered != 0) granted = std::max(granted, asked);
    // It may have left before the latest SUBSCRIBE came.
    if (s->accepted && o.seen->at.steady - s->accepted->at.steady < std::chrono::seconds(1))
        granted = std::max(granted, s->granted_before);
    if (!seconds || !granted) return not_applicable();
    if (*seconds <= *granted) return conforms();
    return departs(place(o.message(), *stated), "the NOTIFY states more time than was granted",
                   "at most " + std::to_string(*granted), *stated);
}

// The time that remains, not the time that was granted. Two clocks differ, and a NOTIFY may wait for its
// turn.
ruling remaining_time(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request("NOTIFY") || !s || !s->accepted || !s->granted || s->unanswered != 0 || o.seen->retyped)
        return not_applicable();
    if (o.repeated) // a retransmission says what was true when it was first sent
        return not_applicable();
    const auto stated = parameter(tail_of(o.message().value(header::subscription_state)), "expires");
    const auto seconds = stated ? read_number(*stated) : std::nullopt;
    if (!seconds || *seconds > *s->granted) return not_applicable();
    if (o.seen->at.steady - s->accepted->at.steady < std::chrono::seconds(1)) return not_applicable();
    const auto end = s->accepted->at.steady + std::chrono::seconds(*s->granted);
    if (o.seen->at.steady + std::chrono::seconds(*seconds) <= end + std::chrono::seconds(10))
        return conforms();
    return departs(place(o.message(), *stated), "the time stated is not what remains of the time granted",
                   "the rest of " + std::to_string(*s->granted) + " s", *stated);
}

// Where the SUBSCRIBE was not seen nothing proves it; but the presence package and lists of it default to an
// hour.
ruling longer_than_default(const occasion& o) {
    if (!o.is_request("NOTIFY") || (o.subscription && o.subscription->latest)) return not_applicable();
    if (o.outline.event != "presence") return not_applicable();
    const auto stated = parameter(tail_of(o.message().value(header::subscription_state)), "expires");
    const auto seconds = stated ? read_number(*stated) : std::nullopt;
    if (!seconds || *seconds <= 3600) return conforms();
    return suspect(place(o.message(), *stated),
                   "more time than the package's default, and no SUBSCRIBE was seen to ask for it",
                   "at most what was granted", *stated);
}

ruling notify_missing(const occasion& o) {
    if (o.missing != absence::notify) return not_applicable();
    return departs(0, "no NOTIFY followed the 2xx to a SUBSCRIBE within 64*T1", "a NOTIFY at once", "none");
}

ruling end_not_notified(const occasion& o) {
    if (o.missing != absence::terminated) return not_applicable();
    return departs(0, "a subscription lapsed without a NOTIFY that ends it",
                   "NOTIFY with terminated;reason=timeout", "none");
}

// RFC 6665 section 4.2.2: these answers remove the subscription.
ruling notify_after_refusal(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request("NOTIFY") || o.repeated || !o.before) return not_applicable();
    const auto& last = *o.before->last;
    if (!last.final || last.request->message->method() != "NOTIFY" || last.subscription != s || !s)
        return not_applicable();
    if (!ends_subscription(last.final->message->status())) return conforms();
    if (s->latest && s->latest->at.steady > last.final->at.steady) return not_applicable();
    // It may have left before the answer to the one before came.
    if (o.seen->at.steady - last.final->at.steady < std::chrono::seconds(2)) return not_applicable();
    return departs(0,
                   "a NOTIFY although the one before it was refused in a way that removes the subscription",
                   "none", std::to_string(last.final->message->status()));
}

ruling notify_after_end(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request("NOTIFY") || o.repeated || !s || s->notifies == 0) return not_applicable();
    if (!s->terminated) return conforms();
    if (s->latest && s->last_notify && s->latest->at.steady > s->last_notify->at.steady)
        return not_applicable();
    // The sequence numbers tell which of the two the notifier sent first, whatever the network did to their order.
    const bool sent_after = o.before && o.before->last->request == s->last_notify && o.outline.cseq &&
                            *o.outline.cseq > o.before->cseq;
    const bool lives = sip::iequal(state_of(o.message()), "active") || sip::iequal(state_of(o.message()), "pending");
    return (sent_after && lives ? departs : suspect)(0, "a NOTIFY in a subscription that was terminated", "none",
                                                     state_of(o.message()));
}

// The answer to an unsubscribe or fetch is a NOTIFY that terminates.
ruling unsubscribe_not_terminated(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request("NOTIFY") || !s || !s->latest || !s->accepted || s->unanswered != 0)
        return not_applicable();
    if (s->granted != 0U || s->accepted->at.steady < s->latest->at.steady) return not_applicable();
    if (sip::iequal(state_of(o.message()), "terminated")) return conforms();
    // It may have left before the SUBSCRIBE came.
    if (o.seen->at.steady - s->accepted->at.steady < std::chrono::seconds(1)) return not_applicable();
    return departs(place(o.message(), header::subscription_state),
                   "a NOTIFY after an unsubscribe does not terminate", "terminated", state_of(o.message()));
}

ruling lapsed_reason(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request("NOTIFY") || !s || !s->until || !sip::iequal(state_of(o.message()), "terminated"))
        return not_applicable();
    if (o.seen->at.steady < *s->until || reason_of(o.message()).empty()) return not_applicable();
    if (sip::iequal(reason_of(o.message()), "timeout")) return conforms();
    return suspect(place(o.message(), header::subscription_state),
                   "a subscription that lapsed ends with another reason", "timeout", reason_of(o.message()));
}

ruling refused_423_unasked(const occasion& o) {
    if (!o.is_response("SUBSCRIBE") || o.message().status() != 423 || !o.transaction ||
        !o.transaction->request)
        return not_applicable();
    const auto asked = o.transaction->asked.expires;
    if (!asked) return not_applicable();
    if (*asked > 0 && *asked < 3600) return conforms();
    return departs(0, "423 to a SUBSCRIBE that asks for an hour or more, or for nothing",
                   "0 < Expires < 3600", std::to_string(*asked));
}

ruling refused_423_without_minimum(const occasion& o) {
    if (!o.is_response("SUBSCRIBE") || o.message().status() != 423) return not_applicable();
    if (o.message().has(header::min_expires)) return conforms();
    return departs(0, "423 without Min-Expires", "Min-Expires");
}

ruling challenged_by_407(const occasion& o) {
    if (!o.is_response("SUBSCRIBE") || o.message().status() != 407) return not_applicable();
    return suspect(0, "a SUBSCRIBE is challenged with 407", "401", "407");
}

// RFC 6665 section 4.1.3: what belongs to no subscription is refused. Whether a subscription is there only
// the dialog tells.
ruling unmatched_accepted(const occasion& o) {
    if (!o.is_response("NOTIFY") || !o.is_success()) return not_applicable();
    const auto asked =
        o.transaction && o.transaction->request ? o.transaction->asked.to_tag : o.outline.to_tag;
    if (asked) return conforms();
    return suspect(0, "a NOTIFY that stands in no dialog was accepted", "481",
                   std::to_string(o.message().status()));
}

// A refresh in the dialog of the subscription repeats the id of its Event.
ruling refresh_event_id(const occasion& o) {
    if (!o.is_request("SUBSCRIBE") || !o.outline.to_tag || (!o.subscription && !o.sibling))
        return not_applicable();
    if (o.subscription || o.sibling->event != o.outline.event) return conforms();
    if (o.sibling->notifier_tag != *o.outline.to_tag) return not_applicable();
    // It may ask for another subscription in the same dialog.
    return suspect(place(o.message(), header::event),
                   "a SUBSCRIBE in a dialog has another Event id than the one before",
                   o.sibling->event_id.value_or("no id"), o.message().value(header::event));
}

// RFC 6665 section 4.1.2.2: after such an answer to a refresh there is nothing left to refresh.
ruling subscribe_after_end(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request("SUBSCRIBE") || o.repeated || !o.outline.to_tag || !s || !s->ended)
        return not_applicable();
    if (s->last_notify && o.seen->at.steady - s->last_notify->at.steady < std::chrono::seconds(2))
        return not_applicable();
    return suspect(0, "a SUBSCRIBE in the dialog of a subscription that has ended",
                   "a new Call-ID and From tag");
}

constexpr std::array table = {
    rule{"notify-another-package", "RFC6665-3.2.1-2", another_package, basis::exchange},
    rule{"notify-another-event-id", "RFC6665-4.5.2-4", another_event_id, basis::exchange},
    rule{"notify-lengthens", "RFC6665-4.2.2-9", lengthened_by_notify, basis::exchange},
    rule{"remaining-time-not-counted", "RFC6665-4.2.2-7", remaining_time, basis::exchange},
    rule{"longer-than-default", "RFC6665-4.2.2-9", longer_than_default},
    rule{"notify-missing", "RFC6665-4.2.2-1", notify_missing, basis::absence},
    rule{"end-not-notified", "RFC6665-4.2.1.4-4", end_not_notified, basis::absence},
    rule{"notify-after-refusal", "RFC6665-4.2.2-4", notify_after_refusal, basis::exchange},
    rule{"notify-after-end", "RFC6665-4.2.1-1", notify_after_end, basis::exchange},
    rule{"unsubscribe-not-terminated", "RFC6665-4.2.1.4-6", unsubscribe_not_terminated, basis::exchange},
    rule{"lapsed-with-another-reason", "RFC6665-4.2.1.4-5", lapsed_reason, basis::exchange},
    rule{"423-unasked", "RFC6665-4.2.1.1-4", refused_423_unasked, basis::exchange},
    rule{"423-without-minimum", "RFC6665-4.2.1.1-9", refused_423_without_minimum},
    rule{"407-to-subscribe", "RFC6665-4.2.1.3-1", challenged_by_407},
    rule{"unmatched-notify-accepted", "RFC6665-4.1.3-1", unmatched_accepted},
    rule{"refresh-another-event-id", "RFC6665-4.5.2-5", refresh_event_id, basis::exchange},
    rule{"subscribe-after-end", "RFC6665-4.1.2.2-1", subscribe_after_end, basis::exchange},
};

} // namespace

rule_section rfc6665_4_rules() { return table; }

} // namespace simplespec::scenarios
