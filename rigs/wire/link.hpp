#pragma once
// One stretch of an imagined network: how long a datagram takes, and whether it arrives at all.
#include "sip/entropy.hpp"
#include "sip/instant.hpp"

#include <vector>

namespace simplespec::rigs {

/// What a link does to the datagrams that cross it. Probabilities are 0..1. Streams only feel the delay.
struct link_settings {
    sip::duration delay = std::chrono::milliseconds(1);
    double loss = 0;
    double duplication = 0; ///< that a second copy follows
    double reordering = 0;  ///< that a copy is held back by up to `hold`, so that later ones overtake it
    sip::duration hold = std::chrono::milliseconds(20);
};

/// Draws the fate of each datagram from a seed.
class link {
public:
    link(link_settings settings, std::uint64_t seed) : settings_(settings), random_(seed) {}

    /// How long each copy of the next datagram is under way, in no order; empty where it is lost.
    std::vector<sip::duration> cross();
    sip::duration delay() const { return settings_.delay; }
    /// Change what the link does from now on; the stream of random numbers goes on.
    void set(link_settings settings) { settings_ = settings; }

private:
    bool draw(double probability);
    sip::duration copy();

    link_settings settings_;
    sip::entropy random_;
};

} // namespace simplespec::rigs
