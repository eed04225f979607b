#pragma once
// Features that a testbed says are absent, and that were seen working all the same.
#include "scenarios/result/result.hpp"
#include "scenarios/testbeds/testbed.hpp"

namespace simplespec::scenarios {

/// A scenario that was left out because the target has not what it needs becomes INFO where another scenario of the run saw the
/// target do just that: `denied-FEATURE-works`, with a note that names scenario and message.
void report_denied(run_result& run, const testbed& bed);

} // namespace simplespec::scenarios
