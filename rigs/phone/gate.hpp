#pragma once
// Who may use a phone's web server: Basic or Digest (RFC 7616, and RFC 2617 as it was), as phones offer them.
#include "net/http_message.hpp"
#include "sip/entropy.hpp"
#include "sip/instant.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace simplespec::rigs {

struct http_account {
    std::string user{}; ///< empty: whoever comes is let in
    std::string password{};
    bool digest = false; ///< Digest alone; else Basic alone
};

class gate {
  public:
    gate(std::string realm, sip::entropy random) : realm_(std::move(realm)), random_(random) {}

    /// The 401 for who is not to come in; none where it may. A nonce lives five minutes and serves each count
    /// once.
    std::optional<net::http_response> refuse(sip::instant now, const net::http_request& request,
                                             const http_account& account);

  private:
    struct nonce {
        std::string text;
        sip::time_point until;
        std::uint64_t last_count = 0;
    };
    enum class verdict : std::uint8_t { in, out, stale };
    verdict by_digest(sip::instant now, const net::http_request& request, const http_account& account);
    bool by_basic(const net::http_request& request, const http_account& account) const;
    std::string new_nonce(sip::instant now);

    std::string realm_;
    sip::entropy random_;
    std::deque<nonce> nonces_; // oldest first
};

} // namespace simplespec::rigs
