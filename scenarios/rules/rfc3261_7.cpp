// RFC 3261 section 7, messages; with what sections 18.3 and 20 say of body and length.
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace simplespec::scenarios {

using sip::header;

namespace {

ruling not_a_message(const occasion& o) {
    const auto& error = o.seen->message.error();
    return suspect(error.offset, "these octets are no SIP message: " + std::string(error.production),
                   std::string(error.expected));
}

// What the reader passed over: line ends, spacing, rows that are none. The lengths are judged by rules of
// their own.
ruling read_with_departures(const occasion& o) {
    ruling out = conforms();
    for (const auto& f : o.message().departures()) {
        if (f.rule.starts_with("content-length") || f.rule == "sip-version") continue;
        if (f.rule == "bare-lf" && o.seen->retyped) continue;
        if (f.rule == "no-empty-line" && o.seen->truncated) continue;
        out.found.push_back(f);
    }
    return out;
}

// SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT
ruling version(const occasion& o) {
    // Empty lines before the start line are not part of it (RFC 3261 section 7.5).
    const auto octets = o.message().octets();
    const auto from = std::min(octets.find_first_not_of("\r\n"), octets.size());
    const auto line = sip::trim(octets.substr(from, octets.find('\n', from) - from));
    const auto at = from + (o.is_response() ? 0 : line.rfind(' ') + 1);
    const auto spelled = octets.substr(at, 7);
    if (spelled == "SIP/2.0") return conforms();
    return departs(at, "the SIP-Version is not SIP/2.0 in upper case", "SIP/2.0", spelled);
}

// RFC 3261 section 7.1: no unescaped spaces or control characters, no angle brackets.
ruling request_uri_characters(const occasion& o) {
    if (!o.is_request()) return not_applicable();
    const auto uri = o.message().request_uri();
    const auto bad = std::ranges::find_if(uri, [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == '\x7f';
    });
    if (bad == uri.end()) return conforms();
    return departs(place(o.message(), uri),
                   "the Request-URI holds a space, a control character or an angle bracket",
                   "an unenclosed URI without white space", uri);
}

// RFC 3261 section 7.3.1: several rows only where the field is a comma list; the four of authentication are
// excepted.
ruling single_field_repeated(const occasion& o) {
    ruling out = conforms();
    std::array<bool, 256> seen{};
    for (const auto f : o.message().fields()) {
        const auto excepted = f.id == header::other || f.id == header::identity || sip::is_list(f.id) ||
                              f.id == header::www_authenticate || f.id == header::proxy_authenticate ||
                              f.id == header::authorization || f.id == header::proxy_authorization;
        auto& before = seen[static_cast<std::size_t>(f.id)];
        if (!excepted && before)
            out.found.push_back({{},
                                 {},
                                 f.offset,
                                 "a header field that is no comma list stands in several rows",
                                 "one row of " + std::string(name(f.id)),
                                 std::string(f.value)});
        before = true;
    }
    return out;
}

// Digest challenges and credentials do not follow the general form: a second scheme behind a comma is a
// second value.
ruling authentication_rows_combined(const occasion& o) {
    ruling out;
    for (const auto f : o.message().fields()) {
        if (f.id != header::www_authenticate && f.id != header::proxy_authenticate &&
            f.id != header::authorization && f.id != header::proxy_authorization)
            continue;
        out.applied = true;
        for (const auto item : list_items(f.value)) {
            if (item.data() == f.value.data() || !sip::iequal(item.substr(0, 7), "Digest ")) continue;
            if (!out.found.empty()) break;
            out.found.push_back({{},
                                 {},
                                 place(o.message(), item),
                                 "several challenges or credentials share one row",
                                 "a row each",
                                 std::string(f.value)});
        }
    }
    return out;
}

ruling parameter_repeated(const occasion& o) {
    ruling out = conforms();
    const auto check = [&](std::string_view parameters) {
        auto names = parameter_names(parameters);
        if (names.size() > 64) return;
        for (std::size_t i = 1; i < names.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                if (sip::iequal(names[i], names[j])) {
                    out.found.push_back({{},
                                         {},
                                         place(o.message(), names[i]),
                                         "a parameter stands twice in one header field",
                                         "each parameter name once",
                                         std::string(names[i])});
                    return;
                }
    };
    // In a response these are copies, and somebody else's where the request had them so.
    const auto repeats = [](std::string_view parameters) {
        std::set<std::string> seen;
        for (const auto name : parameter_names(parameters))
            if (!seen.insert(sip::lowercase(name)).second) return true;
        return false;
    };
    bool own = o.is_request();
    if (!own && can_be_copied(o)) {
        const auto& asked = o.transaction->asked;
        own = !repeats(asked.from.parameters) && !repeats(asked.to.parameters) &&
              std::ranges::none_of(asked.vias, [&](const auto& via) { return repeats(via.parameters); });
    }
    if (own) {
        for (const auto& via : o.outline.vias) check(via.parameters);
        check(o.outline.from.parameters);
        check(o.outline.to.parameters);
    }
    // A registrar writes expires, whatever else it repeats of a binding.
    if (o.is_response("REGISTER"))
        for (const auto one : items(o.message(), header::contact)) {
            std::size_t count = 0;
            for (const auto name : parameter_names(read_address(one).parameters)) count += sip::iequal(name, "expires") ? 1 : 0;
            if (count > 1) check(read_address(one).parameters);
        }
    for (const auto h : {header::event, header::subscription_state, header::content_type})
        check(tail_of(o.message().value(h)));
    return out;
}

ruling body_without_type(const occasion& o) {
    if (o.message().body().empty()) return not_applicable();
    if (o.message().has(header::content_type)) return conforms();
    return departs(o.message().body_offset(), "the body is described by no Content-Type", "Content-Type");
}

ruling chunked(const occasion& o) {
    const auto f = o.message().find("Transfer-Encoding");
    if (!f || !sip::iequal(f->value, "chunked")) return conforms();
    return departs(f->offset, "chunked transfer encoding is not for SIP", "no Transfer-Encoding", f->value);
}

ruling stream_without_length(const occasion& o) {
    if (!sip::reliable(o.seen->source.via) || o.seen->retyped) return not_applicable();
    if (o.message().has(header::content_length)) return conforms();
    return departs(0, "a message over a stream has no Content-Length", "Content-Length");
}

ruling length_is_no_number(const occasion& o) {
    const auto f = o.message().find(header::content_length);
    if (!f) return not_applicable();
    if (!f->value.empty() && std::ranges::all_of(f->value, sip::is_digit)) return conforms();
    return departs(f->value_offset, "Content-Length is not a decimal number", "1*DIGIT", f->value);
}

ruling length_is_false(const occasion& o) {
    const auto f = o.message().find(header::content_length);
    if (!f || o.seen->truncated) return not_applicable();
    const auto stated = read_number(f->value);
    if (!stated) return not_applicable();
    const auto there = o.message().octets().size() - o.message().body_offset();
    if (*stated == there) return conforms();
    // What follows the body in a datagram is no part of the message (RFC 3261 section 18.3): odd, and no more.
    const auto finding = o.seen->retyped || *stated < there ? suspect : departs;
    return finding(f->value_offset, "Content-Length is not the length of the body in octets",
                   std::to_string(there), f->value);
}

constexpr std::array table = {
    rule{"not-a-message", "RFC3261-25.1-2", not_a_message, basis::unreadable},
    rule{"message-grammar", "RFC3261-25.1-2", read_with_departures, basis::hop},
    rule{"sip-version", "RFC3261-7.1-3", version, basis::hop},
    rule{"request-uri-characters", "RFC3261-7.1-2", request_uri_characters},
    rule{"single-field-repeated", "RFC3261-7.3.1-3", single_field_repeated},
    rule{"authentication-rows-combined", "RFC3261-7.3.1-4", authentication_rows_combined},
    rule{"parameter-repeated", "RFC3261-7.3.1-5", parameter_repeated},
    rule{"body-without-content-type", "RFC3261-20.15-1", body_without_type},
    rule{"chunked-transfer", "RFC3261-7.4.2-1", chunked},
    rule{"stream-without-content-length", "RFC3261-18.3-5", stream_without_length, basis::hop},
    rule{"content-length-not-a-number", "RFC3261-25.1-2", length_is_no_number, basis::hop},
    rule{"content-length-false", "RFC3261-20.14-1", length_is_false, basis::hop},
};

} // namespace

rule_section rfc3261_7_rules() { return table; }

} // namespace simplespec::scenarios
