#pragma once
// The non-INVITE server transaction (RFC 3261 section 17.2.2).
#include "sip/transaction/timers.hpp"

#include <cstdint>
#include <optional>

namespace simplespec::sip {

/// RFC 3261 figure 8. It holds no octets: `transmit` means the response just given, or the last one again.
class server_transaction {
public:
    enum class state : std::uint8_t { trying, proceeding, completed, terminated };

    struct effects {
        bool transmit = false;         ///< send the response (again)
        bool transport_failed = false; ///< tell the user that the response could not be sent

        bool operator==(const effects&) const = default;
    };

    server_transaction(bool reliable, const timer_settings& timers) : reliable_(reliable), timers_(timers) {}

    /// The user answers. A second final response is discarded: nothing to transmit.
    effects on_respond(instant now, int status);
    /// The request came again (RFC 3261 section 17.2.3).
    effects on_retransmission(instant now);
    effects on_transport_error(instant now);
    effects on_timer(instant now);
    std::optional<time_point> deadline() const { return timer_j_; }
    state current() const { return state_; }

private:
    bool reliable_;
    timer_settings timers_;
    state state_ = state::trying;
    std::optional<time_point> timer_j_; // stop answering retransmissions
};

} // namespace simplespec::sip
