// RFC 3261 section 8.2, what a UAS puts into a response; with sections 10.3, 11.2 and 21.
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace simplespec::scenarios {

using sip::header;

namespace {

template <header H>
ruling required(const occasion& o) {
    // What answers a message that was wrong on purpose may have had nothing to copy.
    if (!o.is_response() || (o.tainted && !o.transaction)) return not_applicable();
    if (o.message().has(H)) return conforms();
    // Of a request that lacked the field nothing could be copied.
    if (o.transaction && o.transaction->request && !o.transaction->request->message->has(H))
        return not_applicable();
    return departs(0, "the response has no " + std::string(name(H)), std::string(name(H)));
}

/// The request that this response answers; null where it was not seen.
const sip::message* request_of(const occasion& o) {
    return o.is_response() && o.transaction && o.transaction->request ? &*o.transaction->request->message
                                                                      : nullptr;
}

ruling to_tag_missing(const occasion& o) {
    if (!o.is_response() || o.message().status() == 100 || !o.message().has(header::to))
        return not_applicable();
    if (o.tainted && !can_be_copied(o)) return not_applicable();
    if (o.outline.to_tag && !o.outline.to_tag->empty()) return conforms();
    return departs(place(o.message(), header::to), "the response adds no tag to To", "tag",
                   o.message().value(header::to));
}

ruling to_tag_not_copied(const occasion& o) {
    if (!request_of(o) || !o.transaction->asked.to_tag || !o.outline.to_tag) return not_applicable();
    if (*o.transaction->asked.to_tag == *o.outline.to_tag) return conforms();
    return departs(place(o.message(), *o.outline.to_tag), "the To tag of the request is not copied",
                   std::string(*o.transaction->asked.to_tag), *o.outline.to_tag);
}

ruling to_tag_unstable(const occasion& o) {
    if (!request_of(o) || !o.transaction->final || !o.outline.to_tag || o.transaction->asked.to_tag)
        return not_applicable();
    if (o.seen->source != o.transaction->final->source) return not_applicable();
    const auto first = read_outline(*o.transaction->final->message).to_tag;
    if (!first || *first == *o.outline.to_tag) return conforms();
    return departs(place(o.message(), *o.outline.to_tag), "another To tag than in the response before",
                   std::string(*first), *o.outline.to_tag);
}

// The parameters of a value, sorted, without those of these names.
std::vector<std::string> parameters_but(std::string_view parameters, std::initializer_list<std::string_view> without) {
    std::vector<std::string> out;
    const auto names = parameter_names(parameters);
    if (names.size() > 64) return {std::string(parameters)};
    for (const auto one : names) {
        if (std::ranges::any_of(without, [&](auto name) { return sip::iequal(one, name); })) continue;
        out.push_back(sip::lowercase(one) + "=" + std::string(parameter(parameters, one).value_or("")));
    }
    std::ranges::sort(out);
    return out;
}

bool same_address(const address_outline& a, const address_outline& b) {
    return (a.uri == b.uri || same_place(a.uri, b.uri)) &&
           parameters_but(a.parameters, {"tag"}) == parameters_but(b.parameters, {"tag"});
}

ruling to_not_copied(const occasion& o) {
    if (!request_of(o) || o.outline.to.uri.empty()) return not_applicable();
    const auto& asked = o.transaction->asked.to;
    if (same_address(asked, o.outline.to)) return conforms();
    return departs(place(o.message(), header::to), "To is not that of the request", std::string(asked.uri),
                   o.outline.to.uri);
}

ruling from_not_copied(const occasion& o) {
    if (!request_of(o) || !o.message().has(header::from)) return not_applicable();
    const auto& asked = o.transaction->asked;
    if (asked.from_tag == o.outline.from_tag && same_address(asked.from, o.outline.from)) return conforms();
    return departs(place(o.message(), header::from), "From is not that of the request",
                   std::string(request_of(o)->value(header::from)), o.message().value(header::from));
}

ruling call_id_not_copied(const occasion& o) {
    if (!request_of(o) || !o.message().has(header::call_id)) return not_applicable();
    if (o.transaction->asked.call_id == o.outline.call_id) return conforms();
    return departs(place(o.message(), header::call_id), "Call-ID is not that of the request",
                   std::string(o.transaction->asked.call_id), o.outline.call_id);
}

ruling cseq_not_copied(const occasion& o) {
    if (!request_of(o) || !o.message().has(header::cseq) || !o.transaction->asked.cseq)
        return not_applicable();
    if (o.transaction->asked.cseq == o.outline.cseq) return conforms();
    return departs(place(o.message(), header::cseq), "CSeq is not that of the request",
                   std::string(request_of(o)->value(header::cseq)), o.message().value(header::cseq));
}

// A server adds received to the top one and fills rport in (RFC 3261 section 18.2.1, RFC 3581): it takes none away.
std::vector<std::string> via_parameters(const via_outline& via, bool top) {
    return top ? parameters_but(via.parameters, {"received", "rport"}) : parameters_but(via.parameters, {});
}

// "SIP/2.0" without the white space that may stand in it.
std::string protocol_of(const via_outline& via) {
    std::string out;
    std::size_t slashes = 0;
    for (const char c : via.text) {
        if (c == '/' && ++slashes == 2) break;
        if (!sip::is_wsp(c) && c != '\r' && c != '\n') out += sip::lower(c);
    }
    return out;
}

bool same_via(const via_outline& a, const via_outline& b, bool top) {
    return protocol_of(a) == protocol_of(b) && sip::iequal(a.transport, b.transport) && sip::iequal(a.host, b.host) &&
           a.port.value_or(5060) == b.port.value_or(5060) && via_parameters(a, top) == via_parameters(b, top);
}

ruling vias_not_copied(const occasion& o) {
    if (!request_of(o) || o.outline.vias.empty()) return not_applicable();
    const auto& asked = o.transaction->asked.vias;
    const auto& answered = o.outline.vias;
    const auto text = o.outline.vias.front().text;
    if (asked.size() != answered.size())
        return departs(place(o.message(), text),
                       "the response has another number of Via values than the request",
                       std::to_string(asked.size()), std::to_string(answered.size()));
    if (parameter(asked[0].parameters, "rport") && !parameter(answered[0].parameters, "rport"))
        return departs(place(o.message(), text), "rport of the request's Via is taken away", "rport", text);
    for (std::size_t i = 0; i < asked.size() && i < 128; ++i)
        if (!same_via(asked[i], answered[i], i == 0))
            return departs(place(o.message(), answered[i].text), "a Via value of the request is not copied",
                           std::string(asked[i].text), answered[i].text);
    return conforms();
}

ruling from_tag_as_to_tag(const occasion& o) {
    if (!request_of(o) || o.transaction->asked.to_tag || !o.outline.to_tag || !o.outline.from_tag)
        return not_applicable();
    if (*o.outline.to_tag != *o.outline.from_tag) return conforms();
    return departs(place(o.message(), *o.outline.to_tag), "the tag of the request's From is given to To",
                   "a tag of its own", *o.outline.to_tag);
}

// A status that owes a header field.
template <int Status, header H>
ruling owes(const occasion& o) {
    if (!o.is_response() || o.message().status() != Status) return not_applicable();
    if (o.message().has(H)) return conforms();
    return departs(0, std::to_string(Status) + " comes without " + std::string(name(H)),
                   std::string(name(H)));
}

ruling refused_type_without_accept(const occasion& o) {
    if (!o.is_response() || o.message().status() != 415) return not_applicable();
    for (const auto h : {header::accept, header::accept_encoding, header::accept_language})
        if (o.message().has(h)) return conforms();
    return departs(0, "415 does not list what is supported", "Accept, Accept-Encoding or Accept-Language");
}

// Each is looked up in another list: nobody names so many options.
std::vector<std::string_view> first_few(std::vector<std::string_view> tags) {
    if (tags.size() > 32) tags.resize(32);
    return tags;
}

// RFC 3261 section 8.2.2.3: of the options in Require, those that are not understood.
ruling unsupported_not_required(const occasion& o) {
    const auto* asked = request_of(o);
    if (!asked || o.message().status() != 420) return not_applicable();
    for (const auto tag : first_few(items(o.message(), header::unsupported)))
        if (!lists(*asked, header::require, tag) && !lists(*asked, header::proxy_require, tag))
            return departs(place(o.message(), tag), "420 names an option that the request did not require",
                           "options out of Require or Proxy-Require", tag);
    return conforms();
}

ruling extension_not_supported(const occasion& o) {
    const auto* asked = request_of(o);
    if (!asked || !o.message().has(header::require) || o.message().status() == 421) return not_applicable();
    if (o.message().status() == 494) return not_applicable(); // RFC 3329: Security Agreement Required
    for (const auto tag : first_few(items(o.message(), header::require)))
        if (!lists(*asked, header::supported, tag) && !lists(*asked, header::require, tag))
            return departs(place(o.message(), tag),
                           "the response requires an extension that the request does not support",
                           "option tags out of Supported", tag);
    return conforms();
}

bool answers_non_invite(const occasion& o) {
    return o.is_response() && !o.message().method().empty() && o.message().method() != "INVITE";
}

ruling provisional(const occasion& o) {
    if (!answers_non_invite(o) || o.is_final()) return not_applicable();
    if (o.message().status() == 100) return conforms();
    return departs(0, "a provisional response other than 100 to a non-INVITE request", "no 1xx but 100",
                   std::to_string(o.message().status()));
}

// RFC 4320 section 4.1: not before Timer E would be reset to T2, which is 0.5 + 1 + 2 s after the request.
ruling early_trying(const occasion& o) {
    if (!answers_non_invite(o) || o.message().status() != 100 || !request_of(o)) return not_applicable();
    if (sip::reliable(o.seen->source.via) || o.seen->retyped) return not_applicable();
    const auto after = o.seen->at.steady - o.transaction->request->at.steady;
    if (after >= std::chrono::milliseconds(3400)) return conforms();
    return departs(0, "100 to a non-INVITE request over UDP before Timer E would reach T2",
                   "not before 3.5 s", "earlier");
}

ruling timeout_answered(const occasion& o) {
    if (!answers_non_invite(o) || !o.is_final()) return not_applicable();
    if (o.message().status() != 408) return conforms();
    // Whoever keeps no transactions may: seen from outside nobody can tell.
    return suspect(0, "408 to a non-INVITE request", "no response at all", "408");
}

ruling no_response(const occasion& o) {
    if (o.missing != absence::response) return not_applicable();
    const auto method = o.message().method();
    if (method == "ACK" || method == "INVITE") return not_applicable();
    // A datagram may be lost; the retransmissions of a client that gives up after 64*T1 are not all lost.
    const auto finding = sip::reliable(o.seen->source.via) || o.transaction->requests > 2 ? departs : suspect;
    return finding(0, "the request was answered neither by 100 nor by a final response within 64*T1",
                   "a response", "none");
}

// RFC 3261 section 17.2.2: once completed, only the same final response goes out again.
ruling final_changed(const occasion& o) {
    if (!answers_non_invite(o) || !o.is_final() || !request_of(o) || !o.transaction->final)
        return not_applicable();
    const auto first = o.transaction->final->message->status();
    if (o.transaction->final->source != o.seen->source || first == o.message().status()) return conforms();
    return departs(0, "a second final response of another status to one request", std::to_string(first),
                   std::to_string(o.message().status()));
}

ruling options_without_lists(const occasion& o) {
    if (!o.is_response("OPTIONS") || o.message().status() != 200) return not_applicable();
    ruling out = conforms();
    for (const auto h :
         {header::allow, header::accept, header::accept_encoding, header::accept_language, header::supported})
        if (!o.message().has(h))
            out.found.push_back(
                {{}, {}, 0, "the 200 to OPTIONS has no " + std::string(name(h)), std::string(name(h))});
    return out;
}

ruling binding_without_expires(const occasion& o) {
    if (!o.is_response("REGISTER") || !o.is_success()) return not_applicable();
    for (const auto contact : items(o.message(), header::contact))
        if (!parameter(read_address(contact).parameters, "expires"))
            return departs(place(o.message(), contact), "a binding has no expires parameter", "expires",
                           contact);
    return conforms();
}

ruling register_423(const occasion& o) {
    if (!o.is_response("REGISTER") || o.message().status() != 423) return not_applicable();
    if (o.message().has(header::min_expires)) return conforms();
    return departs(0, "423 to a REGISTER without Min-Expires", "Min-Expires");
}

ruling record_route_in_register(const occasion& o) {
    if (!o.is_response("REGISTER")) return not_applicable();
    const auto f = o.message().find(header::record_route);
    if (!f) return conforms();
    return departs(f->offset, "a response to REGISTER has a Record-Route", "no Record-Route", f->value);
}

constexpr std::array table = {
    rule{"response-without-via", "RFC3261-8.2.6.2-1", required<header::via>},
    rule{"response-without-from", "RFC3261-8.2.6.2-1", required<header::from>},
    rule{"response-without-to", "RFC3261-8.2.6.2-2", required<header::to>},
    rule{"response-without-call-id", "RFC3261-8.2.6.2-1", required<header::call_id>},
    rule{"response-without-cseq", "RFC3261-8.2.6.2-1", required<header::cseq>},
    rule{"response-without-to-tag", "RFC3261-8.2.6.2-3", to_tag_missing},
    rule{"to-tag-not-copied", "RFC3261-8.2.6.2-2", to_tag_not_copied, basis::copied},
    rule{"to-tag-unstable", "RFC3261-8.2.6.2-3", to_tag_unstable, basis::exchange},
    rule{"to-not-copied", "RFC3261-8.2.6.2-2", to_not_copied, basis::copied},
    rule{"from-not-copied", "RFC3261-8.2.6.2-1", from_not_copied, basis::copied},
    rule{"call-id-not-copied", "RFC3261-8.2.6.2-1", call_id_not_copied, basis::copied},
    rule{"cseq-not-copied", "RFC3261-8.2.6.2-1", cseq_not_copied, basis::copied},
    rule{"vias-not-copied", "RFC3261-8.2.6.2-1", vias_not_copied, basis::copied},
    rule{"from-tag-as-to-tag", "RFC3261-19.3-2", from_tag_as_to_tag, basis::exchange},
    rule{"405-without-allow", "RFC3261-8.2.1-1", owes<405, header::allow>},
    rule{"420-without-unsupported", "RFC3261-8.2.2.3-2", owes<420, header::unsupported>},
    rule{"420-names-another-option", "RFC3261-8.2.2.3-2", unsupported_not_required, basis::exchange},
    rule{"421-without-require", "RFC3261-8.2.4-2", owes<421, header::require>},
    rule{"415-without-accept", "RFC3261-8.2.3-2", refused_type_without_accept},
    rule{"401-without-challenge", "RFC3261-22.2-1", owes<401, header::www_authenticate>},
    rule{"407-without-challenge", "RFC3261-22.3-2", owes<407, header::proxy_authenticate>},
    rule{"extension-not-supported", "RFC3261-8.2.4-1", extension_not_supported, basis::exchange},
    rule{"provisional-to-non-invite", "RFC4320-4.1-1", provisional},
    rule{"100-too-early", "RFC4320-4.1-2", early_trying, basis::exchange},
    rule{"no-response", "RFC4320-4.1-3", no_response, basis::absence},
    rule{"408-to-non-invite", "RFC4320-4.2-1", timeout_answered},
    rule{"final-response-changed", "RFC3261-17.2.2-1", final_changed, basis::exchange},
    rule{"options-without-lists", "RFC3261-11.2-2", options_without_lists},
    rule{"binding-without-expires", "RFC3261-10.3-2", binding_without_expires},
    rule{"register-423-without-minimum", "RFC3261-10.3-5", register_423},
    rule{"record-route-in-register", "RFC3261-10.3-4", record_route_in_register},
};

} // namespace

rule_section rfc3261_8_2_rules() { return table; }

} // namespace simplespec::scenarios
