#pragma once
// Digest from the client's side: answering challenges (RFC 3261 section 22, RFC 7616, RFC 8760).
#include "sip/authentication_info.hpp"
#include "sip/composer.hpp"
#include "sip/digest.hpp"
#include "sip/entropy.hpp"
#include "sip/message.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace simplespec::sip {

/// One user's credentials: takes the challenges of 401 and 407, for any number of realms, and signs the
/// requests after them. A nonce is used again, its count going up, until the server asks for another one.
class digest_client {
public:
    /// Without a name no challenge can be answered.
    digest_client(std::string username, std::string password)
        : username_(std::move(username)), password_(std::move(password)) {}

    /// A 401 or 407 came. Of the challenges for one realm the first that we can compute counts (RFC 8760
    /// section 2.4). A value where the request is worth sending again, with sign(); else the reason why it is not: unknown
    /// algorithms, or the credentials just sent were refused and not only their nonce was stale.
    std::expected<void, unanswerable> on_challenge(const message& response);
    /// Another final response came: what we sent was good enough. Takes the nextnonce of Authentication-Info, and tells
    /// whether its rspauth proves that the server knows our secret. A wrong proof changes nothing else: what to make of it
    /// is for the user to say.
    server_proof on_response(const message& response);
    /// Add the credentials that the challenges ask for; nothing before the first one.
    void sign(composer& request, entropy& random);

private:
    struct answer {
        digest_challenge challenge{};
        digest_credentials sent{}; // the last
        std::uint32_t count = 0; // of requests signed with this nonce
        int refusals = 0;        // challenges since the last other response
    };
    answer& answer_for(const digest_challenge& challenge);

    std::string username_, password_;
    std::vector<answer> answers_; // by realm
};

} // namespace simplespec::sip
