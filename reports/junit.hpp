#pragma once
// JUnit XML, as CI servers read it.
#include "scenarios/requirements/catalogue.hpp"
#include "scenarios/result/result.hpp"

#include <string>

namespace simplespec::reports {

/// One suite of the scenarios (FAIL is a failure; ERROR and INCONC are errors; NA, SKIP and XFAIL are skipped; WARN and
/// INFO pass with output) and one of the requirements on which rules found errors. A failure holds the clause, expected
/// and actual, the ladder and the offending message.
std::string to_junit(const scenarios::run_result& run, const scenarios::catalogue& requirements);

} // namespace simplespec::reports
