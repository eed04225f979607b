#include "sip/digest_client.hpp"

#include "sip/headers/list.hpp"

namespace simplespec::sip {
namespace {

constexpr std::size_t most_realms = 8;
constexpr int most_stale = 3; // in a row

// nextnonce = "nextnonce" EQUAL nonce-value, among the parameters of Authentication-Info
std::string next_nonce(const message& m, header field) {
    for (const auto& value : list_values(m, field)) {
        cursor in(value.text);
        if (iequal(in.token(), "nextnonce") && in.take_separator('=')) return unquote(trim(in.rest()));
    }
    return {};
}

} // namespace

digest_client::answer& digest_client::answer_for(const digest_challenge& challenge) {
    for (auto& a : answers_)
        if (a.challenge.from_proxy == challenge.from_proxy && a.challenge.realm == challenge.realm) return a;
    if (answers_.size() == most_realms) answers_.erase(answers_.begin());
    return answers_.emplace_back();
}

bool digest_client::on_challenge(const message& response) {
    if (username_.empty()) return false;
    bool worth_it = false;
    for (auto& challenge : digest_challenges(response)) {
        auto& to = answer_for(challenge);
        const bool first = ++to.refusals == 1;
        worth_it |= first || (challenge.stale && to.refusals <= most_stale);
        if (to.challenge.nonce != challenge.nonce) to.count = 0;
        to.challenge = std::move(challenge);
    }
    return worth_it;
}

void digest_client::on_response(const message& response) {
    for (auto& a : answers_) {
        a.refusals = 0;
        const auto next = next_nonce(response, a.challenge.from_proxy ? header::proxy_authentication_info
                                                                      : header::authentication_info);
        if (next.empty() || next == a.challenge.nonce) continue;
        a.challenge.nonce = next;
        a.count = 0;
    }
}

void digest_client::sign(composer& request, entropy& random) {
    if (answers_.empty()) return;
    const auto plain = request.take();
    for (auto& a : answers_)
        request.add(a.challenge.from_proxy ? header::proxy_authorization : header::authorization,
                    print(answer_challenge(a.challenge, username_, password_, plain.method(),
                                           plain.request_uri(), plain.body(), random.token(16), ++a.count)));
}

} // namespace simplespec::sip
