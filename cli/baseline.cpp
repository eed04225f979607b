#include "scenarios/result/baseline.hpp"
#include "cli/clock.hpp"
#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/results.hpp"
#include "reports/escape.hpp"
#include "scenarios/requirements/catalogue.hpp"
#include "scenarios/runner/suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace simplespec::cli {

namespace {

struct baseline_options {
    std::string run, known, issue, until;
    std::string out;
};

int fail(const std::string& why) {
    fmt::print(stderr, "simplespec: {}\n", why);
    return usage;
}

std::expected<scenarios::baseline, std::string> baseline_in(const std::string& file,
                                                            const std::string& text) {
    auto known = scenarios::read_baseline(file, text);
    if (!known) return std::unexpected(describe(known.error()));
    return *known;
}

std::string line_for(const scenarios::baseline_entry& entry) {
    std::string out = (entry.scenario.empty() ? entry.requirement : entry.scenario) + " " + entry.reason;
    if (!entry.issue.empty()) out += "  " + entry.issue;
    if (!entry.until.empty()) out += "  until " + entry.until;
    return reports::for_terminal(out);
}

// New entries go behind those that the file has: what its author wrote there stays.
int accept(const baseline_options& given) {
    const auto run = read_run(given.run);
    if (!run) return fail(run.error());
    auto found = *run;
    std::string before;
    if (given.out != "-" && exists(given.out)) {
        const auto text = read_file(given.out);
        if (!text) return fail(text.error());
        const auto known = baseline_in(given.out, *text);
        if (!known) return fail(known.error());
        before = *text;
        if (!before.empty() && !before.ends_with('\n')) before += '\n';
        if (!before.empty()) before += '\n';
        scenarios::lift_baseline(found);
        scenarios::apply_baseline(found, *known, today());
    }
    auto fresh = scenarios::baseline_of(found, today());
    for (auto& entry : fresh.entries) {
        entry.issue = given.issue;
        entry.until = given.until;
    }
    const auto text = fresh.entries.empty() && !before.empty() ? before.substr(0, before.size() - 1)
                                                               : before + scenarios::write_baseline(fresh);
    if (const auto written = write_file(given.out, text); !written) return fail(written.error());
    fmt::print(stderr, "{} {}\n", fresh.entries.size(), before.empty() ? "entries" : "new entries");
    return as_expected;
}

bool names_something(const scenarios::baseline_entry& entry, const scenarios::run_result& run) {
    if (!entry.requirement.empty())
        return scenarios::catalogue::built_in().find(entry.requirement) != nullptr;
    const auto is_it = [&](const auto& s) { return s.id == entry.scenario; };
    return std::ranges::any_of(scenarios::built_in_suite(), is_it) ||
           std::ranges::any_of(run.scenarios, is_it);
}

void print(std::string_view word, const scenarios::baseline& known, const std::vector<std::size_t>& which) {
    for (const auto i : which) fmt::print("{:<9}{}\n", word, line_for(known.entries[i]));
}

int check(const baseline_options& given) {
    const auto text = read_file(given.known);
    if (!text) return fail(text.error());
    const auto known = baseline_in(given.known, *text);
    if (!known) return fail(known.error());
    const auto run = read_run(given.run);
    if (!run) return fail(run.error());
    auto judged = *run;
    scenarios::lift_baseline(judged);
    const auto found = scenarios::audit(*known, judged, today());
    print("stale", *known, found.stale);
    print("expired", *known, found.expired);
    for (const auto& entry : known->entries)
        if (!names_something(entry, judged)) fmt::print("{:<9}{}\n", "unknown", line_for(entry));
    scenarios::apply_baseline(judged, *known, today());
    const auto unknown = scenarios::baseline_of(judged, today());
    for (const auto& entry : unknown.entries) fmt::print("{:<9}{}\n", "new", line_for(entry));
    fmt::print("{} entries: {} still fail, {} stale, {} expired, {} not part of this run; {} failures are "
               "not in it\n",
               known->entries.size(), found.met.size(), found.stale.size(), found.expired.size(),
               found.untested.size(), unknown.entries.size());
    return scenarios::summarize(judged, false).exit_code;
}

int prune(const baseline_options& given) {
    const auto text = read_file(given.known);
    if (!text) return fail(text.error());
    const auto known = baseline_in(given.known, *text);
    if (!known) return fail(known.error());
    const auto run = read_run(given.run);
    if (!run) return fail(run.error());
    auto judged = *run;
    scenarios::lift_baseline(judged);
    const auto found = scenarios::audit(*known, judged, today());
    auto gone = found.stale;
    gone.insert(gone.end(), found.expired.begin(), found.expired.end());
    const auto& to = given.out.empty() ? given.known : given.out;
    if (const auto written = write_file(to, scenarios::without(*text, gone)); !written)
        return fail(written.error());
    for (const auto i : found.stale) fmt::print(stderr, "stale    {}\n", line_for(known->entries[i]));
    for (const auto i : found.expired) fmt::print(stderr, "expired  {}\n", line_for(known->entries[i]));
    fmt::print(stderr, "{} of {} entries removed\n", gone.size(), known->entries.size());
    return as_expected;
}

void add_accept(CLI::App& baseline, int& code) {
    auto given = std::make_shared<baseline_options>();
    given->out = "-";
    auto* command = baseline.add_subcommand("accept", "Add every unexpected failure of a run to a baseline");
    command->add_option("RUN.json", given->run, "What `run --json` wrote")->required();
    command->add_option("-o,--output", given->out,
                        "The baseline file; what it has already stays. Standard output where not given");
    command->add_option("--issue", given->issue, "Link that each new entry shall carry");
    command
        ->add_option("--until", given->until,
                     "Date, as 2026-12-31, after which the new entries count no more")
        ->check([](const std::string& date) {
            return scenarios::is_date(date) ? std::string()
                                            : "'" + date + "' is no date: expected one as 2026-12-31";
        });
    command->footer(
        "Example: simplespec run --json run.json; simplespec baseline accept run.json -o known.toml && "
        "simplespec run --baseline known.toml");
    command->callback([given, &code] { code = accept(*given); });
}

void add_files(CLI::App* command, baseline_options& given) {
    command->add_option("KNOWN.toml", given.known, "The baseline")->required();
    command->add_option("RUN.json", given.run, "What `run --json` wrote, with or without a baseline")
        ->required();
}

} // namespace

void add_baseline(CLI::App& program, int& code) {
    auto* command =
        program.add_subcommand("baseline", "Known failures, so that only new ones turn a build red");
    command->require_subcommand(1);
    add_accept(*command, code);

    auto given = std::make_shared<baseline_options>();
    auto* checking = command->add_subcommand(
        "check", "Say which entries of a baseline a run still meets, and what it lacks");
    add_files(checking, *given);
    checking->footer(
        "Exit codes: those of `run --baseline`: 1 a failure is not in it, 5 an entry is stale.\n"
        "Example: simplespec run --defect response-without-to-tag --json run.json; "
        "simplespec baseline accept run.json -o known.toml && simplespec baseline check known.toml run.json");
    checking->callback([given, &code] { code = check(*given); });

    auto* pruning =
        command->add_subcommand("prune", "Remove stale and expired entries; all else stays as it is written");
    add_files(pruning, *given);
    pruning->add_option("-o,--output", given->out, "Where to write; KNOWN.toml itself where not given");
    pruning->footer(
        "Example: simplespec run --json run.json; simplespec baseline accept run.json -o known.toml; "
        "simplespec baseline prune known.toml run.json");
    pruning->callback([given, &code] { code = prune(*given); });
}

} // namespace simplespec::cli
