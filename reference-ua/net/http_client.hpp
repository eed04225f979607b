#pragma once
// HTTP to a phone: one request, one response, with a limit on time and size.
#include "net/http_message.hpp"
#include "sip/instant.hpp"

#include <cstdint>
#include <expected>
#include <memory>
#include <string>

namespace simplespec::net {

struct http_place {
    std::string host; ///< name or address
    std::uint16_t port = 80;
    /// HTTPS. Phones sign their certificates themselves: it is not asked whose it is.
    bool secure = false;
};

enum class http_failure_kind : std::uint8_t {
    unreachable, ///< no connection
    silent,      ///< a connection, and no whole response in time, or it was closed
    malformed,   ///< what came is no HTTP
    too_large,   ///< more than most_octets
};

struct http_failure {
    http_failure_kind what = http_failure_kind::unreachable;
    std::string text{}; ///< half a sentence: "192.0.2.7:80 refuses the connection"
};

/// Keeps its connection for the next request as long as the phone does. Waits in the calling thread, `limit`
/// at most.
class http_client {
  public:
    static constexpr std::size_t most_octets = 32 << 20; ///< of a response's body

    http_client(http_place place, sip::duration limit);
    http_client(http_client&&) noexcept;
    http_client& operator=(http_client&&) noexcept;
    ~http_client();

    std::expected<http_response, http_failure> exchange(const http_request& request);

  private:
    struct connection;
    std::unique_ptr<connection> connection_;
    http_place place_;
    sip::duration limit_;
};

} // namespace simplespec::net
