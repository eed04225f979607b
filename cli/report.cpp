#include "cli/clock.hpp"
#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/results.hpp"
#include "cli/terminal.hpp"
#include "reports/html/html.hpp"
#include "reports/json.hpp"
#include "reports/junit.hpp"
#include "reports/text.hpp"
#include "scenarios/requirements/catalogue.hpp"
#include "scenarios/result/baseline.hpp"
#include "scenarios/result/merge.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>

namespace simplespec::cli {

namespace {

struct merge_options {
    std::vector<std::string> runs;
    std::string json, junit, baseline;
};

int fail(const std::string& why) {
    fmt::print(stderr, "simplespec: {}\n", why);
    return usage;
}

int merge(const merge_options& given) {
    std::vector<scenarios::named_run> runs;
    for (const auto& file : given.runs) {
        auto run = read_run(file);
        if (!run) return fail(run.error());
        runs.emplace_back(file, std::move(*run));
    }
    auto merged = scenarios::merge(std::move(runs));
    if (!merged) return fail(merged.error());
    if (!given.baseline.empty()) {
        const auto text = read_file(given.baseline);
        if (!text) return fail(text.error());
        const auto known = scenarios::read_baseline(given.baseline, *text);
        if (!known) return fail(describe(known.error()));
        scenarios::lift_baseline(*merged);
        scenarios::apply_baseline(*merged, *known, today());
        merged->summary = scenarios::summarize(*merged, merged->summary.exit_code == interrupted);
    }
    const auto& requirements = scenarios::catalogue::built_in();
    const reports::text_style style{.colour = colourful()};
    fmt::print("{}", reports::text_head(*merged));
    for (const auto& s : merged->scenarios) fmt::print("{}", reports::text_scenario(s, requirements, style));
    fmt::print("{}{}", reports::text_requirements(*merged, requirements, style),
               reports::text_summary(*merged, style));
    for (const auto& [file, text] : {std::pair(given.json, reports::to_json(*merged)),
                                     std::pair(given.junit, reports::to_junit(*merged, requirements))})
        if (!file.empty())
            if (const auto written = write_file(file, text); !written) return fail(written.error());
    return merged->summary.exit_code;
}

struct page_options {
    std::string run, since, output;
};

int make_page(const page_options& given) {
    const auto run = read_run(given.run);
    if (!run) return fail(run.error());
    std::optional<reports::comparison> moved;
    if (!given.since.empty()) {
        auto older = read_run(given.since);
        if (!older) return fail(older.error());
        moved = reports::compare({given.since, std::move(*older)}, {given.run, *run});
    }
    const auto page = reports::to_html(*run, scenarios::catalogue::built_in(), moved ? &*moved : nullptr);
    if (const auto written = write_file(given.output, page); !written) return fail(written.error());
    return as_expected;
}

} // namespace

void add_report(CLI::App& program, int& code) {
    auto* command = program.add_subcommand("report", "Results of earlier runs");
    command->require_subcommand(1);
    auto given = std::make_shared<merge_options>();
    auto* merging = command->add_subcommand("merge", "Make one result of the shards of a run");
    merging->add_option("RUN.json", given->runs, "What `run --shard I/N --json` wrote, all N of them")
        ->required();
    merging->add_option("--json", given->json, "Write run.json");
    merging->add_option("--junit", given->junit, "Write JUnit XML");
    merging->add_option("--baseline", given->baseline, "Known failures, held against all shards together");
    merging->footer(
        "Exit codes: those of a run with all scenarios; 2 where a shard is missing or runs do not belong "
        "together.\n"
        "Example: simplespec run --shard 1/2 --json 1.json; simplespec run --shard 2/2 --json 2.json; "
        "simplespec report merge 1.json 2.json --junit run.xml");
    auto page = std::make_shared<page_options>();
    auto* paging = command->add_subcommand("html", "Make a page of a run: one file to look at, to print, and to pass on");
    paging->add_option("RUN.json", page->run, "What `run --json` wrote")->required();
    paging->add_option("--since", page->since, "An earlier run: the page begins with what moved");
    paging->add_option("-o,--output", page->output, "The page; standard output where not given")->default_val("-");
    paging->footer("Example: simplespec run rfc3903 --json run.json; simplespec report html run.json -o run.html");
    paging->callback([page, &code] { code = make_page(*page); });
    merging->callback([given, &code] { code = merge(*given); });
}

} // namespace simplespec::cli
