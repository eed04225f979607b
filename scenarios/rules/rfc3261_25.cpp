// RFC 3261 section 25.1, header fields by the grammar, and the extensions' fields by theirs. What no production can yield
// departs; what some production can, however odd, does not.
#include "scenarios/rules/sections.hpp"
#include "sip/headers/check.hpp"
#include "sip/headers/host.hpp"

#include <array>
#include <initializer_list>

namespace simplespec::scenarios {

using sip::header;

namespace {

/// What is said of one message by one rule; a hostile message may depart in every row.
constexpr std::size_t complaints = 16;

bool formed(const sip::message& m, std::initializer_list<header> fields) {
    for (const auto f : m.fields())
        for (const auto id : fields)
            if (f.id == id && sip::check_field(f.id, f.value)) return false;
    return true;
}

// In a response these are copies: who sent the request is to blame, if anybody. Unsupported repeats what Require named.
constexpr bool copied(header h) {
    return h == header::via || h == header::from || h == header::to || h == header::call_id || h == header::cseq ||
           h == header::record_route || h == header::timestamp || h == header::unsupported;
}

// In a request within a dialog these come from what set it up, and the other side had its part in that.
constexpr bool inherited(header h) {
    return h == header::from || h == header::to || h == header::call_id || h == header::route || h == header::event;
}

// Whether another may have chosen these octets: then their sender is not accused.
bool chosen_by_another(const occasion& o, header h) {
    if (o.is_response()) {
        if (!copied(h)) return false;
        if (o.tainted || !o.transaction || !o.transaction->request) return true;
        const auto& request = *o.transaction->request->message;
        return h == header::unsupported ? !formed(request, {header::require, header::proxy_require})
                                        : !formed(request, {h});
    }
    if (!o.outline.to_tag) return false;
    if (!o.subscription || !o.subscription->initial || o.tainted) return true;
    const auto fields = {header::from,         header::to,    header::call_id, header::contact,
                         header::record_route, header::event};
    for (const auto& seen : {o.subscription->initial, o.subscription->latest, o.subscription->accepted})
        if (seen && !formed(*seen->message, fields)) return true;
    return false;
}

template <header H>
ruling form(const occasion& o) {
    ruling out;
    if (!o.message().has(H)) return out;
    if ((o.is_response() ? copied(H) : inherited(H)) && chosen_by_another(o, H)) return out;
    out.applied = true;
    for (const auto f : o.message().fields()) {
        if (f.id != H || out.found.size() == complaints) continue;
        if (auto found = sip::check_row(f)) out.found.push_back(std::move(*found));
    }
    return out;
}

// extension-header = header-name HCOLON header-value: all fields that no other rule here knows.
ruling extension(const occasion& o) {
    const auto rule = sip::form_of(header::other).rule;
    ruling out;
    for (const auto f : o.message().fields()) {
        if (sip::form_of(f.id).rule != rule || f.id == header::content_length) continue;
        out.applied = true;
        if (out.found.size() == complaints) break;
        if (auto found = sip::check_row(f)) out.found.push_back(std::move(*found));
    }
    return out;
}

// Request-URI = SIP-URI / SIPS-URI / absoluteURI
ruling request_uri(const occasion& o) {
    if (!o.is_request() || chosen_by_another(o, header::contact)) return not_applicable();
    const auto uri = o.message().request_uri();
    sip::cursor in(uri);
    auto read = sip::match_uri(in);
    if (read && !in.at_end()) read = in.fail("Request-URI", "characters of a URI, others escaped");
    if (read) return conforms();
    const auto finding = sip::is_minor(read.error()) ? suspect : departs;
    return finding(place(o.message(), uri) + read.error().offset,
                   "the Request-URI is not formed by the grammar of " + std::string(read.error().production),
                   std::string(read.error().expected), uri);
}

template <header H>
constexpr rule row(std::string_view name, std::string_view requirement, basis on = basis::message) {
    return {name, requirement, form<H>, on};
}

constexpr std::string_view grammar = "RFC3261-25.1-2";
constexpr std::string_view product = "RFC3261-25.1-3";
constexpr std::string_view moment = "RFC3261-25.1-4";
constexpr std::string_view authentication = "RFC3261-25.1-5";
constexpr std::string_view content = "RFC3261-25.1-6";
constexpr std::string_view words = "RFC3261-25.1-7";
constexpr std::string_view events = "RFC6665-8.4-G1";

constexpr std::array table = {
    rule{"request-uri-form", grammar, request_uri},
    row<header::via>("via-form", grammar, basis::hop),
    row<header::from>("from-form", grammar),
    row<header::to>("to-form", grammar),
    row<header::reply_to>("reply-to-form", grammar),
    row<header::call_id>("call-id-form", grammar),
    row<header::cseq>("cseq-form", grammar),
    row<header::contact>("contact-form", grammar),
    row<header::route>("route-form", grammar),
    row<header::record_route>("record-route-form", grammar),
    row<header::max_forwards>("max-forwards-form", grammar, basis::hop),
    row<header::expires>("expires-form", grammar),
    row<header::min_expires>("min-expires-form", grammar),
    row<header::retry_after>("retry-after-form", grammar),
    row<header::supported>("supported-form", grammar),
    row<header::require>("require-form", grammar),
    row<header::unsupported>("unsupported-form", grammar),
    row<header::proxy_require>("proxy-require-form", grammar),
    row<header::allow>("allow-form", grammar),
    row<header::priority>("priority-form", grammar),
    row<header::accept>("accept-form", grammar),
    row<header::content_type>("content-type-form", grammar),
    row<header::date>("date-form", grammar),
    row<header::user_agent>("user-agent-form", product),
    row<header::server>("server-form", product),
    row<header::warning>("warning-form", moment),
    row<header::timestamp>("timestamp-form", moment),
    row<header::www_authenticate>("www-authenticate-form", authentication),
    row<header::proxy_authenticate>("proxy-authenticate-form", authentication),
    row<header::authorization>("authorization-form", authentication),
    row<header::proxy_authorization>("proxy-authorization-form", authentication),
    row<header::authentication_info>("authentication-info-form", authentication),
    row<header::accept_encoding>("accept-encoding-form", content),
    row<header::accept_language>("accept-language-form", content),
    row<header::content_encoding>("content-encoding-form", content),
    row<header::content_language>("content-language-form", content),
    row<header::content_disposition>("content-disposition-form", content),
    row<header::mime_version>("mime-version-form", content),
    row<header::subject>("subject-form", words),
    row<header::organization>("organization-form", words),
    rule{"extension-form", words, extension},
    row<header::event>("event-form", events),
    row<header::allow_events>("allow-events-form", events),
    row<header::subscription_state>("subscription-state-form", events),
    row<header::suppress_if_match>("suppress-if-match-form", "RFC5839-7.3-G1"),
};

} // namespace

rule_section rfc3261_25_rules() { return table; }

} // namespace simplespec::scenarios
