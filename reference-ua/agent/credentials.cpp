#include "agent/credentials.hpp"

#include <openssl/evp.h>

#include <array>
#include <utility>

namespace simplespec::agent {
namespace {

bool is_session(std::string_view algorithm) {
    return algorithm.size() > 5 && sip::iequal(algorithm.substr(algorithm.size() - 5), "-sess");
}

const EVP_MD* hash_of(std::string_view algorithm) {
    if (is_session(algorithm)) algorithm.remove_suffix(5);
    if (algorithm.empty() || sip::iequal(algorithm, "MD5")) return EVP_md5();
    if (sip::iequal(algorithm, "SHA-256")) return EVP_sha256();
    if (sip::iequal(algorithm, "SHA-512-256")) return EVP_sha512_256();
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

} // namespace

// credentials = ("Digest" LWS digest-response)
// digest-response = dig-resp *(COMMA dig-resp)
sip::parsed<digest_credentials> read_credentials(std::string_view value) {
    sip::cursor in(value);
    if (!sip::iequal(in.token(), "Digest")) return in.fail("credentials", "the scheme Digest");
    in.skip_sws();
    digest_credentials out;
    do {
        const auto name = in.token();
        if (name.empty() || !in.take_separator('=')) return in.fail("dig-resp", "a name and a value");
        std::string text;
        if (in.peek() == '"') {
            const auto quoted = in.quoted_string();
            if (!quoted) return std::unexpected(quoted.error());
            text = sip::unquote(*quoted);
        } else {
            text = in.token();
        }
        const std::pair<std::string_view, std::string*> known[] = {
            {"username", &out.username}, {"realm", &out.realm},   {"nonce", &out.nonce},
            {"uri", &out.uri},           {"response", &out.response}, {"algorithm", &out.algorithm},
            {"qop", &out.qop},           {"cnonce", &out.cnonce}, {"opaque", &out.opaque},
            {"nc", &out.count}};
        for (const auto& [key, where] : known)
            if (sip::iequal(name, key)) *where = text;
    } while (in.take_separator(','));
    in.skip_sws();
    if (!in.at_end()) return in.fail("digest-response", "a comma or the end");
    for (const auto* needed : {&out.username, &out.realm, &out.nonce, &out.uri, &out.response})
        if (needed->empty()) return in.fail("digest-response", "username, realm, nonce, uri and response");
    return out;
}

bool known_algorithm(std::string_view algorithm) { return hash_of(algorithm) != nullptr; }

std::string expected_response(const digest_credentials& c, std::string_view secret, std::string_view method,
                              std::string_view body) {
    const auto* hash = hash_of(c.algorithm);
    if (hash == nullptr) return {};
    std::string a1 = hex_digest(hash, colons({c.username, c.realm, secret}));
    if (is_session(c.algorithm)) a1 = hex_digest(hash, colons({a1, c.nonce, c.cnonce}));
    const auto a2 = sip::iequal(c.qop, "auth-int")
                        ? hex_digest(hash, colons({method, c.uri, hex_digest(hash, body)}))
                        : hex_digest(hash, colons({method, c.uri}));
    if (c.qop.empty()) return hex_digest(hash, colons({a1, c.nonce, a2}));
    return hex_digest(hash, colons({a1, c.nonce, c.count, c.cnonce, c.qop, a2}));
}

// nc-value = 8LHEX
std::optional<std::uint64_t> count_of(const digest_credentials& c) {
    if (c.count.size() != 8) return std::nullopt;
    std::uint64_t out = 0;
    for (const char digit : c.count) {
        if (!sip::is_hex(digit)) return std::nullopt;
        out = out * 16 + static_cast<std::uint64_t>(sip::is_digit(digit) ? digit - '0' : sip::lower(digit) - 'a' + 10);
    }
    return out;
}

} // namespace simplespec::agent
