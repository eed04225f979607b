#include "sip/authentication_info.hpp"

#include "sip/digest_pairs.hpp"

namespace simplespec::sip {

// Authentication-Info = "Authentication-Info" HCOLON ainfo *(COMMA ainfo)
// ainfo = nextnonce / message-qop / response-auth / cnonce / nonce-count
parsed<authentication_info> parse_authentication_info(std::string_view value) {
    authentication_info out;
    cursor in(value);
    const auto read = read_digest_pairs(in, "ainfo", [&](std::string_view name, std::string text) {
        const std::pair<std::string_view, std::string*> known[] = {{"nextnonce", &out.nextnonce},
                                                                   {"qop", &out.qop},
                                                                   {"rspauth", &out.rspauth},
                                                                   {"cnonce", &out.cnonce},
                                                                   {"nc", &out.count}};
        for (const auto& [key, where] : known)
            if (iequal(name, key)) *where = std::move(text);
    });
    if (!read) return std::unexpected(read.error());
    return out;
}

std::string print(const authentication_info& info) {
    std::string out;
    const auto add = [&](std::string_view name, const std::string& value) {
        if (value.empty()) return;
        if (!out.empty()) out += ", ";
        out.append(name).append("=").append(value);
    };
    const auto quoted = [](const std::string& text) { return text.empty() ? text : quote(text); };
    add("qop", info.qop);
    add("rspauth", quoted(info.rspauth));
    add("cnonce", quoted(info.cnonce));
    add("nc", info.count);
    add("nextnonce", quoted(info.nextnonce));
    return out;
}

// A2 = ":" digest-uri-value, and for auth-int ":" H(entity-body) behind it (RFC 7616 section 3.5)
std::string digest_rspauth(const digest_credentials& accepted, std::string_view secret, std::string_view body) {
    return digest_response(accepted, secret, "", body);
}

authentication_info confirm_credentials(const digest_credentials& accepted, std::string_view secret,
                                        std::string_view body, std::string_view nextnonce) {
    authentication_info out;
    out.nextnonce = nextnonce;
    if (accepted.qop.empty()) return out; // a client of RFC 2069 looks for no proof
    out.qop = accepted.qop;
    out.cnonce = accepted.cnonce;
    out.count = accepted.count;
    out.rspauth = digest_rspauth(accepted, secret, body);
    return out;
}

server_proof check_rspauth(const authentication_info& info, const digest_credentials& sent, std::string_view secret,
                           std::string_view body) {
    if (info.rspauth.empty() || sent.qop.empty()) return server_proof::absent;
    // cnonce and nc say for which credentials it is: RFC 7616 section 3.5 asks for the same as in the request.
    if (!info.cnonce.empty() && info.cnonce != sent.cnonce) return server_proof::wrong;
    if (!info.count.empty() && !iequal(info.count, sent.count)) return server_proof::wrong;
    auto with = sent;
    if (!info.qop.empty()) with.qop = info.qop; // a server may prove less, or more, than it was asked for
    const auto proof = digest_rspauth(with, secret, body);
    return iequal(proof, info.rspauth) ? server_proof::right : server_proof::wrong;
}

} // namespace simplespec::sip
