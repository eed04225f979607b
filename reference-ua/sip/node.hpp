#pragma once
// What every endpoint looks like to a wire or a run loop.
#include "sip/hop.hpp"
#include "sip/instant.hpp"

#include <optional>
#include <vector>

namespace simplespec::sip {

/// A party that is driven from outside: a presence server, a handset. It owns no socket and no clock; what it wants sent
/// it returns. Hosted by a virtual wire in virtual time, or by net's run loop on real sockets.
class node {
public:
    virtual ~node() = default;

    /// A whole message arrived.
    virtual std::vector<transmission> on_reception(instant now, const reception& received) = 0;
    /// A transmission could not be delivered: refused, closed, no route.
    virtual std::vector<transmission> on_undeliverable(instant now, const transmission& lost) = 0;
    /// deadline() has passed.
    virtual std::vector<transmission> on_timer(instant now) = 0;
    /// When on_timer wants to be called next; none while nothing is pending.
    virtual std::optional<time_point> deadline() const = 0;
};

} // namespace simplespec::sip
