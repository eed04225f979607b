#pragma once
// Two runs laid beside each other: what a release manager asks of a new build.
#include "reports/behaviour.hpp"
#include "scenarios/requirements/catalogue.hpp"
#include "scenarios/result/result.hpp"

#include <string>
#include <vector>

namespace simplespec::reports {

/// One side of a change.
struct judgement {
    scenarios::verdict outcome = scenarios::verdict::skip;
    scenarios::overlay over = scenarios::overlay::none;
    std::string reason;
};

/// A scenario, or a requirement that the rules hold all messages to, whose verdict or reason is another.
struct verdict_change {
    std::string id;
    judgement before, after;
    std::string requirement; ///< that the newer deviation, of a scenario, breaks
    std::string expected, actual;
    std::string first; ///< of a requirement: the scenario in which it was found
};

/// Each list in the order of the newer run.
struct verdict_changes {
    std::vector<verdict_change> regressed; ///< worse than it was, and no known failure
    std::vector<verdict_change> accepted;  ///< worse than it was; the newer run's baseline knows it
    std::vector<verdict_change> fixed;
    std::vector<verdict_change> otherwise; ///< still not right, with another reason
    std::vector<verdict_change> unjudged;  ///< failed, and can not be judged any more: NA, INCONC
    std::vector<verdict_change> flaky;     ///< moved, and one of both runs calls it flaky: says nothing
    std::vector<verdict_change> appeared;  ///< only the newer run has it
    std::vector<verdict_change> gone;      ///< only the older one has
    std::size_t unchanged = 0;
};

struct run_name {
    std::string file, started, tool, testbed, agent;
};

struct comparison {
    run_name before, after;
    std::vector<std::string> warnings; ///< why the two may not be comparable
    verdict_changes scenarios;
    verdict_changes requirements;
    std::vector<behaviour_change> behaviour; ///< of scenarios whose verdict and reason stayed
    std::vector<latency_change> latencies;

    bool regression() const { return !scenarios.regressed.empty() || !requirements.regressed.empty(); }
};

/// A run and the file that it came from.
struct run_of_file {
    std::string file;
    scenarios::run_result run;
};

/// What is new, whose verdict moved, and what the target does otherwise. SKIP is as if it were not there.
comparison compare(const run_of_file& before, const run_of_file& after);

/// For a terminal: counts first, then regressions with their reasons, fixes, behaviour.
std::string compare_text(const comparison& c, const scenarios::catalogue& requirements);
/// The same as one JSON object; "regression" says what the exit code says.
std::string compare_json(const comparison& c);

} // namespace simplespec::reports
