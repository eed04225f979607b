#pragma once
// Time as it is handed in. No machine below net/ reads a clock.
#include <chrono>

namespace simplespec::sip {

using duration = std::chrono::steady_clock::duration;
using time_point = std::chrono::steady_clock::time_point;
using wall_time = std::chrono::system_clock::time_point;

/// One moment on both clocks: deadlines use `steady`, Date headers and document timestamps use `wall`.
struct instant {
    time_point steady;
    wall_time wall;

    /// The moment `d` later on both clocks.
    instant operator+(duration d) const {
        return {steady + d, wall + std::chrono::duration_cast<wall_time::duration>(d)};
    }
    bool operator==(const instant&) const = default;
};

/// The earlier of two optional deadlines; none where both are none.
template <class Time>
constexpr auto earlier(Time a, Time b) {
    if (!a) return b;
    if (!b) return a;
    return *a < *b ? a : b;
}

} // namespace simplespec::sip
