#pragma once
// A node on real sockets: octets in, octets out, timers called when the clock says so.
#include "net/clock.hpp"
#include "net/port.hpp"
#include "sip/node.hpp"

#include <memory>
#include <vector>

namespace simplespec::net {

/// Hosts one node on some ports of one run loop. Node, clock and loop must outlive it.
class station {
public:
    station(run_loop& loop, const clock& clock, sip::node& node, std::vector<std::unique_ptr<port>> ports);
    ~station();
    station(const station&) = delete;
    station& operator=(const station&) = delete;

    /// Send what the node yields outside of its callbacks (a handset whose key was pressed).
    void transmit(const std::vector<sip::transmission>& out);
    /// Call the node's timer for every deadline that the clock has passed; true where there was one. Needed after the
    /// clock was shifted; otherwise the loop does it.
    bool fire_due();

    struct state;

private:
    std::shared_ptr<state> state_;
};

} // namespace simplespec::net
