#pragma once
// For tests: whether the work of a reader grows as its text does. Counts processor time of the thread, which other
// programs on the machine disturb little, and tries again where it did: what is linear is found so at once, what is quadratic
// never.
#include <algorithm>
#include <cstddef>
#include <ctime>
#include <string>

namespace simplespec::sip {

/// `run` on texts of one and of four times this size; `make(octets)` gives the text. A linear reader takes four times as
/// long, a quadratic one sixteen times.
template <class Make, class Run>
bool grows_linearly(Make make, Run run, std::size_t octets = 1U << 14U) {
    const auto spent = [&](const std::string& text) {
        timespec begin{}, end{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
        run(text);
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
        return static_cast<double>(end.tv_sec - begin.tv_sec) + static_cast<double>(end.tv_nsec - begin.tv_nsec) * 1e-9;
    };
    const std::string small = make(octets), large = make(octets * 4);
    constexpr double noise = 0.002; // seconds in which a clock or a page fault tells more than the reader
    double little = 1e9, much = 1e9;
    for (int turn = 0; turn < 6; ++turn) {
        little = std::min(little, spent(small));
        much = std::min(much, spent(large));
        if (much < little * 8 + noise) return true;
    }
    return false;
}

} // namespace simplespec::sip
