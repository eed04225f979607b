#pragma once
// The non-INVITE client transaction (RFC 3261 section 17.1.2).
#include "sip/transaction/timers.hpp"

#include <cstdint>
#include <optional>

namespace simplespec::sip {

/// RFC 3261 figure 6. It holds no octets: what it returns says what its owner does with the request and the
/// response.
class client_transaction {
public:
    enum class state : std::uint8_t { trying, proceeding, completed, terminated };

    /// What a step asks for.
    struct effects {
        bool transmit = false;         ///< send the request (again)
        bool deliver = false;          ///< pass the response to the transaction user
        bool timed_out = false;        ///< tell the user that Timer F fired
        bool transport_failed = false; ///< tell the user that the request could not be sent

        bool operator==(const effects&) const = default;
    };

    client_transaction(bool reliable, const timer_settings& timers) : reliable_(reliable), timers_(timers) {}

    /// Send the request for the first time; starts Timers E and F.
    effects start(instant now);
    /// A response that matches (RFC 3261 section 17.1.3) arrived.
    effects on_response(instant now, int status);
    /// RFC 3261 section 17.1.4: the transport could not send the request.
    effects on_transport_error(instant now);
    effects on_timer(instant now);
    std::optional<time_point> deadline() const;
    state current() const { return state_; }

private:
    bool reliable_;
    timer_settings timers_;
    state state_ = state::trying;
    duration interval_{};               // of Timer E
    std::optional<time_point> timer_e_; // retransmit the request
    std::optional<time_point> timer_f_; // give up
    std::optional<time_point> timer_k_; // stop absorbing responses
};

} // namespace simplespec::sip
