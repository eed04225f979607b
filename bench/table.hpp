#pragma once
// Results as people read them.
#include "bench/result.hpp"

#include <string>

namespace simplespec::bench {

/// For each stage and subject who took how long, with rate, allocations and instructions, and ours divided by
/// each. Who gave no answer or another one is named with the reason.
std::string print_table(const bench_result& result);

/// For each goal what was reached; goals whose subject or peer was not measured are left out.
std::string print_goals(const bench_result& result);

/// What changed from one result to another. Times are first set right by how the peers' times moved at the
/// same subject, because their code did not change and the machine did; a change of time is named only where
/// the intervals part. Instructions are compared where both have them: more than 3 % is a change. So are
/// allocations.
struct comparison {
    std::string text;
    std::size_t regressions = 0;
};
comparison compare(const bench_result& before, const bench_result& after);

} // namespace simplespec::bench
