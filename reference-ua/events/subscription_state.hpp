#pragma once
// How a subscription stands, as NOTIFY tells it: the Subscription-State header field (RFC 6665
// sections 4.1.3, 8.2.3).
#include "sip/message.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace simplespec::events {

struct subscription_state {
    enum class substate : std::uint8_t { active, pending, terminated, extension };
    substate value = substate::active;
    std::string reason; ///< event-reason-value, lower case; empty where absent
    std::optional<std::chrono::seconds> expires;
    std::optional<std::chrono::seconds> retry_after;

    bool operator==(const subscription_state&) const = default;
};

/// The Subscription-State of a NOTIFY; none where the row is missing or its value unreadable. Parameters that
/// cannot be read are passed over.
std::optional<subscription_state> subscription_state_of(const sip::message& notify);
/// "active;expires=600"
std::string write(const subscription_state& s);

/// Whether, and after how long, a subscriber may come again after a termination (RFC 6665 section 4.1.3).
/// None: it should not. `unsaid` is the pause where the notifier named none and one is needed.
std::optional<std::chrono::seconds> retry_pause(const subscription_state& terminated,
                                                std::chrono::seconds unsaid);

} // namespace simplespec::events
