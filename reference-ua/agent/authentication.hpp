#pragma once
// Who sent a request: digest authentication from the server's side (RFC 3261 section 22, RFC 7616, RFC 8760).
#include "agent/directory.hpp"
#include "sip/authentication_info.hpp"
#include "sip/composer.hpp"
#include "sip/entropy.hpp"
#include "sip/instant.hpp"
#include "sip/message.hpp"

#include <cstdint>
#include <deque>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace simplespec::agent {

/// Challenges, and checks what comes back. A nonce serves for a time, and each of its counts once.
class authentication {
public:
    authentication(const server_settings& settings, const directory& known, sip::entropy& random)
        : settings_(settings), known_(known), random_(random) {}

    /// The sender's resource, "sip:alice@example.com"; without accounts, or for an account without a secret,
    /// what From says. Else the refusal: 401 with a challenge for each algorithm, or 400 for credentials that
    /// cannot be read.
    std::expected<std::string, sip::composer> identify(sip::instant now, const sip::message& request);
    /// The Authentication-Info for the response to the request that was identified last, with the proof that we know the
    /// secret too; empty where it bore no credentials (RFC 7616 section 3.5).
    std::string confirmation(std::string_view body) const;

private:
    struct accepted_credentials {
        sip::digest_credentials credentials;
        std::string secret;
    };
    struct nonce_state {
        sip::time_point until;
        std::uint64_t last_count = 0;
    };
    sip::composer challenge(sip::instant now, const sip::message& request, bool stale);
    std::string new_nonce(sip::instant now);

    const server_settings& settings_;
    const directory& known_;
    sip::entropy& random_;
    std::optional<accepted_credentials> accepted_;
    std::unordered_map<std::string, nonce_state> nonces_;
    std::deque<std::string> nonce_order_; // oldest first
};

} // namespace simplespec::agent
