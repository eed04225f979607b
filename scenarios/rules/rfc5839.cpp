// RFC 5839, conditional subscriptions.
#include "scenarios/rules/sections.hpp"

#include <array>

namespace simplespec::scenarios {

using sip::header;

namespace {

ruling conditions_several(const occasion& o) {
    if (!o.is_request("SUBSCRIBE") || !o.message().has(header::suppress_if_match)) return not_applicable();
    const auto all = items(o.message(), header::suppress_if_match);
    if (all.size() == 1) return conforms();
    return departs(place(o.message(), header::suppress_if_match),
                   "a conditional SUBSCRIBE holds several entity-tags", "exactly one",
                   o.message().value(header::suppress_if_match));
}

const sip::message* subscribe_of(const occasion& o) {
    if (!o.is_response("SUBSCRIBE") || o.message().status() != 204) return nullptr;
    return o.transaction && o.transaction->request ? &*o.transaction->request->message : nullptr;
}

ruling suppressed_unasked(const occasion& o) {
    const auto* asked = subscribe_of(o);
    if (asked == nullptr) return not_applicable();
    if (asked->has(header::suppress_if_match)) return conforms();
    return departs(0, "204 to a SUBSCRIBE that set no condition", "200 and a NOTIFY", "204");
}

// RFC 5839 section 6.3: the NOTIFY is only suppressed within a dialog; the first SUBSCRIBE always gets one.
ruling suppressed_initially(const occasion& o) {
    if (subscribe_of(o) == nullptr) return not_applicable();
    if (o.transaction->asked.to_tag) return conforms();
    return departs(0, "204 to a SUBSCRIBE outside a dialog", "200 and a NOTIFY", "204");
}

ruling star_generated(const occasion& o) {
    if (!o.is_request("NOTIFY") || !o.message().has(header::sip_etag)) return not_applicable();
    if (o.message().value(header::sip_etag) != "*") return conforms();
    return departs(place(o.message(), header::sip_etag), "the entity-tag of a NOTIFY is the star",
                   "another token", "*");
}

constexpr std::array table = {
    rule{"suppress-if-match-several", "RFC5839-5.2-1", conditions_several},
    rule{"204-unasked", "RFC5839-6.3-3", suppressed_unasked, basis::exchange},
    rule{"204-outside-dialog", "RFC5839-6.3-3", suppressed_initially, basis::exchange},
    rule{"star-as-entity-tag", "RFC5839-6.1-3", star_generated},
};

} // namespace

rule_section rfc5839_rules() { return table; }

} // namespace simplespec::scenarios
