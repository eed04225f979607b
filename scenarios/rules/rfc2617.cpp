// Digest authentication: RFC 2617, RFC 7616 and RFC 8760, with RFC 3261 section 22.
#include "scenarios/rules/sections.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <array>

namespace simplespec::scenarios {

using sip::header;

namespace {

// challenge = "Digest" LWS digest-cln *(COMMA digest-cln); credentials are of the same form.
struct digest_text {
    std::string_view scheme;
    std::vector<std::string_view> directives;
    std::size_t offset = 0;

    /// As it stands, quotes kept.
    std::optional<std::string_view> find(std::string_view wanted) const {
        for (const auto one : directives) {
            const auto equal = one.find('=');
            if (equal != std::string_view::npos && sip::iequal(sip::trim(one.substr(0, equal)), wanted))
                return sip::trim(one.substr(equal + 1));
        }
        return std::nullopt;
    }
    std::string text(std::string_view wanted) const {
        return sip::unquote(find(wanted).value_or(std::string_view()));
    }
    std::string algorithm() const {
        const auto stated = text("algorithm");
        return stated.empty() ? "md5" : sip::lowercase(stated);
    }
    bool is_digest() const { return sip::iequal(scheme, "Digest"); }
};

std::vector<digest_text> rows(const sip::message& m, header a, header b) {
    std::vector<digest_text> out;
    for (const auto f : m.fields()) {
        if ((f.id != a && f.id != b) || out.size() >= 32) continue;
        const auto space = std::min(f.value.find_first_of(" \t"), f.value.size());
        out.push_back({f.value.substr(0, space), list_items(f.value.substr(space)), f.value_offset});
    }
    return out;
}

std::vector<digest_text> challenges(const sip::message& m) {
    return rows(m, header::www_authenticate, header::proxy_authenticate);
}
std::vector<digest_text> credentials(const sip::message& m) {
    return rows(m, header::authorization, header::proxy_authorization);
}

/// The challenge that these credentials answer, where it was seen.
std::optional<digest_text> answered(const occasion& o, const digest_text& given) {
    if (!o.challenged) return std::nullopt;
    for (auto& c : challenges(*o.challenged->final->message))
        if (c.is_digest() && c.text("realm") == given.text("realm") && c.text("nonce") == given.text("nonce"))
            return c;
    return std::nullopt;
}

using offence = std::optional<sip::finding>;
offence broken(const digest_text& d, std::string what, std::string expected, std::string_view actual) {
    return sip::finding{{}, {}, d.offset, std::move(what), std::move(expected), std::string(actual)};
}

template <offence (*Check)(const digest_text&)>
ruling each_challenge(const occasion& o) {
    ruling out;
    if (!o.is_response()) return out;
    for (const auto& c : challenges(o.message())) {
        out.applied = true;
        if (auto f = Check(c)) out.found.push_back(std::move(*f));
    }
    return out;
}

template <offence (*Check)(const occasion&, const digest_text&)>
ruling each_credentials(const occasion& o) {
    ruling out;
    if (!o.is_request()) return out;
    for (const auto& c : credentials(o.message())) {
        if (!c.is_digest()) continue;
        out.applied = true;
        if (auto f = Check(o, c)) out.found.push_back(std::move(*f));
    }
    return out;
}

offence no_basic_challenge(const digest_text& c) {
    if (!sip::iequal(c.scheme, "Basic")) return std::nullopt;
    return broken(c, "Basic authentication is requested", "Digest", c.scheme);
}

offence challenge_qop(const digest_text& c) {
    if (!c.is_digest() || c.find("qop")) return std::nullopt;
    return broken(c, "the challenge has no qop", "qop", "none");
}

// challenge: realm and nonce are mandatory in RFC 2617 section 3.2.1.
offence challenge_realm(const digest_text& c) {
    if (!c.is_digest() || c.find("realm")) return std::nullopt;
    return broken(c, "the challenge has no realm", "realm", "none");
}

offence challenge_nonce(const digest_text& c) {
    if (!c.is_digest() || !c.text("nonce").empty()) return std::nullopt;
    return broken(c, "the challenge has no nonce", "nonce", "none");
}

offence challenge_quotes(const digest_text& c) {
    if (!c.is_digest()) return std::nullopt;
    for (const auto one : {"realm", "nonce", "opaque", "qop"})
        if (const auto value = c.find(one); value && !value->starts_with('"'))
            return broken(c, std::string(one) + " of the challenge is not quoted", "a quoted-string", *value);
    return std::nullopt;
}

ruling no_basic_credentials(const occasion& o) {
    if (!o.is_request()) return not_applicable();
    const auto given = credentials(o.message());
    if (given.empty()) return not_applicable();
    for (const auto& c : given)
        if (sip::iequal(c.scheme, "Basic"))
            return departs(c.offset, "Basic credentials are sent", "Digest", c.scheme);
    return conforms();
}

ruling challenges_differ(const occasion& o) {
    if (!o.is_response()) return not_applicable();
    const auto all = challenges(o.message());
    if (all.size() < 2) return not_applicable();
    for (std::size_t i = 1; i < all.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (all[i].is_digest() && all[j].is_digest() && all[i].text("realm") == all[j].text("realm") &&
                all[i].algorithm() == all[j].algorithm())
                return departs(all[i].offset, "two challenges of one realm name the same algorithm",
                               "different algorithms", all[i].algorithm());
    return conforms();
}

offence uri_quoted(const occasion&, const digest_text& c) {
    const auto uri = c.find("uri");
    if (uri && uri->starts_with('"')) return std::nullopt;
    return broken(c, "the uri of the credentials is not quoted", "uri=\"...\"", uri.value_or("none"));
}

offence complete(const occasion&, const digest_text& c) {
    for (const auto one : {"username", "realm", "nonce", "response"})
        if (!c.find(one)) return broken(c, std::string("the credentials have no ") + one, one, "none");
    return std::nullopt;
}

offence qop_answered(const occasion& o, const digest_text& c) {
    const auto challenge = answered(o, c);
    if (!challenge || !challenge->find("qop") || c.find("qop")) return std::nullopt;
    return broken(c, "the challenge had qop, the credentials have none", "qop", "none");
}

offence qop_offered(const occasion& o, const digest_text& c) {
    const auto challenge = answered(o, c);
    if (!challenge || !c.find("qop") || !challenge->find("qop")) return std::nullopt;
    const auto offered = challenge->text("qop");
    for (const auto one : list_items(offered))
        if (sip::iequal(one, c.text("qop"))) return std::nullopt;
    return broken(c, "the qop of the credentials was not offered", offered, *c.find("qop"));
}

offence cnonce_with_qop(const occasion&, const digest_text& c) {
    if (!c.find("qop") || (c.find("cnonce") && c.find("nc"))) return std::nullopt;
    return broken(c, "qop without cnonce and nc", "cnonce and nc", c.find("cnonce") ? "no nc" : "no cnonce");
}

offence cnonce_without_qop(const occasion&, const digest_text& c) {
    if (c.find("qop") || (!c.find("cnonce") && !c.find("nc"))) return std::nullopt;
    return broken(c, "cnonce or nc although no qop was sent", "neither", c.find("cnonce").value_or("nc"));
}

// nc-value = 8LHEX
offence nc_form(const occasion&, const digest_text& c) {
    const auto nc = c.find("nc");
    if (!nc || (nc->size() == 8 && std::ranges::all_of(*nc, sip::is_hex))) return std::nullopt;
    return broken(c, "nc is not eight hexadecimal digits", "8LHEX", *nc);
}

// The count starts anew with each nonce: the first answer to a challenge has 1.
offence nc_first(const occasion& o, const digest_text& c) {
    if (!answered(o, c) || !c.find("nc") || sip::iequal(c.text("nc"), "00000001")) return std::nullopt;
    auto f = broken(c, "the first use of a nonce does not count 00000001", "00000001", *c.find("nc"));
    f->sure = sip::certainty::suspected; // several requests may answer one challenge
    return f;
}

offence algorithm_answered(const occasion& o, const digest_text& c) {
    const auto challenge = answered(o, c);
    if (!challenge || challenge->algorithm() == c.algorithm()) return std::nullopt;
    return broken(c, "the credentials use another algorithm than their challenge", challenge->algorithm(),
                  c.algorithm());
}

// request-digest = <"> 32LHEX <">; of SHA-256 and SHA-512-256, 64 digits (RFC 8760 section 2.2).
offence response_length(const occasion&, const digest_text& c) {
    const auto algorithm = c.algorithm();
    const std::size_t digits = algorithm.starts_with("md5") ? 32 : algorithm.starts_with("sha-") ? 64 : 0;
    const auto response = c.text("response");
    if (digits == 0 || !c.find("response")) return std::nullopt;
    if (response.size() == digits && std::ranges::all_of(response, sip::is_hex)) return std::nullopt;
    return broken(c, "the response is no digest of its algorithm",
                  std::to_string(digits) + " hexadecimal digits", response);
}

offence opaque_returned(const occasion& o, const digest_text& c) {
    const auto challenge = answered(o, c);
    if (!challenge || !challenge->find("opaque") || challenge->text("opaque") == c.text("opaque"))
        return std::nullopt;
    return broken(c, "opaque is not returned unchanged", challenge->text("opaque"), c.text("opaque"));
}

// RFC 7616 section 3.4.4: only where the challenge said that it may.
offence userhash_unasked(const occasion& o, const digest_text& c) {
    const auto challenge = answered(o, c);
    if (!challenge || !sip::iequal(c.text("userhash"), "true") || sip::iequal(challenge->text("userhash"), "true"))
        return std::nullopt;
    return broken(c, "the user name is hashed and the challenge did not offer it", "no userhash", "true");
}

// RFC 2069 had neither: without qop in the challenge both stay away.
offence unasked_by_2069(const occasion& o, const digest_text& c) {
    const auto challenge = answered(o, c);
    if (!challenge || challenge->find("qop") || (!c.find("cnonce") && !c.find("nc"))) return std::nullopt;
    return broken(c, "a challenge without qop is answered with cnonce or nc", "neither", "");
}

// RFC 3261 section 22.2: the retry with credentials increments CSeq.
ruling retry_cseq(const occasion& o) {
    if (!o.is_request() || o.repeated || !o.challenged || !o.outline.cseq || !o.challenged->asked.cseq)
        return not_applicable();
    if (credentials(o.message()).empty()) return not_applicable();
    if (*o.outline.cseq > *o.challenged->asked.cseq) return conforms();
    return departs(place(o.message(), header::cseq), "the retry with credentials does not increment CSeq",
                   "more than " + std::to_string(*o.challenged->asked.cseq), o.message().value(header::cseq));
}

// RFC 3261 section 22.1: credentials that were just rejected are not sent again, unless the challenge says
// stale.
ruling rejected_again(const occasion& o) {
    if (!o.is_request() || o.repeated || !o.challenged) return not_applicable();
    const auto given = credentials(o.message());
    if (given.empty()) return not_applicable();
    const auto rejected = credentials(*o.challenged->request->message);
    for (const auto& c : given)
        for (const auto& r : rejected)
            if (c.text("realm") == r.text("realm") && c.text("nonce") == r.text("nonce") &&
                c.text("response") == r.text("response") && !c.text("response").empty())
                return departs(c.offset, "credentials that were rejected are sent again", "others, or none",
                               c.text("nonce"));
    return conforms();
}

/// Authentication-Info has directives and no scheme.
std::optional<digest_text> authentication_info(const occasion& o) {
    const auto f = o.message().find(header::authentication_info);
    if (!o.is_response() || !f) return std::nullopt;
    return digest_text{{}, list_items(f->value), f->value_offset};
}

// RFC 2617 section 3.2.3: the values are those of the request that is answered.
ruling information_of_another_request(const occasion& o) {
    const auto info = authentication_info(o);
    if (!info || !o.transaction || !o.transaction->request) return not_applicable();
    const auto given = credentials(*o.transaction->request->message);
    if (given.empty()) return not_applicable();
    for (const auto* name : {"cnonce", "nc"})
        if (info->find(name) && std::ranges::none_of(given, [&](const auto& c) { return c.text(name) == info->text(name); }))
            return departs(info->offset, std::string(name) + " of Authentication-Info is not that of the request",
                           given.front().text(name), info->text(name));
    return conforms();
}

// RFC 2617 section 3.2.3: also where the request had qop and the row has none.
ruling information_of_another_quality(const occasion& o) {
    const auto info = authentication_info(o);
    if (!info || !o.transaction || !o.transaction->request || !info->find("rspauth")) return not_applicable();
    const auto given = credentials(*o.transaction->request->message);
    if (given.empty()) return not_applicable();
    const auto quality = info->text("qop");
    if (std::ranges::any_of(given, [&](const auto& c) { return sip::iequal(c.text("qop"), quality); })) return conforms();
    return departs(info->offset, "qop of Authentication-Info is not that of the request", given.front().text("qop"), quality);
}

ruling information_incomplete(const occasion& o) {
    const auto info = authentication_info(o);
    if (!info || !info->find("qop")) return not_applicable();
    for (const auto* name : {"rspauth", "cnonce", "nc"})
        if (!info->find(name))
            return departs(info->offset, "Authentication-Info with qop has no " + std::string(name), name,
                           o.message().value(header::authentication_info));
    return conforms();
}

constexpr std::array table = {
    rule{"authentication-info-differs", "RFC2617-3.2.3-2", information_of_another_request, basis::exchange},
    rule{"authentication-info-qop", "RFC2617-3.2.3-4", information_of_another_quality, basis::exchange},
    rule{"authentication-info-incomplete", "RFC2617-3.2.3-3", information_incomplete},
    rule{"basic-requested", "RFC3261-22.4-1", each_challenge<no_basic_challenge>},
    rule{"basic-sent", "RFC3261-22.4-1", no_basic_credentials},
    rule{"challenge-without-qop", "RFC3261-22.4-4", each_challenge<challenge_qop>},
    rule{"challenge-without-realm", "RFC2617-3.2.1-4", each_challenge<challenge_realm>},
    rule{"challenge-without-nonce", "RFC2617-3.2.1-4", each_challenge<challenge_nonce>},
    rule{"challenge-not-quoted", "RFC2617-3.2.1-3", each_challenge<challenge_quotes>},
    rule{"challenges-alike", "RFC8760-2.3-2", challenges_differ},
    rule{"credentials-incomplete", "RFC2617-3.2.2-6", each_credentials<complete>},
    rule{"uri-not-quoted", "RFC3261-22.4-2", each_credentials<uri_quoted>},
    rule{"qop-not-answered", "RFC3261-22.4-3", each_credentials<qop_answered>, basis::exchange},
    rule{"qop-not-offered", "RFC2617-3.2.2-4", each_credentials<qop_offered>, basis::exchange},
    rule{"qop-without-cnonce", "RFC2617-3.2.2-5", each_credentials<cnonce_with_qop>},
    rule{"cnonce-without-qop", "RFC2617-3.2.2-2", each_credentials<cnonce_without_qop>},
    rule{"nc-form", "RFC2617-3.2.2-3", each_credentials<nc_form>},
    rule{"nc-not-first", "RFC2617-3.2.2-1", each_credentials<nc_first>, basis::exchange},
    rule{"algorithm-differs", "RFC7616-3.4-1", each_credentials<algorithm_answered>, basis::exchange},
    rule{"response-length", "RFC8760-2.2-1", each_credentials<response_length>},
    rule{"opaque-not-returned", "RFC2617-3.2.1-1", each_credentials<opaque_returned>, basis::exchange},
    rule{"userhash-unasked", "RFC7616-3.4.4-1", each_credentials<userhash_unasked>, basis::exchange},
    rule{"cnonce-unasked", "RFC3261-22.4-5", each_credentials<unasked_by_2069>, basis::exchange},
    rule{"retry-without-new-cseq", "RFC3261-22.2-3", retry_cseq, basis::exchange},
    rule{"rejected-credentials-again", "RFC3261-22.1-1", rejected_again, basis::exchange},
};

} // namespace

rule_section rfc2617_rules() { return table; }

} // namespace simplespec::scenarios
