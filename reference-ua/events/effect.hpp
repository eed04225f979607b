#pragma once
// What the event machines ask their owner to do.
#include "events/content.hpp"
#include "sip/composer.hpp"
#include "sip/transaction/layer.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace simplespec::events {

/// Send a request, Via and transaction to be added by the transaction layer. Each machine has at most one
/// outstanding: its response goes to on_response(), a timeout or a transport failure to on_failure().
struct send_request {
    sip::composer request;
    std::string next_hop; ///< the URI that says where to: the first Route, else the Request-URI
};

/// Answer a request.
struct respond {
    sip::server_key key{};
    sip::message response;
};

/// How a request of ours failed without any response (RFC 3261 section 8.1.3.1).
enum class failure : std::uint8_t {
    timed_out,        ///< Timer F: as if 408 came
    transport_failed, ///< as if 503 came
};

/// Who we are towards a server that challenges us. No name: challenges are failures.
struct account {
    std::string username;
    std::string password;
};

} // namespace simplespec::events
