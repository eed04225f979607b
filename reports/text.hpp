#pragma once
// The report on a terminal or in a log.
#include "scenarios/requirements/catalogue.hpp"
#include "scenarios/result/result.hpp"

#include <string>

namespace simplespec::reports {

struct text_style {
    bool colour = false; ///< only where the output is a terminal
    bool verbose = false; ///< passed scenarios with their ladder, too
};

/// "simplespec 0.1.0   testbed embedded   wire virtual   seed 1": what stands above the scenarios.
std::string text_head(const scenarios::run_result& run);
/// One line, and for everything that did not go as expected: clause, ladder with the first deviation, expected and actual,
/// how to rerun.
std::string text_scenario(const scenarios::scenario_result& scenario, const scenarios::catalogue& requirements,
                          const text_style& style);
/// What the rules found over the whole run, worst first; empty where they found nothing above a note.
std::string text_requirements(const scenarios::run_result& run, const scenarios::catalogue& requirements,
                              const text_style& style);
/// The counts and the exit code in words, the last lines of a run.
std::string text_summary(const scenarios::run_result& run, const text_style& style);

} // namespace simplespec::reports
