// RFC 3261, what a UAC makes of a response (section 8.1.3), its registrations (section 10.2), CANCEL (section 9.1), and
// the encoding that it names.
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <array>

namespace simplespec::scenarios {

using sip::header;

namespace {

/// The last request before this one of the same method, Call-ID and From tag, where it was answered with this status.
const transaction* answered_with(const occasion& o, int status) {
    if (!o.is_request() || o.repeated || !o.attempt || !o.attempt->final) return nullptr;
    return o.attempt->final->message->status() == status ? o.attempt.get() : nullptr;
}

ruling retried_bare(const occasion& o) {
    if (!o.is_request() || o.repeated || !o.challenged || o.outline.to_tag != o.challenged->asked.to_tag)
        return not_applicable();
    if (o.message().has(header::authorization) || o.message().has(header::proxy_authorization)) return conforms();
    const auto& last = *o.challenged->request->message;
    if (last.has(header::authorization) || last.has(header::proxy_authorization)) return not_applicable();
    return departs(0, "a request that was challenged is sent again without credentials", "credentials");
}

ruling proxy_challenge_unanswered(const occasion& o) {
    const auto* last = answered_with(o, 407);
    if (last == nullptr || !o.message().has(header::authorization)) return not_applicable();
    if (o.message().has(header::proxy_authorization)) return conforms();
    return departs(place(o.message(), header::authorization), "407 is answered with Authorization",
                   "Proxy-Authorization");
}

ruling retry_differs(const occasion& o) {
    if (!o.is_request() || o.repeated || !o.challenged || !o.outline.cseq || !o.challenged->asked.cseq)
        return not_applicable();
    const auto next = *o.challenged->asked.cseq + 1;
    if (*o.outline.cseq < next) return not_applicable(); // another clause
    if (!same_place(o.outline.to.uri, o.challenged->asked.to.uri))
        return departs(place(o.message(), header::to), "the retry after a challenge has another To",
                       std::string(o.challenged->asked.to.uri), o.outline.to.uri);
    if (*o.outline.cseq == next) return conforms();
    return departs(place(o.message(), header::cseq), "the CSeq of the retry is not one higher", std::to_string(next),
                   o.message().value(header::cseq));
}

ruling too_large_again(const occasion& o) {
    const auto* last = answered_with(o, 413);
    if (last == nullptr || last->request->message->body().empty()) return not_applicable();
    if (o.message().body().size() < last->request->message->body().size()) return conforms();
    return departs(o.message().body_offset(), "after 413 comes a body that is no smaller",
                   "less than " + std::to_string(last->request->message->body().size()) + " octets",
                   std::to_string(o.message().body().size()));
}

ruling refused_type_again(const occasion& o) {
    const auto* last = answered_with(o, 415);
    if (last == nullptr || o.message().body().empty()) return not_applicable();
    const auto type = head_of(o.message().value(header::content_type));
    if (!sip::iequal(type, head_of(last->request->message->value(header::content_type)))) return conforms();
    const auto accepted = items(*last->final->message, header::accept);
    if (accepted.empty()) return not_applicable();
    for (const auto range : accepted)
        if (sip::iequal(head_of(range), type) || head_of(range).ends_with("/*")) return conforms();
    return departs(place(o.message(), header::content_type), "after 415 the same type is sent again",
                   std::string(last->final->message->value(header::accept)), type);
}

ruling refused_option_again(const occasion& o) {
    const auto* last = answered_with(o, 420);
    if (last == nullptr) return not_applicable();
    for (const auto tag : items(*last->final->message, header::unsupported))
        if (lists(o.message(), header::require, tag))
            return departs(place(o.message(), header::require), "after 420 an unsupported option is required again",
                           "no " + std::string(tag), o.message().value(header::require));
    return conforms();
}

// RFC 3261 section 10.2: one by one, so that the registrar can put them in order. REGISTERs may have passed by unseen.
ruling register_cseq(const occasion& o) {
    if (!o.is_request("REGISTER") || o.repeated || !o.attempt || !o.attempt->asked.cseq || !o.outline.cseq)
        return not_applicable();
    const auto next = *o.attempt->asked.cseq + 1;
    if (*o.outline.cseq == next) return conforms();
    return suspect(place(o.message(), header::cseq), "the CSeq of REGISTER does not grow by one", std::to_string(next),
                   o.message().value(header::cseq));
}

ruling registrar_6xx(const occasion& o) {
    if (!o.is_response("REGISTER") || !o.is_final()) return not_applicable();
    if (o.message().status() < 600) return conforms();
    return departs(0, "a registrar answers with 6xx", "another class", std::to_string(o.message().status()));
}

// RFC 3261 section 8.1.1.2: a tag in To names the peer of a dialog; REGISTER is never in one.
ruling register_to_tag(const occasion& o) {
    if (!o.is_request("REGISTER")) return not_applicable();
    if (!o.outline.to_tag) return conforms();
    return departs(place(o.message(), header::to), "a REGISTER has a To tag", "no tag", *o.outline.to_tag);
}

ruling non_invite_cancelled(const occasion& o) {
    if (!o.is_request("CANCEL") || !o.cancelled) return not_applicable();
    return departs(0, "a CANCEL for a request that is no INVITE", "none", o.cancelled->request->message->method());
}

// gzip (RFC 1952) begins with these two octets.
ruling not_encoded(const occasion& o) {
    const auto f = o.message().find(header::content_encoding);
    if (!f || o.seen->truncated) return not_applicable();
    const auto body = o.message().body();
    if (body.empty())
        return departs(f->offset, "Content-Encoding without a body", "no Content-Encoding", f->value);
    const bool gzip = sip::iequal(f->value, "gzip") || sip::iequal(f->value, "x-gzip") || sip::iequal(f->value, "e");
    if (!gzip || body.starts_with("\x1f\x8b")) return conforms();
    return departs(f->offset, "the body is not encoded as Content-Encoding says", "gzip, or no Content-Encoding", f->value);
}

// RFC 3261 section 17.1.2.2: Timer F ends the transaction after 64*T1.
ruling retransmitted_after_timer_f(const occasion& o) {
    if (!o.is_request() || !o.repeated || !o.transaction || !o.transaction->request || o.seen->retyped)
        return not_applicable();
    if (o.message().method() == "INVITE" || o.message().method() == "ACK" || sip::reliable(o.seen->source.via))
        return not_applicable();
    if (o.seen->at.steady - o.transaction->request->at.steady <= std::chrono::milliseconds(32500)) return conforms();
    return departs(0, "a request is sent again after its transaction timed out", "nothing after 64*T1");
}

constexpr std::array table = {
    rule{"retried-without-credentials", "RFC3261-8.1.3.5-1", retried_bare, basis::exchange},
    rule{"407-answered-with-authorization", "RFC3261-22.3-1", proxy_challenge_unanswered, basis::exchange},
    rule{"retry-differs", "RFC3261-8.1.3.5-2", retry_differs, basis::exchange},
    rule{"too-large-again", "RFC3261-8.1.3.5-3", too_large_again, basis::exchange},
    rule{"refused-type-again", "RFC3261-8.1.3.5-4", refused_type_again, basis::exchange},
    rule{"refused-option-again", "RFC3261-8.1.3.5-5", refused_option_again, basis::exchange},
    rule{"register-cseq-not-next", "RFC3261-10.2-2", register_cseq, basis::exchange},
    rule{"register-answered-6xx", "RFC3261-10.3-9", registrar_6xx},
    rule{"register-with-to-tag", "RFC3261-8.1.1.2-1", register_to_tag},
    rule{"non-invite-cancelled", "RFC3261-9.1-1", non_invite_cancelled, basis::exchange},
    rule{"content-not-encoded", "RFC3261-7.4.1-2", not_encoded},
    rule{"retransmission-after-timer-f", "RFC3261-17.1.2.2-2", retransmitted_after_timer_f, basis::hop},
};

} // namespace

rule_section rfc3261_8_1_3_rules() { return table; }

} // namespace simplespec::scenarios
