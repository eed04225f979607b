#include "rigs/phone/gate.hpp"

#include "rigs/phone/form.hpp"
#include "sip/cursor.hpp"
#include "sip/digest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simplespec::rigs {

namespace {

constexpr std::size_t longest_credentials = 4096, most_nonces = 64;
constexpr std::chrono::minutes nonce_life{5};

// As long for a wrong password as for the right one.
bool same_secret(std::string_view a, std::string_view b) {
    unsigned differs = a.size() == b.size() ? 0 : 1;
    for (std::size_t i = 0; i < a.size(); ++i)
        differs |=
            static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b.empty() ? 0 : b[i % b.size()]);
    return differs == 0;
}

// RFC 4648 section 4; empty where a character does not belong there.
std::string from_base64(std::string_view text) {
    while (text.ends_with('=')) text.remove_suffix(1);
    std::string out;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const int six = c >= 'A' && c <= 'Z'   ? c - 'A'
                        : c >= 'a' && c <= 'z' ? c - 'a' + 26
                        : c >= '0' && c <= '9' ? c - '0' + 52
                        : c == '+'             ? 62
                        : c == '/'             ? 63
                                               : -1;
        if (six < 0) return {};
        bits = bits << 6U | static_cast<std::uint32_t>(six);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> static_cast<unsigned>(held) & 0xffU);
    }
    return out;
}

std::string_view credentials_of(const net::http_request& request) {
    const auto found = request.fields.find("Authorization");
    if (found == request.fields.end() || found->second.size() > longest_credentials) return {};
    return found->second;
}

} // namespace

std::optional<net::http_response> gate::refuse(sip::instant now, const net::http_request& request,
                                               const http_account& account) {
    if (account.user.empty()) return std::nullopt;
    const auto found = account.digest               ? by_digest(now, request, account)
                       : by_basic(request, account) ? verdict::in
                                                    : verdict::out;
    if (found == verdict::in) return std::nullopt;
    auto out = page_saying(401, "Unauthorized", "Name and password of the phone's web server are needed.");
    const sip::digest_challenge challenge{.realm = realm_,
                                          .nonce = account.digest ? new_nonce(now) : std::string(),
                                          .algorithm = "MD5",
                                          .qop = {"auth"},
                                          .stale = found == verdict::stale};
    out.fields["WWW-Authenticate"] =
        account.digest ? sip::print(challenge) : fmt::format("Basic realm={}", sip::quote(realm_));
    return out;
}

std::string gate::new_nonce(sip::instant now) {
    while (!nonces_.empty() && (nonces_.front().until <= now.steady || nonces_.size() >= most_nonces))
        nonces_.pop_front();
    nonces_.push_back({random_.token(26), now.steady + nonce_life});
    return nonces_.back().text;
}

// RFC 2617 section 2: the user-id ends at the first colon.
bool gate::by_basic(const net::http_request& request, const http_account& account) const {
    constexpr std::string_view scheme = "Basic ";
    const auto given = credentials_of(request);
    if (!sip::iequal(given.substr(0, scheme.size()), scheme)) return false;
    return same_secret(from_base64(sip::trim(given.substr(scheme.size()))),
                       account.user + ":" + account.password);
}

gate::verdict gate::by_digest(sip::instant now, const net::http_request& request,
                              const http_account& account) {
    const auto read = sip::parse_digest_credentials(credentials_of(request));
    if (!read || read->username != account.user || read->realm != realm_ || read->uri != request.target)
        return verdict::out;
    if (!read->algorithm.empty() && !sip::iequal(read->algorithm, "MD5")) return verdict::out;
    const auto expected = sip::digest_response(*read, account.password, request.method, request.body);
    if (expected.empty() || !same_secret(read->response, expected)) return verdict::out;
    const auto known = std::ranges::find(nonces_, read->nonce, &nonce::text);
    if (known == nonces_.end() || known->until <= now.steady) return verdict::stale;
    if (read->qop.empty()) return verdict::in; // a client of RFC 2069 counts nothing
    const auto count = sip::digest_count(*read);
    if (!count || *count <= known->last_count) return verdict::stale;
    known->last_count = *count;
    return verdict::in;
}

} // namespace simplespec::rigs
