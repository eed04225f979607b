#include "sip/digest_client.hpp"

namespace simplespec::sip {
namespace {

constexpr std::size_t most_realms = 8;
constexpr int most_stale = 3; // in a row

} // namespace

digest_client::answer& digest_client::answer_for(const digest_challenge& challenge) {
    for (auto& a : answers_)
        if (a.challenge.from_proxy == challenge.from_proxy && a.challenge.realm == challenge.realm) return a;
    if (answers_.size() == most_realms) answers_.erase(answers_.begin());
    return answers_.emplace_back();
}

std::expected<void, unanswerable> digest_client::on_challenge(const message& response) {
    if (username_.empty()) return std::unexpected(unanswerable::no_credentials);
    auto why = unanswerable::no_challenge;
    bool worth_it = false;
    for (auto& challenge : digest_challenges(response, &why)) {
        auto& to = answer_for(challenge);
        const bool first = ++to.refusals == 1;
        const bool again = first || (challenge.stale && to.refusals <= most_stale);
        if (!again) why = challenge.stale ? unanswerable::always_stale : unanswerable::refused;
        worth_it |= again;
        if (to.challenge.nonce != challenge.nonce) to.count = 0;
        to.challenge = std::move(challenge);
    }
    if (!worth_it) return std::unexpected(why);
    return {};
}

server_proof digest_client::on_response(const message& response) {
    auto proven = server_proof::absent;
    for (auto& a : answers_) {
        a.refusals = 0;
        const auto row =
            response.find(a.challenge.from_proxy ? header::proxy_authentication_info : header::authentication_info);
        const auto info = row ? parse_authentication_info(row->value) : parsed<authentication_info>();
        if (!row || !info) continue;
        // Several realms share one row: it is right if it is right for one of them.
        if (const auto one = check_rspauth(*info, a.sent, password_, response.body()); proven != server_proof::right)
            proven = one == server_proof::absent ? proven : one;
        if (info->nextnonce.empty() || info->nextnonce == a.challenge.nonce) continue;
        a.challenge.nonce = info->nextnonce;
        a.count = 0;
    }
    return proven;
}

void digest_client::sign(composer& request, entropy& random) {
    if (answers_.empty()) return;
    const auto plain = request.take();
    for (auto& a : answers_) {
        a.sent = answer_challenge(a.challenge, username_, password_, plain.method(), plain.request_uri(), plain.body(),
                                  random.token(16), ++a.count);
        request.add(a.challenge.from_proxy ? header::proxy_authorization : header::authorization, print(a.sent));
    }
}

} // namespace simplespec::sip
