// simplespec compare: what a new build does better, worse and otherwise.
#include "reports/compare.hpp"

#include "cli/command.hpp"
#include "cli/results.hpp"

#include <fmt/format.h>

#include <memory>

namespace simplespec::cli {

namespace {

struct options {
    std::string before, after;
    bool json = false;
};

std::expected<reports::run_of_file, std::string> run_in(const std::string& file) {
    auto run = read_run(file);
    if (!run) return std::unexpected(run.error() + "; `simplespec run --json FILE` writes such a file");
    return reports::run_of_file{file, std::move(*run)};
}

int compare(const options& given) {
    const auto before = run_in(given.before);
    const auto after = before ? run_in(given.after) : before;
    if (!after) {
        fmt::print(stderr, "simplespec: {}\n", after.error());
        return usage;
    }
    const auto found = reports::compare(*before, *after);
    if (given.json) {
        fmt::print("{}", reports::compare_json(found));
    } else {
        fmt::print("{}", reports::compare_text(found, scenarios::catalogue::built_in()));
    }
    return found.regression() ? regression : as_expected;
}

} // namespace

void add_compare(CLI::App& program, int& code) {
    auto given = std::make_shared<options>();
    auto* command = program.add_subcommand(
        "compare", "What changed between two runs: verdicts, and behaviour behind them");
    command->add_option("OLD.json", given->before, "What `run --json` wrote of the older build")->required();
    command->add_option("NEW.json", given->after, "What `run --json` wrote of the newer one")->required();
    command->add_flag("--json", given->json, "As one JSON object");
    command->footer(
        "Exit codes: 0 nothing regressed, 2 a file cannot be read as a run, 7 something regressed.\n"
        "Example: simplespec run rfc3903 --json old.json; simplespec run rfc3903 --json new.json; "
        "simplespec compare old.json new.json");
    command->callback([given, &code] { code = compare(*given); });
}

} // namespace simplespec::cli
