#pragma once
// Exchanges for tests: whole valid conversations, to be broken one octet at a time.
#include "scenarios/rules/judge.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios::testing_exchange {

using namespace std::chrono_literals;

/// One message of an exchange. "Content-Length: #" is filled in when it is judged.
struct passing {
    std::string head; ///< start line and rows, CRLF after each
    std::string body;
    bool from_server = false;
    sip::duration after = 0s; ///< since the first message
    sip::transport via = sip::transport::udp;
    sip::hop source{}; ///< where it differs from the usual
    bool deviates = false;
};

struct exchange {
    std::vector<passing> messages;

    /// Replace the first occurrence in message `i` of the head, or else of the body; the test fails where it
    /// is not found.
    exchange& replace(std::size_t i, std::string_view from, std::string_view to);
    /// Drop the row that begins so.
    exchange& drop(std::size_t i, std::string_view row);
    /// Put a row in front of Content-Length.
    exchange& add(std::size_t i, std::string_view row);
    exchange& erase(std::size_t i);
    /// The same message once more, later.
    exchange& repeat(std::size_t i, sip::duration later);
};

/// PUBLISH (0) and its 200 (1), refresh (2, 3), removal (4, 5).
exchange publishing();
/// PUBLISH (0), 401 (1), PUBLISH with credentials (2), 200 (3).
exchange challenged();
/// SUBSCRIBE (0, 1), NOTIFY (2, 3), refresh (4, 5), NOTIFY (6, 7), unsubscribe (8, 9), NOTIFY (10, 11).
exchange subscribing();
/// A list: SUBSCRIBE (0, 1), NOTIFY (2, 3), partial NOTIFY (4, 5), refresh (6, 7), NOTIFY (8, 9).
exchange listing();
/// SUBSCRIBE to presence.winfo (0, 1), NOTIFY (2, 3).
exchange watching();
/// REGISTER (0, 1), OPTIONS (2, 3).
exchange registering();

/// What the judge says of all of it, up to `end` after the first message.
std::vector<judgement> judge_all(const exchange& e, judge_settings settings = {}, sip::duration end = 0s);
/// The same over a stream.
exchange over_tcp(exchange e);

} // namespace simplespec::scenarios::testing_exchange
