#pragma once
// What a scenario or a requirement is about, and what a run made of it: for whoever has to mend it.
#include "scenarios/language/scenario.hpp"
#include "scenarios/requirements/catalogue.hpp"
#include "scenarios/result/result.hpp"
#include "scenarios/runner/coverage.hpp"

#include <string>
#include <string_view>

namespace simplespec::reports {

/// Title, what it needs, the clauses that its lines judge, and its steps as they stand in the file. Where a
/// run is given, the lines that were not met are marked in them.
std::string explain_scenario(const scenarios::scenario& s, const scenarios::catalogue& requirements,
                             const scenarios::scenario_result* result = nullptr);

/// What a run made of it: the verdict; for each line that was not met expected and actual; the ladder with
/// the first wrong arrow, that message with the row marked; what the rules found in it; how to run and how to
/// repeat it. `file` is the run's.
std::string explain_result(const scenarios::scenario_result& result, const scenarios::catalogue& requirements,
                           std::string_view file);

/// Sentence and keyword, who checks it, what proves the check, or why there is none.
std::string explain_requirement(const scenarios::covered& of);

/// What a run found about it: what the rules say with the first message that departs, and the scenarios that
/// judge it.
std::string explain_findings(const scenarios::covered& of, const scenarios::run_result& run,
                             std::string_view file);

} // namespace simplespec::reports
