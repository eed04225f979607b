#include "sip/digest.hpp"

#include "sip/digest_pairs.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

namespace simplespec::sip {
namespace {

// A token as it is. A peer may have quoted what is none: it goes back in quotes, so that it stays one value.
std::string spelled(const std::string& value) {
    return std::all_of(value.begin(), value.end(), is_token_char) ? value : quote(value);
}

bool is_session(std::string_view algorithm) {
    return algorithm.size() > 5 && iequal(algorithm.substr(algorithm.size() - 5), "-sess");
}

const EVP_MD* hash_of(std::string_view algorithm) {
    if (is_session(algorithm)) algorithm.remove_suffix(5);
    if (algorithm.empty() || iequal(algorithm, "MD5")) return EVP_md5();
    if (iequal(algorithm, "SHA-256")) return EVP_sha256();
    if (iequal(algorithm, "SHA-512-256")) return EVP_sha512_256();
    return nullptr;
}

std::string hex_digest(const EVP_MD* hash, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> octets{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), octets.data(), &size, hash, nullptr);
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (unsigned i = 0; i < size; ++i) {
        out += digits[octets[i] >> 4U];
        out += digits[octets[i] & 15U];
    }
    return out;
}

std::string colons(std::initializer_list<std::string_view> parts) {
    std::string out;
    for (const auto part : parts) out.append(part).append(":");
    out.pop_back();
    return out;
}

// The pairs behind the scheme.
template <class Take>
parsed<bool> read_pairs(std::string_view value, Take take) {
    cursor in(value);
    if (!iequal(in.token(), "Digest")) return in.fail("auth-scheme", "Digest");
    return read_digest_pairs(in, "digest-response", take);
}

// qop-options = "qop" EQUAL LDQUOT qop-value *("," qop-value) RDQUOT
std::vector<std::string> qop_options(std::string_view text) {
    std::vector<std::string> out;
    cursor in(text);
    do {
        in.skip_sws();
        if (const auto one = in.token(); !one.empty()) out.emplace_back(lowercase(one));
    } while (in.take_separator(','));
    return out;
}

bool offers(const digest_challenge& c, std::string_view qop) {
    return std::ranges::find(c.qop, qop) != c.qop.end();
}

} // namespace

// challenge = ("Digest" LWS digest-cln *(COMMA digest-cln))
parsed<digest_challenge> parse_digest_challenge(std::string_view value) {
    digest_challenge out;
    const auto read = read_pairs(value, [&](std::string_view name, std::string text) {
        if (iequal(name, "realm"))
            out.realm = std::move(text);
        else if (iequal(name, "nonce"))
            out.nonce = std::move(text);
        else if (iequal(name, "opaque"))
            out.opaque = std::move(text);
        else if (iequal(name, "domain"))
            out.domain = std::move(text);
        else if (iequal(name, "algorithm"))
            out.algorithm = std::move(text);
        else if (iequal(name, "qop"))
            out.qop = qop_options(text);
        else if (iequal(name, "stale"))
            out.stale = iequal(text, "true");
    });
    if (!read) return std::unexpected(read.error());
    if (out.realm.empty() || out.nonce.empty())
        return std::unexpected(parse_error{"challenge", "realm and nonce", value.size()});
    return out;
}

// credentials = ("Digest" LWS digest-response)
parsed<digest_credentials> parse_digest_credentials(std::string_view value) {
    digest_credentials out;
    const auto read = read_pairs(value, [&](std::string_view name, std::string text) {
        const std::pair<std::string_view, std::string*> known[] = {
            {"username", &out.username}, {"realm", &out.realm},       {"nonce", &out.nonce},
            {"uri", &out.uri},           {"response", &out.response}, {"algorithm", &out.algorithm},
            {"qop", &out.qop},           {"cnonce", &out.cnonce},     {"opaque", &out.opaque},
            {"nc", &out.count}};
        for (const auto& [key, where] : known)
            if (iequal(name, key)) *where = std::move(text);
    });
    if (!read) return std::unexpected(read.error());
    for (const auto* needed : {&out.username, &out.realm, &out.nonce, &out.uri, &out.response})
        if (needed->empty())
            return std::unexpected(
                parse_error{"digest-response", "username, realm, nonce, uri and response", value.size()});
    return out;
}

std::string print(const digest_challenge& c) {
    std::string out = fmt::format("Digest realm={}, nonce={}", quote(c.realm), quote(c.nonce));
    if (!c.domain.empty()) out += ", domain=" + quote(c.domain);
    if (!c.opaque.empty()) out += ", opaque=" + quote(c.opaque);
    if (c.stale) out += ", stale=true";
    if (!c.algorithm.empty()) out += ", algorithm=" + spelled(c.algorithm);
    if (!c.qop.empty()) out += ", qop=" + quote(fmt::format("{}", fmt::join(c.qop, ",")));
    return out;
}

std::string print(const digest_credentials& c) {
    std::string out =
        fmt::format("Digest username={}, realm={}, nonce={}, uri={}, response={}", quote(c.username),
                    quote(c.realm), quote(c.nonce), quote(c.uri), quote(c.response));
    if (!c.algorithm.empty()) out += ", algorithm=" + spelled(c.algorithm);
    if (!c.opaque.empty()) out += ", opaque=" + quote(c.opaque);
    if (!c.qop.empty())
        out += fmt::format(", qop={}, nc={}, cnonce={}", spelled(c.qop), spelled(c.count), quote(c.cnonce));
    else if (!c.cnonce.empty())
        out += ", cnonce=" + quote(c.cnonce); // a session's key needs it even so
    return out;
}

bool known_digest_algorithm(std::string_view algorithm) { return hash_of(algorithm) != nullptr; }

std::string digest_response(const digest_credentials& c, std::string_view secret, std::string_view method,
                            std::string_view body) {
    const auto* hash = hash_of(c.algorithm);
    if (hash == nullptr) return {};
    std::string a1 = hex_digest(hash, colons({c.username, c.realm, secret}));
    if (is_session(c.algorithm)) a1 = hex_digest(hash, colons({a1, c.nonce, c.cnonce}));
    const auto a2 = iequal(c.qop, "auth-int")
                        ? hex_digest(hash, colons({method, c.uri, hex_digest(hash, body)}))
                        : hex_digest(hash, colons({method, c.uri}));
    if (c.qop.empty()) return hex_digest(hash, colons({a1, c.nonce, a2}));
    return hex_digest(hash, colons({a1, c.nonce, c.count, c.cnonce, c.qop, a2}));
}

// nc-value = 8LHEX
std::optional<std::uint64_t> digest_count(const digest_credentials& c) {
    if (c.count.size() != 8) return std::nullopt;
    std::uint64_t out = 0;
    for (const char digit : c.count) {
        if (!is_hex(digit)) return std::nullopt;
        out = out * 16 + static_cast<std::uint64_t>(is_digit(digit) ? digit - '0' : lower(digit) - 'a' + 10);
    }
    return out;
}

std::string_view text_of(unanswerable why) {
    switch (why) {
    case unanswerable::no_credentials: return "there is no name to answer with";
    case unanswerable::no_challenge: return "there is no challenge in the response";
    case unanswerable::other_scheme: return "no challenge is of the scheme Digest";
    case unanswerable::malformed: return "the challenge cannot be read, or has no realm or nonce";
    case unanswerable::unknown_algorithm: return "no algorithm that is offered is known";
    case unanswerable::unknown_qop: return "no quality of protection that is offered is known";
    case unanswerable::refused: return "the credentials were refused";
    case unanswerable::always_stale: return "each nonce is said to be stale";
    }
    return {};
}

std::expected<digest_challenge, unanswerable> read_challenge(std::string_view value) {
    auto read = parse_digest_challenge(value);
    if (!read) {
        cursor in(value);
        const bool digest = iequal(in.token(), "Digest");
        return std::unexpected(digest ? unanswerable::malformed : unanswerable::other_scheme);
    }
    if (!known_digest_algorithm(read->algorithm)) return std::unexpected(unanswerable::unknown_algorithm);
    if (!read->qop.empty() && !offers(*read, "auth") && !offers(*read, "auth-int"))
        return std::unexpected(unanswerable::unknown_qop);
    return std::move(*read);
}

std::vector<digest_challenge> digest_challenges(const message& response, unanswerable* why) {
    std::vector<digest_challenge> out;
    auto reason = unanswerable::no_challenge;
    for (const header h : {header::www_authenticate, header::proxy_authenticate}) {
        const bool proxy = h == header::proxy_authenticate;
        for (const field row : response.all(h)) {
            auto read = read_challenge(row.value);
            if (!read) {
                reason = std::max(reason, read.error()); // the one that came nearest to an answer
                continue;
            }
            read->from_proxy = proxy;
            const bool better_one = std::ranges::any_of(
                out, [&](const auto& c) { return c.from_proxy == proxy && c.realm == read->realm; });
            if (!better_one) out.push_back(std::move(*read));
        }
    }
    if (why != nullptr) *why = reason;
    return out;
}

digest_credentials answer_challenge(const digest_challenge& challenge, std::string_view username,
                                    std::string_view secret, std::string_view method, std::string_view uri,
                                    std::string_view body, std::string_view cnonce, std::uint32_t count) {
    digest_credentials out;
    out.username = username;
    out.realm = challenge.realm;
    out.nonce = challenge.nonce;
    out.opaque = challenge.opaque;
    out.algorithm = challenge.algorithm;
    out.uri = uri;
    if (offers(challenge, "auth"))
        out.qop = "auth";
    else if (offers(challenge, "auth-int"))
        out.qop = "auth-int";
    if (!out.qop.empty()) out.count = fmt::format("{:08x}", count);
    if (!out.qop.empty() || is_session(challenge.algorithm)) out.cnonce = cnonce;
    out.response = digest_response(out, secret, method, body);
    return out;
}

} // namespace simplespec::sip
