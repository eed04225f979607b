// RFC 3903, publication: what the EPA sends (section 4) and what the ESC answers (section 6).
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <array>

namespace simplespec::scenarios {

using sip::header;

namespace {

bool publishes(const occasion& o) { return o.is_request("PUBLISH"); }
bool answers(const occasion& o) { return o.is_response("PUBLISH") && o.is_final(); }
bool accepts(const occasion& o) { return answers(o) && o.message().status() == 200; }

const sip::message* request_of(const occasion& o) {
    return o.transaction && o.transaction->request ? &*o.transaction->request->message : nullptr;
}

ruling event_missing(const occasion& o) {
    if (!publishes(o)) return not_applicable();
    if (o.message().has(header::event)) return conforms();
    return departs(0, "a PUBLISH without Event", "Event");
}

ruling event_several(const occasion& o) {
    if (!publishes(o)) return not_applicable();
    const auto all = items(o.message(), header::event);
    if (all.size() <= 1) return conforms();
    return departs(place(o.message(), all[1]), "a PUBLISH names several event packages", "exactly one",
                   all[1]);
}

// RFC 3903 section 4.1: Event names the package of what is published, and PIDF is that of one package.
ruling event_of_another_package(const occasion& o) {
    if (!publishes(o) || o.outline.event.empty()) return not_applicable();
    const auto type = head_of(o.message().value(header::content_type));
    if (!sip::iequal(type, "application/pidf+xml")) return not_applicable();
    if (o.outline.event == "presence") return conforms();
    return suspect(place(o.message(), header::event), "a presence document is published for another package",
                   "presence", o.outline.event);
}

ruling match_several(const occasion& o) {
    if (!publishes(o)) return not_applicable();
    const auto all = items(o.message(), header::sip_if_match);
    if (all.empty()) return not_applicable();
    if (all.size() == 1) return conforms();
    return departs(place(o.message(), all[1]), "SIP-If-Match holds several entity-tags", "exactly one",
                   all[1]);
}

// entity-tag = token
bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, sip::is_token_char);
}

ruling match_form(const occasion& o) {
    const auto f = o.message().find(header::sip_if_match);
    if (!f || list_items(f->value).size() > 1) return not_applicable();
    if (is_token(f->value)) return conforms();
    return departs(f->value_offset, "SIP-If-Match is no token", "token", f->value);
}

ruling etag_form(const occasion& o) {
    const auto f = o.message().find(header::sip_etag);
    if (!f || list_items(f->value).size() > 1) return not_applicable();
    if (is_token(f->value)) return conforms();
    return departs(f->value_offset, "SIP-ETag is no token", "token", f->value);
}

ruling initial_without_body(const occasion& o) {
    if (!publishes(o) || o.message().has(header::sip_if_match) || o.outline.expires == 0U)
        return not_applicable();
    if (!o.message().body().empty()) return conforms();
    return departs(0, "an initial PUBLISH carries no event state", "a body");
}

ruling removal_with_body(const occasion& o) {
    if (!publishes(o) || !o.message().has(header::sip_if_match) || o.outline.expires != 0U)
        return not_applicable();
    if (o.message().body().empty()) return conforms();
    return departs(o.message().body_offset(), "a PUBLISH that removes carries a body", "no body");
}

ruling removal_without_tag(const occasion& o) {
    // With a body it is an initial publication that leaves nothing behind, odd but no removal.
    if (!publishes(o) || o.outline.expires != 0U || !o.message().body().empty()) return not_applicable();
    if (o.message().has(header::sip_if_match)) return conforms();
    return departs(place(o.message(), header::expires),
                   "a PUBLISH with Expires 0 names no publication to remove", "SIP-If-Match");
}

// A tag that was replaced or removed is of no use to the EPA that saw the answer.
ruling stale_tag(const occasion& o) {
    if (!publishes(o) || o.repeated || !o.publication) return not_applicable();
    const auto known = o.publication->tags.find(o.message().value(header::sip_if_match));
    if (known == o.publication->tags.end()) return not_applicable();
    if (known->second.now == entity_tag::standing::live) return conforms();
    // Another EPA may have held it too, or the answer was lost on the way.
    return suspect(place(o.message(), header::sip_if_match),
                   "SIP-If-Match names an entity-tag that no longer holds",
                   "the entity-tag of the latest 2xx", known->first);
}

// RFC 3903 section 4: no new PUBLISH for the same Request-URI before the last one was answered or timed out.
ruling overlapping(const occasion& o) {
    if (!publishes(o) || o.repeated || !o.published_before) return not_applicable();
    const auto& last = *o.published_before;
    if (last.final || o.seen->at.steady - last.request->at.steady >= std::chrono::seconds(32))
        return conforms();
    // Two user agents may share an address, and the answer may have gone by unseen.
    return suspect(0, "a PUBLISH before the one before it was answered",
                   "one outstanding PUBLISH for a Request-URI");
}

ruling answer_without_expires(const occasion& o) {
    if (!accepts(o)) return not_applicable();
    if (o.message().has(header::expires)) return conforms();
    return departs(0, "the 200 to a PUBLISH has no Expires", "Expires");
}

ruling answer_without_etag(const occasion& o) {
    if (!accepts(o)) return not_applicable();
    if (o.message().has(header::sip_etag)) return conforms();
    return departs(0, "the 200 to a PUBLISH has no SIP-ETag", "SIP-ETag");
}

ruling answer_with_etags(const occasion& o) {
    if (!accepts(o) || !o.message().has(header::sip_etag)) return not_applicable();
    const auto all = items(o.message(), header::sip_etag);
    if (all.size() == 1) return conforms();
    return departs(place(o.message(), header::sip_etag),
                   "the 200 to a PUBLISH has not exactly one entity-tag", "one",
                   o.message().value(header::sip_etag));
}

ruling lifetime_lengthened(const occasion& o) {
    if (!accepts(o) || !request_of(o) || !o.outline.expires || !o.transaction->asked.expires)
        return not_applicable();
    if (*o.outline.expires <= *o.transaction->asked.expires) return conforms();
    return departs(place(o.message(), header::expires), "the 200 grants more time than the PUBLISH asked for",
                   "at most " + std::to_string(*o.transaction->asked.expires),
                   o.message().value(header::expires));
}

ruling etag_kept(const occasion& o) {
    if (!accepts(o) || !request_of(o) || o.transaction->match.empty() || !o.message().has(header::sip_etag))
        return not_applicable();
    if (o.message().value(header::sip_etag) != o.transaction->match) return conforms();
    // A removal leaves no event state that a new entity-tag could name; whether it wants one all the same can
    // be argued.
    const auto finding = o.outline.expires == 0U || o.transaction->asked.expires == 0U ? suspect : departs;
    return finding(place(o.message(), header::sip_etag), "a successful PUBLISH did not get a new entity-tag",
                   "another than that of SIP-If-Match", o.transaction->match);
}

ruling etag_reused(const occasion& o) {
    if (!accepts(o) || o.repeated || !o.transaction || !o.transaction->publication) return not_applicable();
    const auto tag = o.message().value(header::sip_etag);
    const auto& known = o.transaction->publication->tags;
    const auto found = known.find(tag);
    if (found == known.end() || tag == o.transaction->match) return conforms();
    const bool held = found->second.now == entity_tag::standing::live;
    auto out = departs(place(o.message(), header::sip_etag),
                       held ? "the entity-tag already names another publication"
                            : "the entity-tag was assigned before",
                       "an entity-tag never assigned for this Request-URI", tag);
    if (held) out.found.front().requirement = "RFC3903-6-27";
    return out;
}

ruling stale_tag_accepted(const occasion& o) {
    if (!accepts(o) || !o.transaction || !o.transaction->matched) return not_applicable();
    const auto& known = *o.transaction->matched;
    if (known.now != entity_tag::standing::live)
        return departs(0, "a PUBLISH whose entity-tag no longer holds was accepted", "412", "200");
    const auto& request = *o.transaction->request;
    // Lifetimes are counted on two clocks; only long after the end is it told at all.
    if (known.until && request.at.steady > *known.until + std::chrono::seconds(10))
        return suspect(0, "a PUBLISH whose entity-tag had expired was accepted", "412", "200");
    return conforms();
}

// Without SIP-If-Match there is no condition that could fail.
ruling unconditional_412(const occasion& o) {
    if (!answers(o) || o.message().status() != 412 || !request_of(o)) return not_applicable();
    if (request_of(o)->has(header::sip_if_match)) return conforms();
    return suspect(0, "412 to a PUBLISH without SIP-If-Match", "another status", "412");
}

ruling unasked_423(const occasion& o) {
    if (!answers(o) || o.message().status() != 423 || !request_of(o)) return not_applicable();
    if (o.transaction->asked.expires != 0U) return conforms();
    return departs(0, "423 to a PUBLISH with Expires 0", "no minimum for a removal", "423");
}

ruling min_expires_missing(const occasion& o) {
    if (!answers(o) || o.message().status() != 423) return not_applicable();
    if (o.message().has(header::min_expires)) return conforms();
    return departs(0, "423 without Min-Expires", "Min-Expires");
}

// A minimum that is not above what was asked for does not explain the refusal.
ruling min_expires_not_above(const occasion& o) {
    if (!answers(o) || o.message().status() != 423 || !request_of(o) || !o.transaction->asked.expires)
        return not_applicable();
    const auto least = read_number(o.message().value(header::min_expires));
    if (!least) return not_applicable();
    if (*least > *o.transaction->asked.expires) return conforms();
    return departs(place(o.message(), header::min_expires), "the interval asked for is not below Min-Expires",
                   "more than " + std::to_string(*o.transaction->asked.expires), std::to_string(*least));
}

ruling record_route(const occasion& o) {
    if (!o.is_response("PUBLISH")) return not_applicable();
    const auto f = o.message().find(header::record_route);
    if (!f) return conforms();
    return departs(f->offset, "a response to PUBLISH has a Record-Route", "no Record-Route", f->value);
}

ruling missing_event_not_489(const occasion& o) {
    if (!answers(o) || !request_of(o) || request_of(o)->has(header::event)) return not_applicable();
    if (!o.is_success()) return conforms();
    return departs(0, "a PUBLISH without Event was accepted", "489", std::to_string(o.message().status()));
}

ruling bad_event_without_list(const occasion& o) {
    if (!o.is_response("PUBLISH") || o.message().status() != 489) return not_applicable();
    if (o.message().has(header::allow_events)) return conforms();
    return departs(0, "489 without Allow-Events", "Allow-Events");
}

ruling empty_initial_accepted(const occasion& o) {
    if (!accepts(o) || !request_of(o) || request_of(o)->has(header::sip_if_match)) return not_applicable();
    if (!request_of(o)->body().empty() || o.transaction->asked.expires == 0U) return not_applicable();
    return departs(0, "an initial PUBLISH without a body was accepted", "400",
                   std::to_string(o.message().status()));
}

ruling push_back(const occasion& o) {
    if (!answers(o) || o.message().status() != 503) return not_applicable();
    if (o.message().has(header::retry_after)) return conforms();
    return departs(0, "503 to a PUBLISH without Retry-After", "Retry-After");
}

// RFC 3903 section 5: after 412 the tag is discarded, and the same request is not sent again.
ruling resent_after_412(const occasion& o) {
    if (!publishes(o) || o.repeated || !o.published_before) return not_applicable();
    const auto& last = *o.published_before;
    if (!last.final || last.final->message->status() != 412) return not_applicable();
    if (o.message().value(header::sip_if_match) != last.match || last.match.empty()) return conforms();
    return departs(place(o.message(), header::sip_if_match),
                   "a PUBLISH that got 412 is sent again with the same entity-tag", "no SIP-If-Match",
                   last.match);
}

ruling shorter_than_minimum(const occasion& o) {
    if (!publishes(o) || o.repeated || !o.published_before || o.outline.expires.value_or(0) == 0)
        return not_applicable();
    const auto& last = *o.published_before;
    if (!last.final || last.final->message->status() != 423) return not_applicable();
    const auto least = read_number(last.final->message->value(header::min_expires));
    if (!least || *o.outline.expires >= *least) return conforms();
    return departs(place(o.message(), header::expires), "a PUBLISH after 423 asks for less than Min-Expires",
                   "at least " + std::to_string(*least), o.message().value(header::expires));
}

constexpr std::array table = {
    rule{"publish-without-event", "RFC3903-4.1-1", event_missing},
    rule{"publish-several-events", "RFC3903-4.1-1", event_several},
    rule{"presence-for-another-package", "RFC3903-4.1-1", event_of_another_package},
    rule{"sip-if-match-several", "RFC3903-4.1-2", match_several},
    rule{"sip-if-match-form", "RFC3903-12-G1", match_form},
    rule{"sip-etag-form", "RFC3903-12-G1", etag_form},
    rule{"initial-publish-without-body", "RFC3903-4.2-3", initial_without_body},
    rule{"removal-with-body", "RFC3903-4.5-2", removal_with_body},
    rule{"removal-without-sip-if-match", "RFC3903-4.5-1", removal_without_tag},
    rule{"stale-entity-tag-sent", "RFC3903-4.1-3", stale_tag, basis::exchange},
    rule{"publish-overlapping", "RFC3903-4-6", overlapping, basis::exchange},
    rule{"resent-after-412", "RFC3903-5-1", resent_after_412, basis::exchange},
    rule{"shorter-than-min-expires", "RFC3903-5-5", shorter_than_minimum, basis::exchange},
    rule{"publish-200-without-expires", "RFC3903-6-24", answer_without_expires},
    rule{"publish-200-without-etag", "RFC3903-6-25", answer_without_etag},
    rule{"publish-200-several-etags", "RFC3903-6-25", answer_with_etags},
    rule{"publish-lifetime-lengthened", "RFC3903-4.2-5", lifetime_lengthened, basis::exchange},
    rule{"entity-tag-kept", "RFC3903-6-26", etag_kept, basis::exchange},
    rule{"entity-tag-reused", "RFC3903-6-28", etag_reused, basis::exchange},
    rule{"stale-entity-tag-accepted", "RFC3903-6-11", stale_tag_accepted, basis::exchange},
    rule{"412-without-condition", "RFC3903-6-11", unconditional_412, basis::exchange},
    rule{"423-to-removal", "RFC3903-6-16", unasked_423, basis::exchange},
    rule{"423-without-min-expires", "RFC3903-6-17", min_expires_missing},
    rule{"423-minimum-not-above", "RFC3903-6-16", min_expires_not_above, basis::exchange},
    rule{"publish-record-route", "RFC3903-6-2", record_route},
    rule{"publish-without-event-accepted", "RFC3903-6-7", missing_event_not_489},
    rule{"489-without-allow-events", "RFC3903-11.1.1-2", bad_event_without_list},
    rule{"empty-initial-publish-accepted", "RFC3903-6-19", empty_initial_accepted},
    rule{"503-without-retry-after", "RFC3903-9-2", push_back},
};

} // namespace

rule_section rfc3903_rules() { return table; }

} // namespace simplespec::scenarios
