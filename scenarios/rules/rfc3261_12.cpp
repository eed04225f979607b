// RFC 3261 section 12, dialogs, as subscriptions have them.
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <array>

namespace simplespec::scenarios {

using sip::header;

namespace {

bool accepts_subscription(const occasion& o) {
    return o.is_response("SUBSCRIBE") && o.is_success() && o.message().status() != 204;
}

// A NOTIFY is sent in the dialog that the SUBSCRIBE's From tag began, so that its To has that tag.
ruling notify_outside_dialog(const occasion& o) {
    if (!o.is_request("NOTIFY") || !o.message().has(header::to)) return not_applicable();
    if (o.outline.to_tag && !o.outline.to_tag->empty()) return conforms();
    return departs(place(o.message(), header::to), "the To of a NOTIFY has no tag: it stands in no dialog",
                   "the tag of the subscriber", o.message().value(header::to));
}

// RFC 3261 section 12.2.1.1: the From tag is the local one, which the 2xx gave. Somebody else may have answered for another
// fork, but then not from the same place.
ruling notify_with_another_tag(const occasion& o) {
    if (!o.is_request("NOTIFY") || !o.subscription || o.repeated) return not_applicable();
    const auto& s = *o.subscription;
    const auto tag = o.outline.from_tag.value_or(std::string_view());
    if (!s.accepted || s.accepted->source.host != o.seen->source.host || s.notifier_tag.empty() || tag.empty())
        return not_applicable();
    if (tag == s.notifier_tag) return conforms();
    return suspect(place(o.message(), header::from), "the NOTIFY comes with another From tag than the 2xx to the SUBSCRIBE gave",
                   s.notifier_tag, tag);
}

ruling accepted_without_contact(const occasion& o) {
    if (!accepts_subscription(o)) return not_applicable();
    if (o.message().has(header::contact)) return conforms();
    // The answer to a refresh establishes nothing.
    if (o.transaction && o.transaction->asked.to_tag) return not_applicable();
    const auto finding = o.transaction ? departs : suspect;
    return finding(0, "a response that establishes a dialog has no Contact", "Contact", {});
}

// RFC 3261 section 12.1.2: the one URI of Contact becomes the remote target, and requests of SIP go there.
ruling accepted_without_target(const occasion& o) {
    if (!o.is_response("SUBSCRIBE") || !o.is_success()) return not_applicable();
    const auto contacts = items(o.message(), header::contact);
    if (contacts.empty()) return not_applicable();
    const auto scheme = read_uri(read_address(contacts.front()).uri).scheme;
    if (contacts.size() == 1 && (sip::iequal(scheme, "sip") || sip::iequal(scheme, "sips"))) return conforms();
    return suspect(place(o.message(), header::contact),
                   "the Contact of a response that establishes a dialog is no one place to reach", "one SIP or SIPS URI",
                   contacts.size() == 1 ? contacts.front() : "several");
}

ruling record_route_not_copied(const occasion& o) {
    if (!accepts_subscription(o) || !o.transaction || !o.transaction->request) return not_applicable();
    if (o.transaction->asked.to_tag) return not_applicable();
    const auto asked = items(*o.transaction->request->message, header::record_route);
    if (asked.empty()) return not_applicable();
    const auto answered = items(o.message(), header::record_route);
    if (std::ranges::equal(asked, answered)) return conforms();
    return departs(place(o.message(), header::record_route),
                   "the Record-Route of the request is not copied in order", std::string(asked.front()),
                   answered.empty() ? "none" : answered.front());
}

// One sequence number, and another message.
bool number_of_another(const occasion& o) {
    const auto& last = *o.before->last;
    if (*o.outline.cseq != o.before->cseq || !last.final || last.request->message->method() != o.message().method())
        return false;
    // What was accepted is not tried again elsewhere, and a second try has the body of the first.
    const auto status = last.final->message->status();
    return status >= 200 && status < 300 && last.request->message->body() != o.message().body();
}

// RFC 3261 section 12.2.1.1: increasing by one. A datagram may be overtaken by the next, and another address
// may be tried with the same number (RFC 3263 section 4.3), so that order alone proves it only where the wire
// keeps order.
ruling cseq_not_increasing(const occasion& o) {
    if (!o.is_request() || !o.before || !o.outline.cseq || o.repeated) return not_applicable();
    if (o.message().method() == "ACK" || o.message().method() == "CANCEL") return not_applicable();
    const auto& last = *o.before;
    if (*o.outline.cseq > last.cseq) return conforms();
    const bool reliable = sip::reliable(o.seen->source.via) && sip::reliable(last.last->request->source.via);
    const bool later = o.seen->at.steady - last.last->request->at.steady >= std::chrono::seconds(4);
    const bool falls = (reliable || later) && last.last->final && *o.outline.cseq < last.cseq;
    const auto finding = falls || number_of_another(o) ? departs : suspect;
    return finding(place(o.message(), header::cseq), "the CSeq does not grow within the dialog",
                   "more than " + std::to_string(last.cseq), o.message().value(header::cseq));
}

ruling cseq_gap(const occasion& o) {
    if (!o.is_request() || !o.before || !o.outline.cseq || o.repeated) return not_applicable();
    if (*o.outline.cseq <= o.before->cseq + 1) return conforms();
    // On one connection nothing is lost. Elsewhere what is missing may have been, or have gone to another address.
    const auto& last = *o.before->last->request;
    const bool whole = sip::reliable(o.seen->source.via) && last.source == o.seen->source &&
                       last.destination == o.seen->destination && o.outline.vias.size() == 1 && !o.seen->retyped;
    return (whole ? departs : suspect)(place(o.message(), header::cseq), "the CSeq grows by more than one within the dialog",
                   std::to_string(o.before->cseq + 1), o.message().value(header::cseq));
}

// The URIs of From and To stay those of the dialog; RFC 4916 lets an identity change where both sides support
// it.
ruling uris_changed(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request() || !s || !s->initial) return not_applicable();
    const auto began = read_outline(*s->initial->message);
    const bool notify = o.message().method() == "NOTIFY";
    if (!notify && !o.outline.to_tag) return not_applicable();
    const auto& local = notify ? began.to : began.from;
    const auto& remote = notify ? began.from : began.to;
    const bool from = same_place(o.outline.from.uri, local.uri);
    if (from && same_place(o.outline.to.uri, remote.uri)) return conforms();
    const auto finding = lists(*s->initial->message, header::supported, "from-change") ? suspect : departs;
    return finding(place(o.message(), from ? header::to : header::from),
                   from ? "the To URI is not the remote URI of the dialog"
                        : "the From URI is not the local URI of the dialog",
                   std::string(from ? remote.uri : local.uri), from ? o.outline.to.uri : o.outline.from.uri);
}

// A phone may watch its own address: where the SUBSCRIBE was not seen, the same URI on both ends is only
// told.
ruling notifier_is_subscriber(const occasion& o) {
    if (!o.is_request("NOTIFY") || (o.subscription && o.subscription->initial)) return not_applicable();
    if (o.outline.from.uri.empty() || !same_place(o.outline.from.uri, o.outline.to.uri)) return conforms();
    return suspect(place(o.message(), header::from),
                   "From and To of a NOTIFY whose SUBSCRIBE was not seen are the same URI",
                   "From as the To of the SUBSCRIBE", o.outline.from.uri);
}

// With an empty route set the Request-URI is the remote target: the Contact of the latest SUBSCRIBE.
ruling notify_target(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request("NOTIFY") || !s || !s->latest || s->unanswered != 0) return not_applicable();
    const auto& subscribe = *s->latest->message;
    if (subscribe.has(header::record_route) || o.message().has(header::route)) return not_applicable();
    const auto contacts = items(subscribe, header::contact);
    if (contacts.size() != 1) return not_applicable();
    const auto target = read_address(contacts[0]).uri;
    if (same_place(target, o.message().request_uri())) return conforms();
    // It may have left before a SUBSCRIBE with a new Contact came.
    const bool just_refreshed =
        s->accepted && o.seen->at.steady - s->accepted->at.steady < std::chrono::seconds(1);
    if (just_refreshed && s->initial &&
        same_place(read_address(s->initial->message->value(header::contact)).uri, o.message().request_uri()))
        return not_applicable();
    return departs(place(o.message(), o.message().request_uri()),
                   "the Request-URI of the NOTIFY is not the Contact of the SUBSCRIBE", std::string(target),
                   o.message().request_uri());
}

ruling refresh_target(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request("SUBSCRIBE") || !o.outline.to_tag || !s || !s->accepted || s->unanswered != 0)
        return not_applicable();
    if (s->accepted->message->has(header::record_route) || o.message().has(header::route))
        return not_applicable();
    std::vector<std::string_view> targets = items(*s->accepted->message, header::contact);
    if (s->last_notify)
        for (const auto contact : items(*s->last_notify->message, header::contact))
            targets.push_back(contact);
    if (targets.empty() || (s->last_notify && s->last_notify->message->has(header::record_route)))
        return not_applicable();
    for (const auto target : targets)
        if (same_place(read_address(target).uri, o.message().request_uri())) return conforms();
    return departs(place(o.message(), o.message().request_uri()),
                   "the Request-URI of a refresh is not the notifier's Contact", std::string(targets.back()),
                   o.message().request_uri());
}

ruling route_without_route_set(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request("NOTIFY") || !s || !s->initial || s->initial->message->has(header::record_route))
        return not_applicable();
    const auto f = o.message().find(header::route);
    if (!f) return conforms();
    // Its own outbound proxy may be in the way.
    return suspect(f->offset, "a NOTIFY has a Route although the dialog has no route set", "no Route",
                   f->value);
}

ruling target_refresh_without_contact(const occasion& o) {
    if (!o.is_request("NOTIFY")) return not_applicable();
    if (o.message().has(header::contact)) return conforms();
    return departs(0, "a request that refreshes the target has no Contact", "Contact");
}

// RFC 3261 section 12.2.2: a number lower than the one before is out of order, and gets 500.
ruling old_cseq_accepted(const occasion& o) {
    if (!o.is_response() || !o.is_success() || !o.transaction || !o.transaction->subscription)
        return not_applicable();
    const auto* s = o.transaction->subscription.get();
    if (o.message().method() != "SUBSCRIBE" || !o.transaction->asked.to_tag || !s->latest)
        return not_applicable();
    const auto latest = read_outline(*s->latest->message).cseq;
    const auto own = o.transaction->asked.cseq;
    if (!latest || !own || *own >= *latest) return conforms();
    return suspect(0, "a request with a lower CSeq than the one before was accepted", "500",
                   std::to_string(o.message().status()));
}

std::vector<std::string> uris(const sip::message& m, header field) {
    std::vector<std::string> out;
    for (const auto one : items(m, field)) out.emplace_back(read_address(one).uri);
    return out;
}
std::string joined(const std::vector<std::string>& all) {
    std::string out;
    for (const auto& one : all) out += (out.empty() ? "" : ", ") + one;
    return out;
}

// The route set of a notifier is the Record-Route of the SUBSCRIBE, in order. Seen before its last proxy, it lacks that one.
ruling route_set(const occasion& o, bool loose) {
    const auto s = o.subscription;
    if (!o.is_request("NOTIFY") || !s || !s->initial) return not_applicable();
    const auto routes = uris(*s->initial->message, header::record_route);
    if (routes.empty() || parameter(read_uri(routes.front()).parameters, "lr").has_value() != loose)
        return not_applicable();
    auto expected = routes;
    if (!loose) {
        if (!same_place(o.message().request_uri(), routes.front()))
            return suspect(place(o.message(), o.message().request_uri()),
                           "the Request-URI is not the strict router that comes first", routes.front(),
                           o.message().request_uri());
        expected.erase(expected.begin());
        expected.emplace_back(read_address(s->latest->message->value(header::contact)).uri);
    }
    const auto given = uris(o.message(), header::route);
    if (given == expected) return conforms();
    return suspect(place(o.message(), header::route), "the Route is not the route set of the dialog", joined(expected),
                   joined(given));
}
ruling loose_route_set(const occasion& o) { return route_set(o, true); }
ruling strict_route_set(const occasion& o) { return route_set(o, false); }

constexpr std::array table = {
    rule{"route-set-loose", "RFC3261-12.2.1.1-4", loose_route_set, basis::exchange},
    rule{"route-set-strict", "RFC3261-12.2.1.1-5", strict_route_set, basis::exchange},
    rule{"notify-without-to-tag", "RFC3261-12.2.1.1-1", notify_outside_dialog},
    rule{"notify-with-another-tag", "RFC3261-12.2.1.1-1", notify_with_another_tag, basis::exchange},
    rule{"accepted-without-contact", "RFC3261-12.1.1-2", accepted_without_contact},
    rule{"accepted-without-target", "RFC3261-12.1.1-2", accepted_without_target},
    rule{"record-route-not-copied", "RFC3261-12.1.1-1", record_route_not_copied, basis::exchange},
    rule{"cseq-not-increasing", "RFC3261-12.2.1.1-2", cseq_not_increasing, basis::exchange},
    rule{"cseq-gap", "RFC3261-12.2.1.1-2", cseq_gap, basis::exchange},
    rule{"dialog-uri-changed", "RFC3261-12.2.1.1-1", uris_changed, basis::exchange},
    rule{"notify-from-subscriber-itself", "RFC3261-12.2.1.1-1", notifier_is_subscriber},
    rule{"notify-not-to-remote-target", "RFC3261-12.2.1.1-3", notify_target, basis::exchange},
    rule{"refresh-not-to-remote-target", "RFC3261-12.2.1.1-3", refresh_target, basis::exchange},
    rule{"route-without-route-set", "RFC3261-12.2.1.1-3", route_without_route_set, basis::exchange},
    rule{"notify-without-contact", "RFC3261-12.2.1.1-6", target_refresh_without_contact},
    rule{"old-cseq-accepted", "RFC3261-12.2.2-2", old_cseq_accepted, basis::exchange},
};

} // namespace

rule_section rfc3261_12_rules() { return table; }

} // namespace simplespec::scenarios
