#include "agent/authentication.hpp"

#include "sip/digest.hpp"
#include "sip/headers/address.hpp"
#include "sip/transaction/answer.hpp"

#include <algorithm>
#include <optional>

namespace simplespec::agent {
namespace {

using sip::header;

std::string realm_of(const server_settings& settings) {
    return settings.domains.empty() ? std::string("simplespec") : settings.domains.front();
}

// Constant time in what is secret.
bool same(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    unsigned differences = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        differences |= static_cast<unsigned char>(sip::lower(a[i]) ^ b[i]);
    return differences == 0;
}

// RFC 7616 section 3.4.6: the credentials are for this resource.
bool for_target(const sip::digest_credentials& c, const sip::message& request) {
    if (c.uri == request.request_uri()) return true;
    const auto named = sip::parse_uri(c.uri);
    const auto target = sip::parse_uri(request.request_uri());
    return named && target && sip::equivalent(*named, *target);
}

} // namespace

std::string authentication::new_nonce(sip::instant now) {
    while (!nonce_order_.empty()) {
        const auto oldest = nonces_.find(nonce_order_.front());
        if (oldest->second.until > now.steady && nonce_order_.size() < settings_.limits.nonces) break;
        nonces_.erase(oldest);
        nonce_order_.pop_front();
    }
    std::string nonce = random_.token(26);
    nonces_[nonce] = {now.steady + settings_.nonce_lifetime, 0};
    nonce_order_.push_back(nonce);
    return nonce;
}

// RFC 8760 section 2.4: one challenge an algorithm, the preferred one on top.
sip::composer authentication::challenge(sip::instant now, const sip::message& request, bool stale) {
    auto out = sip::answer(request, 401, random_.token(8));
    sip::digest_challenge one{
        .realm = realm_of(settings_), .nonce = new_nonce(now), .qop = settings_.digest_qop, .stale = stale};
    for (const auto& algorithm : settings_.digest_algorithms) {
        one.algorithm = algorithm;
        out.add(header::www_authenticate, sip::print(one));
    }
    return out;
}

std::expected<std::string, sip::composer> authentication::identify(sip::instant now,
                                                                   const sip::message& request) {
    accepted_.reset();
    const auto from = sip::parse_from(request.value(header::from));
    const auto sender = from ? known_.resource_of(from->target) : std::nullopt;
    const auto* believed = sender ? known_.account_of(*sender) : nullptr;
    if (known_.open() || (believed != nullptr && believed->secret.empty()))
        return sender ? *sender : sip::address_of_record(from ? from->target : sip::uri{});

    std::optional<sip::digest_credentials> given;
    for (const auto& row : request.all(header::authorization)) {
        const auto read = sip::parse_digest_credentials(row.value);
        if (!read && sip::iequal(row.value.substr(0, 7), "Digest "))
            return std::unexpected(sip::answer(request, 400, random_.token(8), "Bad Authorization"));
        if (read && read->realm == realm_of(settings_)) given = *read;
    }
    if (!given) return std::unexpected(challenge(now, request, false));
    if (!for_target(*given, request))
        return std::unexpected(sip::answer(request, 400, random_.token(8), "Credentials for Another Target"));

    const auto algorithm = given->algorithm.empty() ? std::string("MD5") : given->algorithm;
    const bool offered = std::ranges::any_of(settings_.digest_algorithms,
                                             [&](const auto& a) { return sip::iequal(a, algorithm); });
    const bool protects = std::ranges::any_of(settings_.digest_qop,
                                              [&](const auto& qop) { return sip::iequal(qop, given->qop); });
    const auto* account = known_.account(given->username);
    const auto count = sip::digest_count(*given);
    const bool good = offered && account != nullptr && !account->secret.empty() &&
                      protects && count && !given->cnonce.empty() &&
                      same(given->response,
                           sip::digest_response(*given, account->secret, request.method(), request.body()));
    if (!good) return std::unexpected(challenge(now, request, false));
    const auto nonce = nonces_.find(given->nonce);
    if (nonce == nonces_.end() || nonce->second.until <= now.steady || *count <= nonce->second.last_count)
        return std::unexpected(challenge(now, request, true)); // the secret is right, the nonce is used up
    nonce->second.last_count = *count;
    accepted_ = {std::move(*given), account->secret};
    return "sip:" + account->user + "@" + realm_of(settings_);
}

std::string authentication::confirmation(std::string_view body) const {
    if (!accepted_) return {};
    return sip::print(sip::confirm_credentials(accepted_->credentials, accepted_->secret, body));
}

} // namespace simplespec::agent
