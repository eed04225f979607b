// RFC 6665, what a subscriber does over time (section 4.1), and the smaller usages of sections 4.4 to 4.6.
#include "scenarios/observer/subscriptions.hpp"
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <array>

namespace simplespec::scenarios {

using sip::header;

namespace {

std::string_view state_of(const sip::message& notify) { return head_of(notify.value(header::subscription_state)); }
std::optional<std::string_view> state_parameter(const sip::message& notify, std::string_view name) {
    return parameter(tail_of(notify.value(header::subscription_state)), name);
}
bool terminates(const sip::message& notify) { return sip::iequal(state_of(notify), "terminated"); }

bool begins(const occasion& o) { return o.is_request("SUBSCRIBE") && !o.outline.to_tag && !o.repeated; }

/// The NOTIFY that ended the subscription which this SUBSCRIBE takes up anew; null where there was none.
const observed* ended_by(const occasion& o) {
    if (!begins(o) || !o.previous || !o.previous->terminated || !o.previous->last_notify) return nullptr;
    return o.previous->last_notify.get();
}
std::string_view reason_of(const observed& notify) {
    return state_parameter(*notify.message, "reason").value_or(std::string_view());
}
std::optional<std::uint32_t> retry_after(const observed& notify) {
    const auto stated = state_parameter(*notify.message, "retry-after");
    return stated ? read_number(*stated) : std::nullopt;
}

constexpr const char* const rejected = "rejected";
constexpr const char* const noresource = "noresource";
constexpr const char* const invariant = "invariant";

// RFC 6665 section 4.1.3: after these nobody asks again by himself. A person may; that nobody sees.
template <const char* const& Reason>
ruling asked_again(const occasion& o) {
    const auto* end = ended_by(o);
    if (end == nullptr || !sip::iequal(reason_of(*end), Reason)) return not_applicable();
    if (std::string_view(Reason) != invariant && retry_after(*end)) return not_applicable();
    // An hour later it is hardly the machine's own retry.
    if (o.seen->at.steady - end->at.steady > std::chrono::hours(1)) return conforms();
    return departs(0, "a new SUBSCRIBE after a subscription ended with reason " + std::string(Reason), "none", Reason);
}

// RFC 6665 section 4.1.3: what retry-after means depends on the reason beside it.
enum class waits { plainly, probation, giveup };
template <waits For>
ruling asked_too_early(const occasion& o) {
    const auto* end = ended_by(o);
    if (end == nullptr || !retry_after(*end)) return not_applicable();
    const auto why = reason_of(*end);
    const bool known = sip::iequal(why, "probation") || sip::iequal(why, "giveup");
    const bool mine = For == waits::probation ? sip::iequal(why, "probation")
                      : For == waits::giveup  ? sip::iequal(why, "giveup")
                                              : !known && !sip::iequal(why, "deactivated") &&
                                                    !sip::iequal(why, "timeout");
    if (!mine) return not_applicable();
    const auto wait = std::chrono::seconds(*retry_after(*end));
    if (o.seen->at.steady + std::chrono::seconds(1) >= end->at.steady + wait) return conforms();
    return departs(0, "a new SUBSCRIBE before the time of retry-after is over",
                   std::to_string(wait.count()) + " s after the NOTIFY that terminated");
}

// RFC 6665 section 4.4.2: the new one stands in a dialog of its own.
ruling migrated_in_old_dialog(const occasion& o) {
    const auto* end = ended_by(o);
    if (end == nullptr || !sip::iequal(reason_of(*end), "deactivated")) return not_applicable();
    if (o.previous->call_id != o.outline.call_id) return conforms();
    return departs(place(o.message(), header::call_id), "after deactivated the old Call-ID is used again",
                   "a new dialog", o.outline.call_id);
}

ruling call_id_after_failure(const occasion& o) {
    if (!begins(o) || !o.previous || !o.previous->ended || o.previous->terminated) return not_applicable();
    if (o.previous->call_id != o.outline.call_id || o.previous->subscriber_tag != o.outline.from_tag)
        return conforms();
    return departs(place(o.message(), header::call_id),
                   "a subscription that was lost is asked for again with the same Call-ID and From tag",
                   "new ones", o.outline.call_id);
}

ruling refreshed_after_terminated(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request("SUBSCRIBE") || o.repeated || !o.outline.to_tag || !s || !s->terminated || !s->last_notify)
        return not_applicable();
    // It may have left before the NOTIFY came.
    if (o.seen->at.steady - s->last_notify->at.steady < std::chrono::seconds(2)) return not_applicable();
    return departs(0, "a refresh of a subscription that a NOTIFY terminated", "a new dialog, or nothing",
                   state_of(*s->last_notify->message));
}

ruling refreshed_after_lapse(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request("SUBSCRIBE") || o.repeated || !o.outline.to_tag || !s || s->ended || !s->until)
        return not_applicable();
    if (o.seen->at.steady <= *s->until + std::chrono::seconds(1)) return conforms();
    return departs(0, "a refresh after the time granted was over", "a SUBSCRIBE within the time granted");
}

ruling contact_expires(const occasion& o) {
    if (!o.is_request("SUBSCRIBE")) return not_applicable();
    for (const auto contact : items(o.message(), header::contact))
        if (const auto stated = parameter(read_address(contact).parameters, "expires"))
            return departs(place(o.message(), contact), "expires in the Contact of a SUBSCRIBE means nothing",
                           "an Expires header field", contact);
    return conforms();
}

// RFC 6665 section 4.1.1: there is no option tag for events.
ruling option_tag_for_events(const occasion& o) {
    if (!o.is_request("SUBSCRIBE") && !o.is_request("NOTIFY")) return not_applicable();
    for (const auto field : {header::require, header::supported})
        for (const auto tag : items(o.message(), field))
            if (sip::iequal(tag, "events") || sip::iequal(tag, "event") || sip::iequal(tag, "subscribe") ||
                sip::iequal(tag, "sip-events"))
                return departs(place(o.message(), tag), "an option tag for events, which has none", "none", tag);
    return conforms();
}

/// The NOTIFY that this response answers, where its subscription was seen from its beginning.
const sip::message* answered_notify(const occasion& o) {
    if (!o.is_response("NOTIFY") || !o.is_final() || !o.transaction || !o.transaction->request) return nullptr;
    const auto& s = o.transaction->subscription;
    return s && s->initial ? &*o.transaction->request->message : nullptr;
}

// RFC 6665 section 4.1.2.4: the 2xx may come later than the NOTIFY.
ruling early_notify_refused(const occasion& o) {
    if (answered_notify(o) == nullptr || o.message().status() != 481) return not_applicable();
    const auto& t = *o.transaction;
    const auto& s = *t.subscription;
    if (s.latest != s.initial || s.call_id != t.asked.call_id || s.subscriber_tag != t.asked.to_tag)
        return not_applicable();
    const bool early = !s.accepted || s.accepted->at.steady > t.request->at.steady;
    if (!early || s.unanswered == 0) return not_applicable();
    return departs(0, "481 to a NOTIFY that came before the answer to the SUBSCRIBE", "200", "481");
}

ruling own_package_refused(const occasion& o) {
    const auto* notify = answered_notify(o);
    if (notify == nullptr || o.transaction->subscription->ended) return not_applicable();
    const auto status = o.message().status();
    if (status == 200) return conforms();
    if (status != 405 && status != 489 && status != 501) return not_applicable();
    return departs(0, "a NOTIFY of the package that was subscribed to is refused as not understood", "200",
                   std::to_string(status));
}

// RFC 6665 section 4.4.1: the usage lives until the NOTIFY that terminates has come.
ruling last_notify_refused(const occasion& o) {
    const auto* notify = answered_notify(o);
    if (notify == nullptr || !terminates(*notify)) return not_applicable();
    const auto& s = *o.transaction->subscription;
    const bool asked = s.latest && read_outline(*s.latest->message).expires == 0U && s.latest != s.initial;
    if (!asked) return not_applicable();
    if (o.message().status() != 481) return conforms();
    return departs(0, "the NOTIFY that answers an unsubscribe is refused", "200", "481");
}

// What takes longer than this waited for something that is not a machine.
constexpr auto patience = std::chrono::seconds(8);
ruling answered_late(const occasion& o, std::string_view method) {
    if (!o.is_response(method) || !o.is_final() || o.repeated || !o.transaction || !o.transaction->request ||
        o.seen->retyped)
        return not_applicable();
    const auto took = o.seen->at.steady - o.transaction->request->at.steady;
    if (took < patience) return conforms();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(took).count();
    return suspect(0, "the final response took longer than a machine needs", "an answer that waits for nobody",
                   std::to_string(seconds) + " s");
}
ruling notify_answered_late(const occasion& o) { return answered_late(o, "NOTIFY"); }
ruling subscribe_answered_late(const occasion& o) { return answered_late(o, "SUBSCRIBE"); }

ruling notify_from_another_dialog(const occasion& o) {
    if (!o.is_request("NOTIFY") || !o.subscription || !o.subscription->accepted || o.repeated)
        return not_applicable();
    const auto agreed = read_outline(*o.subscription->accepted->message).to_tag;
    if (!agreed || !o.outline.from_tag || agreed == o.outline.from_tag) return conforms();
    if (o.seen->source != o.subscription->accepted->source) return not_applicable(); // a fork answered elsewhere
    return suspect(place(o.message(), header::from),
                   "the NOTIFY does not stand in the dialog that the 2xx to the SUBSCRIBE made", std::string(*agreed),
                   *o.outline.from_tag);
}

// RFC 6665 section 4.4.3: a fetch gets the state once.
ruling fetch_not_terminated(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request("NOTIFY") || !s || !s->initial || s->latest != s->initial ||
        read_outline(*s->initial->message).expires != 0U)
        return not_applicable();
    if (terminates(o.message())) return conforms();
    return departs(place(o.message(), header::subscription_state), "the NOTIFY of a fetch does not terminate",
                   "terminated;reason=timeout", state_of(o.message()));
}

ruling package_not_listed(const occasion& o) {
    if (!o.is_response("SUBSCRIBE") || !o.is_success() || !o.transaction || !o.transaction->request)
        return not_applicable();
    if (!o.message().has(header::allow_events) || o.transaction->asked.event.empty()) return not_applicable();
    for (const auto one : items(o.message(), header::allow_events))
        if (one == o.transaction->asked.event) return conforms();
    return departs(place(o.message(), header::allow_events),
                   "Allow-Events leaves out the package whose SUBSCRIBE is accepted",
                   std::string(o.transaction->asked.event), o.message().value(header::allow_events));
}

// RFC 6665 section 4.5.2: a GRUU can be reached outside of the dialog.
ruling gruu_dialog_reused(const occasion& o) {
    if (!o.is_request("SUBSCRIBE") || !o.outline.to_tag || o.subscription || !o.sibling || !o.sibling->accepted)
        return not_applicable();
    if (o.sibling->event == o.outline.event || o.sibling->notifier_tag != *o.outline.to_tag) return not_applicable();
    const auto contact = read_address(o.sibling->accepted->message->value(header::contact)).uri;
    if (!parameter(read_uri(contact).parameters, "gr")) return not_applicable();
    return departs(place(o.message(), header::to), "another subscription in a dialog whose remote target is a GRUU",
                   "a dialog of its own", contact);
}

ruling cancelled(const occasion& o) {
    if (!o.is_request("CANCEL") || !o.cancelled) return not_applicable();
    const auto method = o.cancelled->request->message->method();
    if (method != "SUBSCRIBE" && method != "NOTIFY") return not_applicable();
    return departs(0, "a CANCEL for a SUBSCRIBE or NOTIFY", "none", method);
}

ruling request_terminated(const occasion& o) {
    if (!o.is_response("SUBSCRIBE") && !o.is_response("NOTIFY")) return not_applicable();
    if (o.message().status() != 487) return conforms();
    return departs(0, "487 to a SUBSCRIBE or NOTIFY, which CANCEL may not touch", "another status", "487");
}

// RFC 6665 section 5.4.9, RFC 3856 section 6.9: presence keeps to one dialog.
ruling second_dialog_accepted(const occasion& o) {
    if (!o.is_response("NOTIFY") || !o.is_success() || !o.transaction || !o.transaction->request)
        return not_applicable();
    const auto& s = o.transaction->subscription;
    if (!s || s->event != "presence" || !s->initial || !s->accepted) return not_applicable();
    const auto first = read_outline(*s->accepted->message).to_tag;
    if (!first || first == o.transaction->asked.from_tag) return conforms();
    return suspect(0, "a NOTIFY that makes a second dialog out of one presence SUBSCRIBE was accepted", "481",
                   std::to_string(o.message().status()));
}

constexpr std::array table = {
    rule{"asked-again-after-rejected", "RFC6665-4.1.3-14", asked_again<rejected>, basis::exchange},
    rule{"asked-again-after-noresource", "RFC6665-4.1.3-17", asked_again<noresource>, basis::exchange},
    rule{"asked-again-after-invariant", "RFC6665-4.1.3-18", asked_again<invariant>, basis::exchange},
    rule{"asked-before-retry-after", "RFC6665-4.1.3-11", asked_too_early<waits::plainly>, basis::exchange},
    rule{"asked-before-probation-ends", "RFC6665-4.1.3-13", asked_too_early<waits::probation>, basis::exchange},
    rule{"asked-too-early-after-giveup", "RFC6665-4.1.3-16", asked_too_early<waits::giveup>, basis::exchange},
    rule{"old-dialog-after-deactivated", "RFC6665-4.4.2-1", migrated_in_old_dialog, basis::exchange},
    rule{"old-call-id-after-failure", "RFC6665-4.1.2.2-2", call_id_after_failure, basis::exchange},
    rule{"refreshed-after-terminated", "RFC6665-4.1.3-7", refreshed_after_terminated, basis::exchange},
    rule{"refreshed-after-lapse", "RFC6665-3.1.1-5", refreshed_after_lapse, basis::exchange},
    rule{"contact-expires-in-subscribe", "RFC6665-3.1.1-6", contact_expires},
    rule{"option-tag-for-events", "RFC6665-4.1.1-1", option_tag_for_events},
    rule{"early-notify-refused", "RFC6665-4.1.2.4-5", early_notify_refused, basis::exchange},
    rule{"own-package-refused", "RFC6665-4.1.3-19", own_package_refused, basis::exchange},
    rule{"last-notify-refused", "RFC6665-4.4.1-3", last_notify_refused, basis::exchange},
    rule{"notify-answered-late", "RFC6665-4.1.3-21", notify_answered_late, basis::exchange},
    rule{"subscribe-answered-late", "RFC6665-4.2.1.1-1", subscribe_answered_late, basis::exchange},
    rule{"notify-in-another-dialog", "RFC6665-4.2.1.2-3", notify_from_another_dialog, basis::exchange},
    rule{"fetch-not-terminated", "RFC6665-4.4.3-1", fetch_not_terminated, basis::exchange},
    rule{"package-not-in-allow-events", "RFC6665-4.4.4-1", package_not_listed, basis::exchange},
    rule{"gruu-dialog-reused", "RFC6665-4.5.2-1", gruu_dialog_reused, basis::exchange},
    rule{"subscribe-cancelled", "RFC6665-4.6-3", cancelled, basis::exchange},
    rule{"487-to-subscribe", "RFC6665-4.6-2", request_terminated},
    rule{"second-dialog-accepted", "RFC3856-6.9-1", second_dialog_accepted, basis::exchange},
};

} // namespace

rule_section rfc6665_4_1_rules() { return table; }

} // namespace simplespec::scenarios
