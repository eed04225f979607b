// RFC 3856, the presence package; with what RFC 6665 section 3.2.1 says of bodies, and watcher information
// (RFC 3857).
#include "scenarios/rules/body.hpp"
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <array>

namespace simplespec::scenarios {

using sip::header;

namespace {

std::string_view default_type(std::string_view package) {
    if (package == "presence") return "application/pidf+xml";
    if (package == "presence.winfo") return "application/watcherinfo+xml";
    if (package == "message-summary") return "application/simple-message-summary";
    if (package == "dialog") return "application/dialog-info+xml";
    return {};
}

// Whether an Accept of these items takes the type; media-range as in RFC 3261 section 20.1.
bool takes(const std::vector<std::string_view>& accept, std::string_view essence) {
    const auto main = essence.substr(0, essence.find('/'));
    return std::ranges::any_of(accept, [&](auto item) {
        const auto range = head_of(item);
        return range == "*/*" || sip::iequal(range, essence) ||
               (range.ends_with("/*") && sip::iequal(range.substr(0, range.size() - 2), main));
    });
}

ruling accept_without(const occasion& o, std::string_view package, std::string_view type) {
    if (!o.is_request("SUBSCRIBE") || o.outline.event != package || !o.message().has(header::accept))
        return not_applicable();
    if (takes(items(o.message(), header::accept), type)) return conforms();
    return departs(place(o.message(), header::accept), "Accept does not list the package's default type",
                   std::string(type), o.message().value(header::accept));
}
ruling accept_without_pidf(const occasion& o) {
    return accept_without(o, "presence", "application/pidf+xml");
}
ruling accept_without_winfo(const occasion& o) {
    return accept_without(o, "presence.winfo", "application/watcherinfo+xml");
}

/// The SUBSCRIBE whose Accept counts for this NOTIFY; null where that is not certain.
const sip::message* subscribe_of(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request("NOTIFY") || !o.body || !s || !s->latest) return nullptr;
    // While a refresh is on its way nobody knows which of the two Accepts the notifier has.
    if (s->unanswered != 0 && (s->accepted || s->notifies != 0)) return nullptr;
    return &*s->latest->message;
}

ruling body_not_accepted(const occasion& o, bool presence) {
    const auto* subscribe = subscribe_of(o);
    if (subscribe == nullptr || !subscribe->has(header::accept) ||
        (o.outline.event == "presence") != presence)
        return not_applicable();
    const auto& entity = o.body->entity.value;
    const auto accept = items(*subscribe, header::accept);
    if (!entity.typed || takes(accept, entity.type.essence())) return conforms();
    return departs(place(o.message(), header::content_type),
                   "the body's type is not in the Accept of the SUBSCRIBE",
                   std::string(subscribe->value(header::accept)), entity.type.essence());
}
ruling presence_body_not_accepted(const occasion& o) { return body_not_accepted(o, true); }
ruling other_body_not_accepted(const occasion& o) { return body_not_accepted(o, false); }

// RFC 4662 section 4.3: what the members' state is written in is asked for by the same Accept.
ruling list_part_not_accepted(const occasion& o) {
    const auto* subscribe = subscribe_of(o);
    if (subscribe == nullptr || !subscribe->has(header::accept)) return not_applicable();
    const auto& whole = o.body->entity.value;
    const auto* root = mime::root_part(whole);
    if (root == nullptr || root == &whole || !root->type.is("application/rlmi+xml")) return not_applicable();
    const auto accept = items(*subscribe, header::accept);
    ruling out = conforms();
    for (const auto& part : whole.parts)
        if (!takes(accept, part.type.essence()))
            out.found.push_back({{}, {}, o.body->offset + part.offset, "the part's type is not in the Accept of the SUBSCRIBE",
                                 std::string(subscribe->value(header::accept)), part.type.essence()});
    return out;
}

ruling body_not_default(const occasion& o, bool presence) {
    const auto* subscribe = subscribe_of(o);
    if (subscribe == nullptr || subscribe->has(header::accept) || (o.outline.event == "presence") != presence)
        return not_applicable();
    const auto type = default_type(o.outline.event);
    const auto& entity = o.body->entity.value;
    if (type.empty() || !entity.typed || entity.type.is(type)) return conforms();
    return departs(place(o.message(), header::content_type),
                   "the SUBSCRIBE had no Accept, and this is not the default type", std::string(type),
                   entity.type.essence());
}
ruling presence_body_not_default(const occasion& o) { return body_not_default(o, true); }
ruling other_body_not_default(const occasion& o) { return body_not_default(o, false); }

// RFC 3856 section 6.10: not more than one in five seconds; those that a SUBSCRIBE calls for are owed at
// once.
ruling too_often(const occasion& o) {
    const auto s = o.subscription;
    if (!o.is_request("NOTIFY") || o.repeated || o.outline.event != "presence" || !s || s->notifies < 2)
        return not_applicable();
    if (!s->last_notify || !s->notified_since || s->unanswered != 0 || o.seen->retyped)
        return not_applicable();
    if (sip::iequal(head_of(o.message().value(header::subscription_state)), "terminated"))
        return not_applicable();
    if (s->latest && s->latest->at.steady + std::chrono::seconds(5) > o.seen->at.steady)
        return not_applicable();
    if (o.seen->at.steady - s->last_notify->at.steady >= std::chrono::milliseconds(4900)) return conforms();
    return suspect(0, "two NOTIFYs of one presentity within five seconds", "at most one in five seconds");
}

// The presence package defines no parameter of its own for Event; RFC 6665 has id, RFC 6446 its rates.
ruling event_parameter(const occasion& o) {
    if ((!o.is_request("SUBSCRIBE") && !o.is_request("NOTIFY")) || o.outline.event != "presence")
        return not_applicable();
    const auto value = o.message().value(header::event);
    for (const auto one : parameter_names(tail_of(value)))
        if (one != "id" && !one.ends_with("-rate") && !one.ends_with("-interval"))
            return suspect(place(o.message(), one), "a parameter that the presence package does not define",
                           "none", one);
    return conforms();
}

ruling target_scheme(const occasion& o) {
    if (!o.is_request("SUBSCRIBE") || o.outline.event != "presence") return not_applicable();
    const auto scheme = read_uri(o.message().request_uri()).scheme;
    if (sip::iequal(scheme, "sip") || sip::iequal(scheme, "sips")) return conforms();
    return departs(place(o.message(), o.message().request_uri()),
                   "the presentity's URI was not resolved to one of SIP", "sip: or sips:", scheme);
}

ruling default_lengthened(const occasion& o) {
    if (!o.is_response("SUBSCRIBE") || !o.is_success() || !o.transaction || !o.transaction->request ||
        o.transaction->asked.event != "presence" || o.transaction->request->message->has(header::expires))
        return not_applicable();
    if (!o.outline.expires || *o.outline.expires <= 3600) return conforms();
    return departs(place(o.message(), header::expires), "a SUBSCRIBE without Expires gets more than the default",
                   "at most 3600", o.message().value(header::expires));
}

const document* presence_of(const occasion& o) {
    const auto* d = o.body && !o.seen->truncated ? o.body->of_type("application/pidf+xml") : nullptr;
    return d != nullptr && d->xml.value ? d : nullptr;
}

ruling entity_scheme(const occasion& o) {
    const auto* d = presence_of(o);
    if (d == nullptr || d->xml.value->find("entity") == nullptr) return not_applicable();
    const auto scheme = read_uri(*d->xml.value->find("entity")).scheme;
    for (const auto known : {"pres", "sip", "sips", "im", "tel"})
        if (sip::iequal(scheme, known)) return conforms();
    return departs(d->offset + d->xml.value->offset, "the entity is no URI of a presentity", "pres: or sip:",
                   *d->xml.value->find("entity"));
}

// absolute-URI = scheme ":" hier-part; of a name without a scheme nobody else can tell whose it is.
ruling namespace_relative(const occasion& o) {
    const auto* d = presence_of(o);
    if (d == nullptr) return not_applicable();
    for (const auto& one : d->xml.value->declared)
        if (!one.uri.empty() && one.uri.find(':') == std::string::npos)
            return departs(d->offset + d->xml.value->offset, "a namespace is named by no absolute URI",
                           "an absolute URI", one.uri);
    return conforms();
}

// RFC 3856 section 6.7: who was let in after waiting sees at once how the presentity is.
ruling let_in_without_document(const occasion& o) {
    const auto& s = o.subscription;
    if (!o.is_request("NOTIFY") || o.outline.event != "presence" || o.repeated || !s || !s->last_notify)
        return not_applicable();
    const auto state = [](const sip::message& m) { return head_of(m.value(header::subscription_state)); };
    if (!sip::iequal(state(*s->last_notify->message), "pending") || !sip::iequal(state(o.message()), "active"))
        return not_applicable();
    if (!o.message().body().empty()) return conforms();
    return departs(place(o.message(), header::subscription_state),
                   "the subscription became active, and the NOTIFY that says so has no presence document",
                   "the current presence document", "no body");
}

constexpr std::array table = {
    rule{"presence-let-in-without-document", "RFC3856-6.7-4", let_in_without_document, basis::exchange},
    rule{"presence-target-not-sip", "RFC3856-5-1", target_scheme},
    rule{"presence-default-lengthened", "RFC3856-6.4-1", default_lengthened, basis::exchange},
    rule{"entity-scheme", "RFC3863-4.1.1-5", entity_scheme},
    rule{"namespace-not-absolute", "RFC3863-4.2.2-1", namespace_relative},
    rule{"accept-without-pidf", "RFC3856-6.5-3", accept_without_pidf},
    rule{"accept-without-watcherinfo", "RFC3857-4.5-2", accept_without_winfo},
    rule{"presence-body-not-accepted", "RFC3856-6.7-6", presence_body_not_accepted, basis::exchange},
    rule{"presence-body-not-default", "RFC3856-6.7-7", presence_body_not_default, basis::exchange},
    rule{"notify-body-not-accepted", "RFC6665-3.2.1-3", other_body_not_accepted, basis::exchange},
    rule{"list-part-not-accepted", "RFC4662-4.3-9", list_part_not_accepted, basis::exchange},
    rule{"notify-body-not-default", "RFC6665-3.2.1-3", other_body_not_default, basis::exchange},
    rule{"notify-too-often", "RFC3856-6.10-1", too_often, basis::exchange},
    rule{"presence-event-parameter", "RFC3856-6.2-1", event_parameter},
};

} // namespace

rule_section rfc3856_rules() { return table; }

} // namespace simplespec::scenarios
