// simplespec explain: what a scenario or a requirement is about, and what a run made of it.
#include "reports/explain.hpp"

#include "agent/defects/defect.hpp"
#include "cli/command.hpp"
#include "cli/results.hpp"
#include "cli/select.hpp"
#include "reports/escape.hpp"
#include "scenarios/runner/suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace simplespec::cli {

namespace {

struct options {
    std::string what, run;
};

int fail(int code, const std::string& why) {
    fmt::print(stderr, "simplespec: {}\n", why);
    return code;
}

const scenarios::catalogue& requirements() { return scenarios::catalogue::built_in(); }

int explain_row(const scenarios::requirement& row, const scenarios::run_result* run,
                const std::string& file) {
    auto proofs = scenarios::proofs();
    for (const auto& d : agent::all_defects())
        proofs.push_back({std::string(d.requirement), "defect " + std::string(d.name)});
    const auto rows = scenarios::coverage_of(requirements(), scenarios::all_rules(),
                                             scenarios::built_in_suite(), proofs, run);
    const auto covered = std::ranges::find(rows, &row, &scenarios::covered::row);
    fmt::print("{}", reports::explain_requirement(*covered));
    if (run != nullptr) fmt::print("{}", reports::explain_findings(*covered, *run, file));
    return as_expected;
}

std::string unknown(const std::string& what) {
    std::vector<std::string> all;
    for (const auto& s : scenarios::built_in_suite()) all.push_back(s.id);
    for (const auto& row : requirements().rows()) all.push_back(row.id);
    const auto near = scenarios::nearest(what, all);
    return fmt::format("{} is no scenario and no requirement{}; `simplespec list` shows the scenarios",
                       reports::for_terminal(what), near.empty() ? "" : "; is it " + near + "?");
}

int explain(const options& given) {
    std::optional<scenarios::run_result> run;
    if (!given.run.empty()) {
        auto read = read_run(given.run);
        if (!read) return fail(usage, read.error() + "; `simplespec run --json FILE` writes such a file");
        run = std::move(*read);
    }
    if (const auto* row = requirements().find(given.what); row != nullptr)
        return explain_row(*row, run ? &*run : nullptr, given.run);
    const scenarios::scenario_result* result = nullptr;
    if (run) {
        const auto found = std::ranges::find(run->scenarios, given.what, &scenarios::scenario_result::id);
        if (found != run->scenarios.end()) result = &*found;
    }
    const auto chosen = select_scenarios({given.what});
    if (!chosen && chosen.error().exit_code == usage) return fail(usage, chosen.error().message);
    const auto count = chosen ? chosen->chosen.size() : 0;
    if (count > 1)
        return fail(selects_nothing,
                    fmt::format("{} means {} scenarios; one at a time is explained", given.what, count));
    if (count == 0 && result == nullptr) return fail(selects_nothing, unknown(given.what));
    if (count == 1 && run && result == nullptr) {
        // A file of one's own is called by its path, and stands in the run by its id.
        const auto found =
            std::ranges::find(run->scenarios, chosen->chosen[0]->id, &scenarios::scenario_result::id);
        if (found == run->scenarios.end())
            return fail(selects_nothing, fmt::format("{} has no scenario {}", given.run, given.what));
        result = &*found;
    }
    if (count == 1)
        fmt::print("{}", reports::explain_scenario(*chosen->chosen[0], requirements(), result));
    else
        fmt::print("{}\n  {}\n", reports::for_terminal(result->id), reports::for_terminal(result->title));
    if (result != nullptr) fmt::print("{}", reports::explain_result(*result, requirements(), given.run));
    return as_expected;
}

} // namespace

void add_explain(CLI::App& program, int& code) {
    auto given = std::make_shared<options>();
    auto* command = program.add_subcommand(
        "explain", "What a scenario or a requirement is about, and what a run made of it");
    command
        ->add_option("ID", given->what,
                     "A scenario (rfc3903/6/unknown-entity-tag-is-refused, or a .scn file) or a requirement "
                     "(RFC3903-6-11)")
        ->required();
    command->add_option("--run", given->run,
                        "What `run --json` wrote: the message that was wrong, and how to see it again");
    command->footer(
        "Exit codes: 0 explained, 2 a file cannot be read, 4 there is no such scenario or requirement.\n"
        "Example: simplespec run rfc3903 --json run.json; simplespec explain "
        "rfc3903/6/unknown-entity-tag-is-refused --run run.json");
    command->callback([given, &code] { code = explain(*given); });
}

} // namespace simplespec::cli
