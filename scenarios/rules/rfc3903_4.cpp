// RFC 3903, what an EPA does over several publications: sections 4 and 5, and what section 10 asks of documents.
#include "scenarios/rules/body.hpp"
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace simplespec::scenarios {

using sip::header;

namespace {

/// The PUBLISH before this one, where both are known to be of one EPA: same address, presentity, package and
/// Call-ID.
const transaction* last_of(const occasion& o) {
    if (!o.is_request("PUBLISH") || o.repeated || !o.published_before) return nullptr;
    const auto* last = o.published_before.get();
    return last->final && last->asked.call_id == o.outline.call_id ? last : nullptr;
}
int status_of(const transaction& t) { return t.final->message->status(); }
bool removes(const outline& asked) { return asked.expires == 0U; }

// RFC 3903 section 4: a Record-Route in a response to PUBLISH makes no route set.
ruling route_from_answer(const occasion& o) {
    const auto* last = last_of(o);
    if (last == nullptr || !last->final->message->has(header::record_route)) return not_applicable();
    const auto offered = items(*last->final->message, header::record_route);
    const auto before = items(*last->request->message, header::route);
    for (const auto one : items(o.message(), header::route)) {
        const auto uri = read_address(one).uri;
        const auto has = [&](const auto& all) {
            return std::ranges::any_of(all, [&](auto item) { return read_address(item).uri == uri; });
        };
        if (has(offered) && !has(before))
            return departs(place(o.message(), one), "a Route made of the Record-Route of a PUBLISH response",
                           "the route set of before", one);
    }
    return conforms();
}

// RFC 3903 section 4: PUBLISH makes no dialog, so the To tag of a response is nothing to come back to.
ruling to_tag_from_answer(const occasion& o) {
    const auto* last = last_of(o);
    if (last == nullptr || !o.outline.to_tag || last->asked.to_tag) return not_applicable();
    const auto answered = read_outline(*last->final->message).to_tag;
    if (answered != o.outline.to_tag) return conforms();
    return departs(place(o.message(), header::to), "the To tag of a PUBLISH response is used as if it made a dialog",
                   "no To tag", *o.outline.to_tag);
}

ruling tag_not_replaced(const occasion& o, bool modified) {
    const auto* last = last_of(o);
    if (last == nullptr || status_of(*last) != 200 || last->match.empty() || removes(last->asked))
        return not_applicable();
    if (last->request->message->body().empty() == modified) return not_applicable();
    const auto fresh = last->final->message->value(header::sip_etag);
    const auto used = o.message().value(header::sip_if_match);
    if (fresh.empty() || fresh == last->match || used.empty()) return not_applicable();
    if (used != last->match) return conforms();
    // The answer may have been lost on its way to the EPA.
    return suspect(place(o.message(), header::sip_if_match),
                   "the entity-tag of before is used although the last 200 gave a new one", std::string(fresh), used);
}
ruling refreshed_tag_kept(const occasion& o) { return tag_not_replaced(o, false); }
ruling modified_tag_kept(const occasion& o) { return tag_not_replaced(o, true); }

/// Whether the PUBLISH before left event state that still lives.
bool left_state(const occasion& o, const transaction& last) {
    if (status_of(last) != 200 || removes(last.asked)) return false;
    const auto granted = read_number(last.final->message->value(header::expires));
    return granted && *granted != 0 && last.final->message->has(header::sip_etag) &&
           o.seen->at.steady < last.final->at.steady + std::chrono::seconds(*granted);
}

ruling refresh_without_tag(const occasion& o) {
    const auto* last = last_of(o);
    if (last == nullptr || !o.message().body().empty() || removes(o.outline) || !left_state(o, *last))
        return not_applicable();
    if (o.message().has(header::sip_if_match)) return conforms();
    return suspect(0, "a PUBLISH that can only be a refresh names no publication", "SIP-If-Match",
                   "neither body nor SIP-If-Match");
}

// Each initial publication of the same EPA leaves one more event state behind until it expires.
ruling published_anew(const occasion& o) {
    const auto* last = last_of(o);
    if (last == nullptr || o.message().body().empty() || removes(o.outline) || !left_state(o, *last))
        return not_applicable();
    if (o.message().has(header::sip_if_match)) return conforms();
    return departs(0, "an initial PUBLISH although the event state of the one before still lives",
                   "a PUBLISH that modifies: SIP-If-Match " +
                       std::string(last->final->message->value(header::sip_etag)));
}

// RFC 3903 section 5: after 412 the state is published anew.
ruling not_anew_after_412(const occasion& o) {
    const auto* last = last_of(o);
    if (last == nullptr || status_of(*last) != 412 || last->match.empty()) return not_applicable();
    if (o.message().value(header::sip_if_match) != last->match) return conforms();
    return departs(place(o.message(), header::sip_if_match), "after 412 comes no initial publication",
                   "a body and no SIP-If-Match", last->match);
}

ruling discarded_tag(const occasion& o) {
    if (!o.is_request("PUBLISH") || o.repeated || !o.publication) return not_applicable();
    const auto used = o.message().value(header::sip_if_match);
    if (used.empty()) return not_applicable();
    if (!o.publication->refused.contains({sip::describe(o.seen->source), std::string(used)})) return conforms();
    return departs(place(o.message(), header::sip_if_match), "an entity-tag that got 412 is used again",
                   "an entity-tag of a later 200, or none", used);
}

// RFC 3903 section 8.2: an entity-tag is opaque; it comes back octet for octet.
ruling altered_tag(const occasion& o) {
    if (!o.is_request("PUBLISH") || o.repeated || !o.publication) return not_applicable();
    const auto used = o.message().value(header::sip_if_match);
    if (used.empty()) return not_applicable();
    const auto& known = o.publication->tags;
    if (known.contains(used)) return conforms();
    const auto bare = sip::trim(used.starts_with('"') && used.size() > 1 ? used.substr(1, used.size() - 2) : used);
    for (const auto& [tag, standing] : known)
        if (sip::iequal(tag, bare))
            return suspect(place(o.message(), header::sip_if_match), "an entity-tag comes back altered", tag, used);
    return not_applicable();
}

ruling refreshed_too_late(const occasion& o) {
    if (!o.is_request("PUBLISH") || o.repeated || !o.publication) return not_applicable();
    const auto known = o.publication->tags.find(o.message().value(header::sip_if_match));
    if (known == o.publication->tags.end() || !known->second.until ||
        known->second.now != entity_tag::standing::live)
        return not_applicable();
    // A second for the way and for two clocks.
    if (o.seen->at.steady <= *known->second.until + std::chrono::seconds(1)) return conforms();
    return departs(place(o.message(), header::sip_if_match), "a publication is refreshed after it expired",
                   "a PUBLISH within the time granted", known->first);
}

ruling before_retry_after(const occasion& o) {
    const auto* last = last_of(o);
    if (last == nullptr || status_of(*last) != 503) return not_applicable();
    const auto wait = read_number(head_of(last->final->message->value(header::retry_after)));
    if (!wait) return not_applicable();
    if (o.seen->at.steady + std::chrono::seconds(1) >= last->final->at.steady + std::chrono::seconds(*wait))
        return conforms();
    return departs(0, "a PUBLISH before the time of Retry-After is over", std::to_string(*wait) + " s after the 503");
}

// The tuples of a presence document, by id; the text of <contact> beside each.
using tuples = std::map<std::string, std::string, std::less<>>;
constexpr std::string_view pidf_ns = "urn:ietf:params:xml:ns:pidf";

std::optional<tuples> tuples_of(const body_reading* body) {
    const auto* d = body == nullptr ? nullptr : body->of_type("application/pidf+xml");
    if (d == nullptr || !d->well_formed()) return std::nullopt;
    tuples out;
    for (const auto& e : d->xml.value->children) {
        if (!e.is(pidf_ns, "tuple") || e.find("id") == nullptr) continue;
        const auto* contact = e.child(pidf_ns, "contact");
        out[*e.find("id")] = contact == nullptr ? std::string() : std::string(contact->trimmed());
    }
    return out;
}

struct two_states {
    tuples before, now;
};
/// What this PUBLISH modifies and what it makes of it; none where either is not known.
std::optional<two_states> modified_state(const occasion& o) {
    const auto* last = last_of(o);
    if (last == nullptr || status_of(*last) != 200 || o.outline.event != "presence") return std::nullopt;
    const auto used = o.message().value(header::sip_if_match);
    if (used.empty() || used != last->final->message->value(header::sip_etag)) return std::nullopt;
    auto before = tuples_of(read_body(*last->request->message).get());
    auto now = tuples_of(o.body.get());
    if (!before || !now || before->empty() || now->empty()) return std::nullopt;
    return two_states{std::move(*before), std::move(*now)};
}

ruling tuple_ids_replaced(const occasion& o) {
    const auto state = modified_state(o);
    if (!state) return not_applicable();
    for (const auto& [id, contact] : state->now)
        if (state->before.contains(id)) return conforms();
    // Each service may really have gone, and others have come.
    return suspect(o.body->offset, "a modified document keeps no tuple id of the one before",
                   state->before.begin()->first, state->now.begin()->first);
}

ruling tuple_id_changed(const occasion& o) {
    const auto state = modified_state(o);
    if (!state) return not_applicable();
    for (const auto& [id, contact] : state->now) {
        if (contact.empty() || state->before.contains(id)) continue;
        for (const auto& [old, same] : state->before)
            if (same == contact && !state->now.contains(old))
                return suspect(o.body->offset, "the tuple of " + contact + " got another id", old, id);
    }
    return conforms();
}

// RFC 3903 section 10.2: no body of a response has a meaning in presence.
ruling body_in_answer(const occasion& o) {
    if (!o.is_response("PUBLISH") || !o.is_success()) return not_applicable();
    if (o.message().body().empty()) return conforms();
    return departs(o.message().body_offset(), "the 2xx to a PUBLISH has a body", "no body");
}

// RFC 3903 section 11.1.1, tables 2 and 3.
ruling foreign_fields(const occasion& o) {
    if (!o.is_request("PUBLISH") && !o.is_response("PUBLISH")) return not_applicable();
    for (const auto field : {header::alert_info, header::in_reply_to, header::reply_to})
        if (const auto f = o.message().find(field))
            return departs(f->offset, "a header field that does not go with PUBLISH", "none", f->name);
    if (o.is_response() && o.is_success())
        if (const auto f = o.message().find(header::contact))
            return departs(f->offset, "the 2xx to a PUBLISH has a Contact", "no Contact", f->value);
    return conforms();
}

ruling method_case(const occasion& o) {
    if (!o.is_request()) return not_applicable();
    const auto method = o.message().method();
    if (!sip::iequal(method, "PUBLISH")) return not_applicable();
    if (method == "PUBLISH") return conforms();
    return departs(0, "method names compare case-sensitively: this is another method", "PUBLISH", method);
}

ruling lifetime_not_chosen(const occasion& o) {
    if (!o.is_response("PUBLISH") || o.message().status() != 200 || !o.transaction || !o.transaction->request ||
        o.transaction->asked.expires || o.transaction->request->message->has(header::expires))
        return not_applicable();
    if (!o.outline.expires || *o.outline.expires != 0) return conforms();
    return departs(place(o.message(), header::expires), "a PUBLISH without Expires gets no lifetime", "more than 0",
                   o.message().value(header::expires));
}

constexpr std::array table = {
    rule{"route-from-publish-answer", "RFC3903-4-3", route_from_answer, basis::exchange},
    rule{"publish-answer-taken-for-dialog", "RFC3903-4-7", to_tag_from_answer, basis::exchange},
    rule{"refresh-without-sip-if-match", "RFC3903-4.3-2", refresh_without_tag, basis::exchange},
    rule{"refreshed-tag-not-replaced", "RFC3903-4.3-3", refreshed_tag_kept, basis::exchange},
    rule{"modified-tag-not-replaced", "RFC3903-4.4-4", modified_tag_kept, basis::exchange},
    rule{"published-anew", "RFC3903-4.2-2", published_anew, basis::exchange},
    rule{"not-anew-after-412", "RFC3903-5-2", not_anew_after_412, basis::exchange},
    rule{"refused-tag-used-again", "RFC3903-5-3", discarded_tag, basis::exchange},
    rule{"entity-tag-altered", "RFC3903-8.2-1", altered_tag, basis::exchange},
    rule{"publication-refreshed-late", "RFC3903-4.3-1", refreshed_too_late, basis::exchange},
    rule{"publish-before-retry-after", "RFC3903-9-3", before_retry_after, basis::exchange},
    rule{"service-before-retry-after", "RFC3261-21.5.4-1", before_retry_after, basis::exchange},
    rule{"tuple-ids-replaced", "RFC3903-10.4-1", tuple_ids_replaced, basis::exchange},
    rule{"tuple-id-changed", "RFC3903-10.4-2", tuple_id_changed, basis::exchange},
    rule{"publish-answer-with-body", "RFC3903-10.2-1", body_in_answer},
    rule{"field-foreign-to-publish", "RFC3903-11.1.1-3", foreign_fields},
    rule{"publish-method-case", "RFC3903-11.1.1-1", method_case},
    rule{"publish-lifetime-not-chosen", "RFC3903-4.2-7", lifetime_not_chosen, basis::exchange},
};

} // namespace

rule_section rfc3903_4_rules() { return table; }

} // namespace simplespec::scenarios
