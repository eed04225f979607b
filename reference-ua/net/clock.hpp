#pragma once
// The only clock: real time, and an offset that a test bench may shift.
#include "sip/instant.hpp"

#include <atomic>

namespace simplespec::net {

/// Real time plus an offset. Safe to read from any thread.
class clock {
public:
    sip::instant now() const;
    /// Move this clock forward.
    void shift(sip::duration by) { offset_ += by.count(); }
    /// The moment on the real steady clock at which this clock shows `t`.
    sip::time_point real(sip::time_point t) const;

private:
    std::atomic<sip::duration::rep> offset_{0};
};

/// A seed from the system's random device, for runs that name none.
std::uint64_t system_seed();

} // namespace simplespec::net
