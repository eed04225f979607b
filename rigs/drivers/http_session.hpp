#pragma once
// HTTP with a name and a password, as phones ask for them; failures as the rig's errors.
#include "net/http_client.hpp"
#include "rigs/rig.hpp"
#include "sip/digest.hpp"
#include "sip/entropy.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace simplespec::rigs {

/// One request over whatever joins us with the phone: an http_client, or a virtual phone in this process.
using http_link =
    std::function<std::expected<net::http_response, net::http_failure>(const net::http_request&)>;

/// Basic or Digest, as the phone asks; what it asked for once is sent at once the next time.
class http_session {
  public:
    http_session(http_link link, std::string user, std::string password, sip::entropy random)
        : link_(std::move(link)), user_(std::move(user)), password_(std::move(password)), random_(random) {}

    /// Any response but 401. `password_refused` where the phone does not take name and password, or asks in a
    /// way that nobody knows.
    outcome<net::http_response> exchange(net::http_request request);
    outcome<net::http_response> get(std::string_view target);

  private:
    std::string credentials_for(const net::http_request& request);
    bool heed(const net::http_response& refusal);

    http_link link_;
    std::string user_, password_;
    sip::entropy random_;
    bool basic_ = false;
    std::optional<sip::digest_challenge> digest_;
    std::uint32_t count_ = 0; ///< of requests under this nonce
};

/// A name or a value within a query: all but letters, digits and -._~ as %XX.
std::string percent_encoded(std::string_view text);

} // namespace simplespec::rigs
