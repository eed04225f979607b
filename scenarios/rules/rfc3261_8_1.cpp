// RFC 3261 section 8.1, what a UAC puts into a request; with sections 10.2, 18.1.1 and 19.3.
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <array>

namespace simplespec::scenarios {

using sip::header;

namespace {

template <header H>
ruling required(const occasion& o) {
    if (!o.is_request()) return not_applicable();
    if (o.message().has(H)) return conforms();
    return departs(0, "the request has no " + std::string(name(H)), std::string(name(H)));
}

ruling from_tag(const occasion& o) {
    if (!o.is_request() || !o.message().has(header::from)) return not_applicable();
    if (o.outline.from_tag && !o.outline.from_tag->empty()) return conforms();
    return departs(place(o.message(), header::from), "From has no tag", "tag",
                   o.message().value(header::from));
}

// The tag that the sender of this message made up: From of a request, To of a response.
std::optional<std::string_view> own_tag(const occasion& o) {
    if (o.is_request()) return o.outline.from_tag;
    // A response repeats the To tag that its request came with: that one is not its sender's.
    if (!o.transaction || !o.transaction->request) return o.outline.to_tag;
    const auto asked = o.transaction->request->message->value(header::to);
    return parameter(tail_of(asked), "tag") ? std::nullopt : o.outline.to_tag;
}

// One character of a token has 72 values at most, so that three cannot hold 32 bits by far. Four and five
// cannot either, by the count; but the examples of the RFCs have such, so that more than a warning would
// accuse the wrong.
ruling tag_without_randomness(const occasion& o) {
    const auto tag = own_tag(o);
    if (!tag || tag->empty()) return not_applicable();
    if (tag->size() > 5) return conforms();
    const auto finding = tag->size() <= 3 ? departs : suspect;
    return finding(place(o.message(), *tag), "a tag of so few characters cannot hold 32 bits of randomness",
                   "at least 32 bits of randomness", *tag);
}

ruling cseq_method(const occasion& o) {
    if (!o.is_request() || o.outline.cseq_method.empty()) return not_applicable();
    if (o.outline.cseq_method == o.message().method()) return conforms();
    return departs(place(o.message(), o.outline.cseq_method), "the method of CSeq is not that of the request",
                   std::string(o.message().method()), o.outline.cseq_method);
}

// RFC 3261 section 8.1.1.5: less than 2**31.
ruling cseq_range(const occasion& o) {
    if (!o.is_request() || !o.message().has(header::cseq)) return not_applicable();
    const auto value = o.message().value(header::cseq);
    const auto digits = value.substr(0, std::min(value.find_first_not_of("0123456789"), value.size()));
    if (digits.empty()) return not_applicable();
    if (o.outline.cseq && *o.outline.cseq < (1U << 31U)) return conforms();
    return departs(place(o.message(), header::cseq), "the CSeq number is 2**31 or more",
                   "a number below 2147483648", digits);
}

ruling max_forwards_value(const occasion& o) {
    if (!o.is_request() || o.relayed || !o.message().has(header::max_forwards)) return not_applicable();
    const auto value = o.message().value(header::max_forwards);
    if (read_number(value) == 70U) return conforms();
    return departs(place(o.message(), header::max_forwards), "Max-Forwards does not start at 70", "70",
                   value);
}

ruling via_protocol(const occasion& o) {
    if (!o.is_request() || o.outline.vias.empty()) return not_applicable();
    const auto text = o.outline.vias.front().text;
    sip::cursor in(text);
    const auto name = in.token();
    in.take_separator('/');
    const auto version = in.token();
    if (sip::iequal(name, "SIP") && version == "2.0") return conforms();
    return departs(place(o.message(), text), "the Via does not name the protocol SIP/2.0", "SIP/2.0", text);
}

// The text has no keyword for it, and a gateway may have changed the transport under way.
ruling via_transport(const occasion& o) {
    if (!o.is_request() || o.outline.vias.empty() || o.seen->retyped) return not_applicable();
    const auto& via = o.outline.vias.front();
    if (sip::iequal(via.transport, name(o.seen->source.via))) return conforms();
    return suspect(place(o.message(), via.text), "the Via names another transport than the request came over",
                   std::string(name(o.seen->source.via)), via.transport);
}

ruling branch_missing(const occasion& o) {
    if (!o.is_request() || o.outline.vias.empty()) return not_applicable();
    const auto& via = o.outline.vias.front();
    if (!via.branch().empty()) return conforms();
    return departs(place(o.message(), via.text), "the top Via has no branch", "branch", via.text);
}

ruling branch_cookie(const occasion& o) {
    if (!o.is_request() || o.outline.vias.empty() || o.outline.vias.front().branch().empty())
        return not_applicable();
    const auto branch = o.outline.vias.front().branch();
    if (branch.starts_with("z9hG4bK")) return conforms();
    // Tokens compare case-insensitively, so that another case is still the cookie.
    if (sip::iequal(branch.substr(0, 7), "z9hG4bK"))
        return suspect(place(o.message(), branch), "the magic cookie is spelled in another case", "z9hG4bK",
                       branch);
    return departs(place(o.message(), branch), "the branch does not begin with the magic cookie", "z9hG4bK",
                   branch);
}

// Each hop puts a Via with a branch of its own on top.
ruling branch_twice(const occasion& o) {
    if (!o.is_request() || o.outline.vias.size() < 2) return not_applicable();
    const auto& top = o.outline.vias[0];
    const auto& next = o.outline.vias[1];
    const bool same = !top.branch().empty() && top.branch() == next.branch() && sip::iequal(top.host, next.host) &&
                      top.port == next.port;
    if (!same) return conforms();
    return departs(place(o.message(), next.text), "two Via values of one request are the same",
                   "a branch unique across space and time", next.text);
}

// The same branch for another request. ACK and CANCEL carry that of the INVITE, and are transactions of their
// own here.
ruling branch_reused(const occasion& o) {
    if (!o.is_request() || !o.repeated || !o.transaction || o.outline.vias.empty()) return not_applicable();
    if (!o.outline.vias.front().branch().starts_with("z9hG4bK")) return not_applicable();
    const auto& first = o.transaction->asked;
    if (o.transaction->request->source != o.seen->source) return not_applicable();
    if (first.call_id == o.outline.call_id && first.cseq == o.outline.cseq) return conforms();
    const auto branch = o.outline.vias.front().branch();
    return departs(place(o.message(), branch), "the branch of an earlier request is used for another one",
                   "a branch unique across space and time", branch);
}

// Requests that can establish a dialog: RFC 3261 section 8.1.1.8 has INVITE, RFC 6665 section 4.1.2.1
// SUBSCRIBE, and the REFER of RFC 3515.
bool may_form_dialog(const occasion& o) {
    return o.is_request("SUBSCRIBE") || o.is_request("INVITE") || o.is_request("REFER");
}

ruling contact_missing(const occasion& o) {
    if (!may_form_dialog(o)) return not_applicable();
    if (o.message().has(header::contact)) return conforms();
    return departs(0, "a request that can establish a dialog has no Contact", "exactly one Contact");
}

ruling contact_several(const occasion& o) {
    // A NOTIFY may come first and make the dialog (RFC 6665 section 4.4.1).
    if (!may_form_dialog(o) && !o.is_request("NOTIFY")) return not_applicable();
    const auto contacts = items(o.message(), header::contact);
    if (contacts.size() <= 1) return conforms();
    return departs(place(o.message(), contacts[1]),
                   "a request that can establish a dialog has several Contact values",
                   "exactly one SIP or SIPS URI", contacts[1]);
}

ruling contact_scheme(const occasion& o) {
    // A NOTIFY may come first and make the dialog (RFC 6665 section 4.4.1).
    if (!may_form_dialog(o) && !o.is_request("NOTIFY")) return not_applicable();
    const auto contacts = items(o.message(), header::contact);
    if (contacts.size() != 1) return not_applicable();
    const auto scheme = read_uri(read_address(contacts[0]).uri).scheme;
    if (sip::iequal(scheme, "sip") || sip::iequal(scheme, "sips")) return conforms();
    return departs(place(o.message(), contacts[0]), "the Contact is no SIP or SIPS URI",
                   "sip: or sips:", contacts[0]);
}

ruling contact_not_sips(const occasion& o) {
    if (!may_form_dialog(o)) return not_applicable();
    const auto routes = items(o.message(), header::route);
    const auto top = routes.empty() ? std::string_view() : read_address(routes[0]).uri;
    if (!sip::iequal(read_uri(o.message().request_uri()).scheme, "sips") &&
        !sip::iequal(read_uri(top).scheme, "sips"))
        return not_applicable();
    const auto contacts = items(o.message(), header::contact);
    if (contacts.size() != 1) return not_applicable();
    if (sip::iequal(read_uri(read_address(contacts[0]).uri).scheme, "sips")) return conforms();
    return departs(place(o.message(), contacts[0]), "a request to a SIPS URI has a Contact that is none",
                   "sips:", contacts[0]);
}

ruling initial_request_uri(const occasion& o) {
    if (!o.is_request("SUBSCRIBE") && !o.is_request("PUBLISH")) return not_applicable();
    if (o.outline.to_tag || o.relayed || o.message().has(header::route)) return not_applicable();
    if (same_place(o.message().request_uri(), o.outline.to.uri)) return conforms();
    return suspect(place(o.message(), o.message().request_uri()), "the Request-URI is not the URI of To",
                   std::string(o.outline.to.uri), o.message().request_uri());
}

// RFC 3261 section 18.1.1. Refused over TCP, or with a path MTU that is known, it may go over UDP: seen alone
// it proves nothing.
ruling too_large_for_udp(const occasion& o) {
    if (!o.is_request() || o.seen->source.via != sip::transport::udp) return not_applicable();
    const auto size = o.message().body_offset() + o.message().body().size();
    if (size <= 1300) return conforms();
    return suspect(0, "a request of more than 1300 octets went over UDP", "a congestion controlled transport",
                   std::to_string(size) + " octets");
}

ruling sips_without_tls(const occasion& o) {
    if (!o.is_request() || !sip::iequal(read_uri(o.message().request_uri()).scheme, "sips"))
        return not_applicable();
    if (o.seen->source.via == sip::transport::tls || o.seen->retyped) return conforms();
    return suspect(place(o.message(), o.message().request_uri()),
                   "a request to a SIPS URI went over a transport without TLS", "TLS",
                   name(o.seen->source.via));
}

// RFC 3261 section 10.2: the userinfo and "@" of a SIP URI are not present in the Request-URI of REGISTER.
ruling register_uri(const occasion& o) {
    if (!o.is_request("REGISTER")) return not_applicable();
    if (o.message().request_uri().find('@') == std::string_view::npos) return conforms();
    return departs(place(o.message(), o.message().request_uri()),
                   "the Request-URI of a REGISTER has a user part", "the domain of the registrar",
                   o.message().request_uri());
}

// RFC 3261 section 10.2: the address-of-record that is bound. A registrar refuses another (RFC 4475 section 3.3.4).
ruling register_address(const occasion& o) {
    if (!o.is_request("REGISTER") || o.outline.to.uri.empty()) return not_applicable();
    const auto scheme = read_uri(o.outline.to.uri).scheme;
    if (sip::iequal(scheme, "sip") || sip::iequal(scheme, "sips")) return conforms();
    return departs(place(o.message(), header::to), "the To of a REGISTER is no SIP or SIPS URI",
                   "sip: or sips:", o.outline.to.uri);
}

// A placeholder for a host makes the next request of the dialog go nowhere. A name is legal, so that it is
// only told.
ruling contact_elsewhere(const occasion& o) {
    if (!o.is_request("SUBSCRIBE") && !o.is_request("NOTIFY")) return not_applicable();
    const auto contacts = items(o.message(), header::contact);
    if (contacts.size() != 1 || o.outline.vias.size() != 1) return not_applicable();
    const auto host = read_uri(read_address(contacts[0]).uri).host;
    if (is_numeric_host(host) || !is_numeric_host(o.outline.vias[0].host)) return conforms();
    return suspect(place(o.message(), contacts[0]), "the Contact names a host where the Via has an address",
                   "a URI that reaches this instance", contacts[0]);
}

// RFC 3261 section 19.1.6: user=phone says that the user part is a telephone number.
ruling user_phone(const occasion& o) {
    if (!o.is_request()) return not_applicable();
    const auto uri = read_uri(o.message().request_uri());
    const auto user = parameter(uri.parameters, "user");
    if (!user || !sip::iequal(*user, "phone")) return not_applicable();
    if (uri.user.starts_with('+') || uri.user.find(";phone-context=") != std::string_view::npos)
        return conforms();
    return suspect(place(o.message(), o.message().request_uri()),
                   "user=phone with a user part that is no telephone number",
                   "a global number, or a local one with phone-context", o.message().request_uri());
}

constexpr std::array table = {
    rule{"request-without-to", "RFC3261-8.1.1-1", required<header::to>},
    rule{"request-without-from", "RFC3261-8.1.1-1", required<header::from>},
    rule{"request-without-cseq", "RFC3261-8.1.1-1", required<header::cseq>},
    rule{"request-without-call-id", "RFC3261-8.1.1-1", required<header::call_id>},
    rule{"request-without-via", "RFC3261-8.1.1-1", required<header::via>, basis::hop},
    rule{"request-without-max-forwards", "RFC3261-8.1.1.6-1", required<header::max_forwards>},
    rule{"from-without-tag", "RFC3261-8.1.1.3-1", from_tag},
    rule{"tag-without-randomness", "RFC3261-19.3-1", tag_without_randomness},
    rule{"cseq-method-differs", "RFC3261-8.1.1.5-1", cseq_method},
    rule{"cseq-too-large", "RFC3261-8.1.1.5-2", cseq_range},
    rule{"max-forwards-not-70", "RFC3261-8.1.1.6-2", max_forwards_value},
    rule{"via-protocol", "RFC3261-8.1.1.7-1", via_protocol, basis::hop},
    rule{"via-transport-differs", "RFC3261-8.1.1.7-1", via_transport, basis::hop},
    rule{"branch-missing", "RFC3261-8.1.1.7-2", branch_missing, basis::hop},
    rule{"branch-without-cookie", "RFC3261-8.1.1.7-3", branch_cookie, basis::hop},
    rule{"branch-twice", "RFC3261-8.1.1.7-2", branch_twice, basis::hop},
    rule{"branch-reused", "RFC3261-8.1.1.7-2", branch_reused, basis::hop},
    rule{"contact-missing", "RFC3261-8.1.1.8-1", contact_missing},
    rule{"contact-several", "RFC3261-8.1.1.8-1", contact_several},
    rule{"contact-not-sip", "RFC3261-8.1.1.8-1", contact_scheme},
    rule{"contact-not-sips", "RFC3261-8.1.1.8-2", contact_not_sips},
    rule{"request-uri-not-to", "RFC3261-8.1.1.1-1", initial_request_uri},
    rule{"udp-above-1300-octets", "RFC3261-18.1.1-1", too_large_for_udp, basis::hop},
    rule{"sips-without-tls", "RFC3261-8.1.2-3", sips_without_tls},
    rule{"register-uri-with-user", "RFC3261-10.2-1", register_uri},
    rule{"register-address-not-sip", "RFC3261-10.2-3", register_address},
    rule{"contact-host-elsewhere", "RFC3261-8.1.1.8-3", contact_elsewhere},
    rule{"user-phone-without-number", "RFC3261-19.1.1-2", user_phone},
};

} // namespace

rule_section rfc3261_8_1_rules() { return table; }

} // namespace simplespec::scenarios
