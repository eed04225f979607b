#include "agent/defects/defect.hpp"
#include "cli/command.hpp"
#include "cli/target.hpp"
#include "net/workers.hpp"
#include "reports/coverage.hpp"
#include "scenarios/runner/runner.hpp"
#include "scenarios/runner/suite.hpp"

#include <fmt/format.h>

#include <memory>

namespace simplespec::cli {

namespace {

// The whole suite against the built-in endpoint in virtual time.
std::expected<scenarios::run_result, std::string> embedded_run() {
    const auto bed = scenarios::embedded_testbed();
    const auto against = open_target(bed, wire_kind::virtual_time);
    if (!against) return std::unexpected(against.error());
    std::vector<const scenarios::scenario*> all;
    for (const auto& s : scenarios::built_in_suite()) all.push_back(&s);
    scenarios::run_settings settings;
    settings.parallel = [](const std::vector<scenarios::task>& tasks) {
        std::vector<net::job> work;
        for (const auto& task : tasks) work.push_back({task.holds, task.work});
        net::do_all(work, net::processors());
    };
    return scenarios::run(bed, all, against->set, settings);
}

} // namespace

void add_coverage(CLI::App& program, int& code) {
    auto json = std::make_shared<bool>(false);
    auto* command = program.add_subcommand(
        "coverage", "Who checks each requirement, what has proven the check, or why there is none");
    command->add_flag("--json", *json, "As JSON, every requirement");
    command->footer("Runs the suite against the built-in endpoint first, to count what it exercises.\n"
                    "Example: simplespec coverage --json");
    command->callback([json, &code] {
        const auto run = embedded_run();
        if (!run) {
            fmt::print(stderr, "simplespec: {}\n", run.error());
            code = not_ready;
            return;
        }
        auto proofs = scenarios::proofs();
        for (const auto& d : agent::all_defects())
            proofs.push_back({std::string(d.requirement), "defect " + std::string(d.name)});
        const auto rows =
            scenarios::coverage_of(scenarios::catalogue::built_in(), scenarios::all_rules(),
                                   scenarios::built_in_suite(), proofs, &*run);
        fmt::print("{}", *json ? reports::coverage_json(rows) : reports::coverage_text(rows));
        code = as_expected;
    });
}

} // namespace simplespec::cli
