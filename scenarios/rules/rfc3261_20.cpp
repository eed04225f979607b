// RFC 3261 sections 20 and 25, header fields by their grammar. What the endpoint's own readers refuse to read
// strictly.
#include "scenarios/rules/sections.hpp"
#include "sip/headers/address.hpp"
#include "sip/headers/event.hpp"
#include "sip/headers/list.hpp"
#include "sip/headers/media.hpp"
#include "sip/headers/value.hpp"
#include "sip/headers/via.hpp"

#include <algorithm>
#include <array>

namespace simplespec::scenarios {

using sip::header;

namespace {

/// What is said of one message by one rule; a hostile list may depart in every item.
constexpr std::size_t complaints = 16;

void complain(ruling& out, std::size_t offset, const sip::parse_error& error, std::string_view value) {
    if (out.found.size() >= complaints) return;
    out.found.push_back({{},
                         {},
                         offset + error.offset,
                         "the value is not formed by the grammar of " + std::string(error.production),
                         std::string(error.expected),
                         std::string(value)});
}

// In a response these are copies: who sent the request is to blame, if anybody.
template <header H>
constexpr bool copied = H == header::via || H == header::from || H == header::to || H == header::call_id ||
                        H == header::cseq || H == header::record_route;

// What a response copied from a request that was unreadable, or was not seen, is not its sender's fault for
// certain.
template <header H, auto Parse>
bool excused(const occasion& o) {
    if (!copied<H> || !o.is_response()) return false;
    if (o.tainted || !o.transaction || !o.transaction->request) return true;
    for (const auto& item : sip::list_values(*o.transaction->request->message, H))
        if (!item.text.empty() && !Parse(item.text)) return true;
    return false;
}

// What the grammar allows and another clause does not, so that the readers refuse it: a number of any length, and a URI with
// headers outside of angle brackets (RFC 3261 section 20.10). Rules of their own speak of both.
template <header H>
bool within_grammar(std::string_view text) {
    if constexpr (H == header::cseq || H == header::expires || H == header::min_expires || H == header::retry_after ||
                  H == header::max_forwards) {
        const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
        const bool alone = digits == text.size() || H == header::cseq || H == header::retry_after;
        return alone && digits > 0 && !read_number(text.substr(0, digits));
    }
    if constexpr (H == header::from || H == header::to || H == header::contact)
        return text.find('<') == std::string_view::npos && text.find('?') != std::string_view::npos;
    return false;
}

// A field of one value: every row is read whole.
template <header H, auto Parse>
ruling one(const occasion& o) {
    ruling out;
    if (excused<H, Parse>(o)) return out;
    for (const auto f : o.message().fields()) {
        if (f.id != H) continue;
        out.applied = true;
        if (const auto read = Parse(f.value); !read && !within_grammar<H>(f.value))
            complain(out, f.value_offset, read.error(), f.value);
    }
    return out;
}

// A comma list: every item is read. An empty list is one of the grammar's choices for some of them, and
// harmless.
template <header H, auto Parse>
ruling each(const occasion& o) {
    ruling out;
    if (!o.message().has(H) || excused<H, Parse>(o)) return out;
    out.applied = true;
    for (const auto& item : sip::list_values(o.message(), H)) {
        if (item.text.empty()) continue;
        if (const auto read = Parse(item.text); !read && !within_grammar<H>(item.text))
            complain(out, item.offset, read.error(), item.text);
    }
    return out;
}

constexpr auto address = [](std::string_view t) { return sip::parse_address(t); };
constexpr auto route = [](std::string_view t) { return sip::parse_route(t); };
constexpr auto contact = [](std::string_view t) { return sip::parse_contact(t); };
constexpr auto via_parm = [](std::string_view t) { return sip::parse_via(t); };
constexpr auto cseq = [](std::string_view t) { return sip::parse_cseq(t); };
constexpr auto call_id = [](std::string_view t) { return sip::parse_call_id(t); };
constexpr auto number = [](std::string_view t) { return sip::parse_number(t); };
constexpr auto hops = [](std::string_view t) { return sip::parse_max_forwards(t); };
constexpr auto token = [](std::string_view t) { return sip::parse_token(t); };
constexpr auto event = [](std::string_view t) { return sip::parse_event(t); };
constexpr auto state = [](std::string_view t) { return sip::parse_subscription_state(t); };
constexpr auto media = [](std::string_view t) { return sip::parse_media_type(t); };
constexpr auto retry = [](std::string_view t) { return sip::parse_retry_after(t); };

// Request-URI = SIP-URI / SIPS-URI / absoluteURI
ruling request_uri(const occasion& o) {
    if (!o.is_request()) return not_applicable();
    const auto uri = o.message().request_uri();
    const auto read = sip::parse_uri(uri);
    if (read) return conforms();
    ruling out = conforms();
    complain(out, place(o.message(), uri), read.error(), uri);
    return out;
}

// RFC 3261 section 20.10: a URI with a comma, a question mark or a semicolon stands in angle brackets.
ruling unbracketed(const occasion& o) {
    ruling out;
    for (const auto h : {header::from, header::to, header::contact}) {
        if (h != header::contact && o.is_response()) continue; // copies
        for (const auto item : items(o.message(), h)) {
            const auto a = read_address(item);
            if (a.bracketed || a.uri == "*") continue;
            out.applied = true;
            if (a.uri.find('?') != std::string_view::npos)
                out.found.push_back({{},
                                     {},
                                     place(o.message(), item),
                                     "a URI with a question mark stands without brackets",
                                     "<URI>",
                                     std::string(item)});
        }
    }
    return out;
}

// UTF8-NONASCII of RFC 3261 section 25.1, in its shortest form as RFC 3629 section 4 has it.
bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i++]);
        if (c >= 0x80 && (c < 0xc2 || c > 0xf4)) return false;
        for (unsigned more = c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3; more > 0; --more, ++i)
            if (i >= text.size() || (static_cast<unsigned char>(text[i]) & 0xc0U) != 0x80U) return false;
    }
    return true;
}

// SIP-date = rfc1123-date: "Sat, 13 Nov 2010 23:29:00 GMT"
ruling date(const occasion& o) {
    const auto f = o.message().find(header::date);
    if (!f) return not_applicable();
    constexpr std::string_view shape = "aaa, 99 aaa 9999 99:99:99 GMT";
    bool fits = f->value.size() == shape.size();
    for (std::size_t i = 0; fits && i < shape.size(); ++i)
        fits = shape[i] == 'a'   ? sip::is_alpha(f->value[i])
               : shape[i] == '9' ? sip::is_digit(f->value[i])
                                 : f->value[i] == shape[i];
    if (fits) return conforms();
    return departs(f->value_offset, "Date is no SIP-date", "Sat, 13 Nov 2010 23:29:00 GMT", f->value);
}

// No production has a control character but HTAB, CRLF where a line is folded, and behind the backslash of a quoted-pair;
// in a quoted-string what is not ASCII is UTF-8.
ruling octets_of_values(const occasion& o) {
    ruling out = conforms();
    const auto add = [&](std::string_view value, std::size_t at, std::string what) {
        out.found.push_back({{}, {}, place(o.message(), value.substr(at)), std::move(what), {}, {}});
    };
    for (const auto f : o.message().fields()) {
        if (out.found.size() >= complaints) break;
        const auto v = f.value;
        bool quoted = false, escaped = false;
        for (std::size_t i = 0; i < v.size(); ++i) {
            const auto c = static_cast<unsigned char>(v[i]);
            const bool fold = c == '\n' || (c == '\r' && i + 1 < v.size() && v[i + 1] == '\n');
            if ((c < ' ' || c == 0x7f) && c != '\t' && !fold && (!escaped || c == '\r')) {
                add(v, i, "a header value holds a control character");
                break;
            }
            escaped = quoted && !escaped && c == '\\';
            if (c == '"' && (i == 0 || v[i - 1] != '\\')) quoted = !quoted;
        }
    }
    for (const auto h : {header::from, header::to, header::contact}) {
        if (h != header::contact && o.is_response()) continue; // copies
        for (const auto item : items(o.message(), h))
            if (item.starts_with('"') && !is_utf8(item))
                add(item, 0, "a display name in quotes is no UTF-8");
    }
    return out;
}

constexpr std::string_view grammar = "RFC3261-25.1-2";
constexpr std::string_view events = "RFC6665-8.4-G1";

constexpr std::array table = {
    rule{"request-uri-form", grammar, request_uri},
    rule{"header-value-octets", grammar, octets_of_values},
    rule{"via-form", grammar, each<header::via, via_parm>, basis::hop},
    rule{"from-form", grammar, one<header::from, address>},
    rule{"to-form", grammar, one<header::to, address>},
    rule{"call-id-form", grammar, one<header::call_id, call_id>},
    rule{"cseq-form", grammar, one<header::cseq, cseq>},
    rule{"contact-form", grammar, each<header::contact, contact>},
    rule{"route-form", grammar, each<header::route, route>},
    rule{"record-route-form", grammar, each<header::record_route, route>},
    rule{"max-forwards-form", grammar, one<header::max_forwards, hops>},
    rule{"expires-form", grammar, one<header::expires, number>},
    rule{"min-expires-form", grammar, one<header::min_expires, number>},
    rule{"retry-after-form", grammar, one<header::retry_after, retry>},
    rule{"supported-form", grammar, each<header::supported, token>},
    rule{"require-form", grammar, each<header::require, token>},
    rule{"unsupported-form", grammar, each<header::unsupported, token>},
    rule{"allow-form", grammar, each<header::allow, token>},
    rule{"accept-form", grammar, each<header::accept, media>},
    rule{"content-type-form", grammar, one<header::content_type, media>},
    rule{"date-form", grammar, date},
    rule{"address-without-brackets", "RFC3261-20.10-1", unbracketed},
    rule{"event-form", events, one<header::event, event>},
    rule{"allow-events-form", events, each<header::allow_events, token>},
    rule{"subscription-state-form", events, one<header::subscription_state, state>},
};

} // namespace

rule_section rfc3261_20_rules() { return table; }

} // namespace simplespec::scenarios
