#pragma once
// The timer values of RFC 3261 section 17.1.1.1, as settings.
#include "sip/instant.hpp"

#include <chrono>

namespace simplespec::sip {

struct timer_settings {
    duration t1 = std::chrono::milliseconds(500); ///< round-trip time estimate
    duration t2 = std::chrono::seconds(4); ///< longest interval between retransmissions of a non-INVITE
    duration t4 = std::chrono::seconds(5); ///< how long a message may stay in the network

    duration timeout() const { return 64 * t1; } ///< Timer F and Timer J over UDP
};

} // namespace simplespec::sip
