#pragma once
// Cutting a stream into messages (RFC 3261 section 18.3; keep-alive of RFC 5626 section 3.5.1).
#include "sip/cursor.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace simplespec::sip {

struct frame {
    enum class kind { message, ping, pong };
    kind what = kind::message;
    std::string octets; ///< of a message
};

struct framer_limits {
    std::size_t head = 1U << 20U;
    std::size_t body = 16U << 20U;
};

/// Takes octets as they come and gives whole messages. After an error the stream is lost: close it.
class framer {
public:
    explicit framer(framer_limits limits = {}) : limits_(limits) {}

    void feed(std::string_view octets);
    /// The next whole frame; none where more octets are needed. A double CRLF between messages is a ping, a single one a
    /// pong; a lone CRLF is held back until the next octets tell the two apart, or `flush` is set. Fails where a head passes
    /// its limit or tells no Content-Length.
    parsed<std::optional<frame>> take(bool flush = false);
    /// Octets that wait for the rest of their message.
    std::size_t pending() const { return buffer_.size() - at_; }

private:
    parsed<bool> head_ends();
    std::unexpected<parse_error> lose(parse_error why);

    framer_limits limits_;
    std::string buffer_;
    std::size_t at_ = 0;      // of the message that is being read
    std::size_t scanned_ = 0; // no empty line ends before this
    std::size_t end_ = 0;     // of the whole message, once its head is known
    std::optional<parse_error> lost_;
};

} // namespace simplespec::sip
