#pragma once
// Measuring, with Google Benchmark and under callgrind.
#include "bench/measured_case.hpp"
#include "bench/result.hpp"

namespace simplespec::bench {

struct effort {
    int repetitions = 9;
    double seconds = 0.05; ///< of each repetition of each case
};

/// Time all cases, their repetitions mixed at random, so that the machine's moods meet all alike.
bench_result measure(const measured_cases& cases, const effort& spent);

/// Whether this process runs under callgrind.
bool under_callgrind();
/// One message of each case, warm, into a dump of its own that has the case's id for its description.
void count_instructions(const measured_cases& cases);

} // namespace simplespec::bench
