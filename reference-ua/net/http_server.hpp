#pragma once
// HTTP for who comes: requests in, responses out, within limits of size, number and time.
#include "net/http_message.hpp"
#include "net/run_loop.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>

namespace simplespec::net {

struct http_server_limits {
    std::uint32_t header = 16U << 10U; ///< octets of a request's header
    std::uint64_t body = 64U << 10U;   ///< of its body
    std::size_t connections = 32;      ///< open at once; who comes beyond is closed at once
    sip::duration patience =
        std::chrono::seconds(15); ///< for a whole request to come, and for a whole response to be read
};

/// Answers one request. Status 0: close the connection without an answer.
using http_handler = std::function<http_response(const http_request&)>;

/// Serves on the run loop's thread. A request that is none is answered with 400, 413 or 431, and its
/// connection closed. At a loopback address, what asks for a host of another name than localhost is refused
/// with 421: a page elsewhere whose name was made to lead here.
class http_server {
  public:
    /// Listen at a numeric address; port 0 takes one that is free. Elsewhere than at a loopback address only
    /// where `guarded` says that the handler asks for a password. On failure a sentence that says which
    /// address and why.
    static std::expected<std::unique_ptr<http_server>, std::string>
    open(run_loop& loop, const std::string& host, std::uint16_t port, bool guarded, http_handler handler,
         http_server_limits limits = {});
    /// Closes what is open; the handler is not called any more.
    ~http_server();
    http_server(const http_server&) = delete;
    http_server& operator=(const http_server&) = delete;

    std::uint16_t port() const;

    struct state;

  private:
    explicit http_server(std::shared_ptr<state> s);
    std::shared_ptr<state> state_; // pending operations of Asio share it
};

} // namespace simplespec::net
