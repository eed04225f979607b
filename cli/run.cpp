#include "cli/clock.hpp"
#include "cli/command.hpp"
#include "cli/defects.hpp"
#include "cli/files.hpp"
#include "cli/pcap_folder.hpp"
#include "cli/phones.hpp"
#include "cli/select.hpp"
#include "cli/shard.hpp"
#include "cli/target.hpp"
#include "cli/testbed_file.hpp"
#include "cli/terminal.hpp"
#include "net/child.hpp"
#include "net/interrupt.hpp"
#include "net/workers.hpp"
#include "reports/json.hpp"
#include "reports/html/html.hpp"
#include "reports/junit.hpp"
#include "reports/text.hpp"
#include "scenarios/result/baseline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>

namespace simplespec::cli {

namespace {

struct run_options {
    std::vector<std::string> select, defects;
    std::string testbed, json, junit, html, pcap, baseline, shard;
    std::string wire = "virtual";
    std::uint64_t seed = 1;
    std::size_t jobs = 0;
    std::size_t retries = 0;
    double time_scale = 0;
    bool strict = false;
    bool verbose = false;
};

/// An error that ends the run before it began.
struct refusal {
    int code;
    std::string message;
};

template <class T>
using or_refusal = std::expected<T, refusal>;

or_refusal<scenarios::testbed> testbed_of(const run_options& given) {
    if (given.testbed.empty()) return scenarios::embedded_testbed();
    auto bed = read_testbed_file(given.testbed);
    if (!bed) return std::unexpected(refusal{usage, bed.error()});
    if (given.time_scale > 0) bed->timing.scale = given.time_scale;
    return *bed;
}

or_refusal<scenarios::baseline> baseline_of(const run_options& given) {
    if (given.baseline.empty()) return scenarios::baseline{};
    const auto text = read_file(given.baseline);
    if (!text) return std::unexpected(refusal{usage, text.error()});
    auto known = scenarios::read_baseline(given.baseline, *text);
    if (!known) return std::unexpected(refusal{usage, describe(known.error())});
    return *known;
}

or_refusal<wire_kind> wire_of(const run_options& given) {
    if (!given.testbed.empty() && !given.defects.empty())
        return std::unexpected(refusal{usage, "--defect breaks the built-in endpoint; a testbed is its own"});
    if (!given.testbed.empty()) return wire_kind::remote;
    return given.wire == "loopback" ? wire_kind::loopback : wire_kind::virtual_time;
}

std::string rerun_prefix(const run_options& given) {
    std::string out = "simplespec run";
    if (!given.testbed.empty()) out += " -t " + given.testbed;
    for (const auto& name : given.defects) out += " --defect " + name;
    if (given.testbed.empty() && given.wire != "virtual") out += " --wire " + given.wire;
    if (given.seed != 1) out += fmt::format(" --seed {}", given.seed);
    return out;
}

// Tasks on several threads; those that hold the same account one after the other. A target at a distance is mostly waited
// for, so that more of them than there are processors do no harm.
scenarios::executor on_threads(std::size_t jobs, bool at_a_distance) {
    constexpr std::size_t waiting = 8;
    const auto usual = at_a_distance ? std::max(waiting, net::processors()) : net::processors();
    return [threads = jobs == 0 ? usual : jobs](const std::vector<scenarios::task>& tasks) {
        std::vector<net::job> work;
        for (const auto& task : tasks) work.push_back({task.holds, task.work});
        net::do_all(work, threads);
    };
}

bool unexpected_end(const scenarios::scenario_result& s) {
    using scenarios::verdict;
    return s.outcome == verdict::fail || s.outcome == verdict::error || s.outcome == verdict::inconc;
}

scenarios::run_result play(const run_options& given, const scenarios::testbed& bed, const selected& chosen,
                           const target& against, const scenarios::baseline& known) {
    const auto& requirements = scenarios::catalogue::built_in();
    const reports::text_style style{.colour = colourful(), .verbose = given.verbose};
    const bool baseline = !known.entries.empty();
    progress shown(chosen.chosen.size());
    scenarios::run_settings settings{
        .seed = given.seed, .shared_target = against.shared, .strict = given.strict, .retries = given.retries};
    settings.parallel = on_threads(given.jobs, against.shared);
    settings.rerun_prefix = rerun_prefix(given);
    settings.interrupted = net::interrupted;
    settings.finished = [&](const scenarios::scenario_result& s) {
        // With a baseline the overlay is known only at the end: then the blocks are printed there.
        shown.done(baseline ? "" : reports::text_scenario(s, requirements, style), s.id, unexpected_end(s));
    };
    const stopwatch watch;
    const auto started = timestamp();
    auto run = scenarios::run(bed, chosen.chosen, against.set, settings);
    run.tool = "simplespec " SIMPLESPEC_VERSION;
    run.started = started;
    run.wire = against.wire;
    run.strict = given.strict;
    run.shard = given.shard;
    run.duration_us = watch.microseconds();
    // Only the whole run tells that what was left out would have worked.
    if (!baseline)
        for (const auto& s : run.scenarios)
            if (s.reason.starts_with("denied-")) fmt::print("{}", reports::text_scenario(s, requirements, style));
    if (baseline) {
        scenarios::apply_baseline(run, known, today());
        for (const auto& s : run.scenarios) fmt::print("{}", reports::text_scenario(s, requirements, style));
    }
    run.summary = scenarios::summarize(run, net::interrupted());
    return run;
}

int report(const run_options& given, const scenarios::run_result& run) {
    const auto& requirements = scenarios::catalogue::built_in();
    const reports::text_style style{.colour = colourful(), .verbose = given.verbose};
    fmt::print("{}{}", reports::text_requirements(run, requirements, style),
               reports::text_summary(run, style));
    int code = run.summary.exit_code;
    const auto write = [&](const std::string& path, const std::string& text) {
        if (path.empty()) return;
        const auto written = write_file(path, text);
        if (written) return;
        fmt::print(stderr, "simplespec: {}\n", written.error());
        if (code != cli::interrupted && code != our_own_error) code = usage;
    };
    write(given.json, reports::to_json(run));
    write(given.junit, reports::to_junit(run, requirements));
    if (!given.html.empty()) write(given.html, reports::to_html(run, requirements));
    if (given.pcap.empty()) return code;
    if (const auto written = write_captures(given.pcap, run); !written) {
        fmt::print(stderr, "simplespec: {}\n", written.error());
        if (code != cli::interrupted && code != our_own_error) code = usage;
    }
    return code;
}

// Of the whole suite only what is meant for a target of this role; who selects scenarios gets them all.
void keep_those_for(const scenarios::testbed& bed, std::vector<const scenarios::scenario*>& chosen) {
    std::erase_if(chosen, [&](const auto* s) { return s->of_client() ? !bed.is_client() : !bed.is_server(); });
}

// "2/4": every fourth, from the second one on, so that neighbours, which are alike, are dealt out.
or_refusal<void> keep_shard(const std::string& shard, std::vector<const scenarios::scenario*>& chosen) {
    if (shard.empty()) return {};
    std::size_t part = 0, of = 0;
    const char* end = shard.data() + shard.size();
    const auto first = std::from_chars(shard.data(), end, part);
    const bool slash = first.ec == std::errc() && first.ptr != end && *first.ptr == '/';
    const auto second = slash ? std::from_chars(first.ptr + 1, end, of) : first;
    if (!slash || second.ec != std::errc() || second.ptr != end || part == 0 || part > of)
        return std::unexpected(refusal{usage, fmt::format("--shard {}: expected I/N with I from 1 to N, as in 2/4", shard)});
    const auto all = chosen.size();
    std::vector<const scenarios::scenario*> ours;
    for (std::size_t i = part - 1; i < all; i += of) ours.push_back(chosen[i]);
    chosen = std::move(ours);
    if (chosen.empty())
        return std::unexpected(refusal{
            selects_nothing, fmt::format("shard {} of {} scenarios is empty: use --shard 1/{} and so on", shard, all, all)});
    return {};
}

// Who selects nothing but stories of phones, and names no testbed, gets the desk that comes with the program.
bool wants_a_desk(const run_options& given, const std::vector<const scenarios::scenario*>& chosen) {
    return given.testbed.empty() && given.defects.empty() && given.wire == "virtual" && !given.select.empty() &&
           std::ranges::all_of(chosen, [](const auto* s) { return s->of_phones(); });
}

or_refusal<int> run_all(const run_options& given) {
    auto bed = testbed_of(given);
    if (!bed) return std::unexpected(bed.error());
    const auto known = baseline_of(given);
    if (!known) return std::unexpected(known.error());
    auto chosen = select_scenarios(given.select);
    if (!chosen) return std::unexpected(refusal{chosen.error().exit_code, chosen.error().message});
    if (given.select.empty()) keep_those_for(*bed, chosen->chosen);
    if (const auto kept = keep_shard(given.shard, chosen->chosen); !kept) return std::unexpected(kept.error());
    auto kind = wire_of(given);
    if (!kind) return std::unexpected(kind.error());
    std::optional<net::scratch_folder> desk;
    if (wants_a_desk(given, chosen->chosen)) {
        auto own = handset_testbed(desk.emplace().path());
        if (!own) return std::unexpected(refusal{not_ready, own.error()});
        if (given.time_scale > 0) own->timing.scale = given.time_scale;
        bed = *std::move(own);
        kind = wire_kind::remote;
    }
    net::watch_interrupts();
    const auto against = open_target(*bed, *kind, given.defects);
    if (!against) return std::unexpected(refusal{not_ready, against.error()});
    fmt::print("{}", reports::text_head({.tool = "simplespec " SIMPLESPEC_VERSION,
                                         .testbed = bed->dut.name,
                                         .seed = given.seed,
                                         .wire = against->wire}));
    std::fflush(stdout);
    return report(given, play(given, *bed, *chosen, *against, *known));
}

} // namespace

void add_run(CLI::App& program, int& code) {
    auto given = std::make_shared<run_options>();
    auto* command = program.add_subcommand("run", "Run scenarios and judge every message");
    command->add_option("SELECT", given->select,
                        "Path prefix or glob of an id, tag:, rfc:6665#4.2, level:must, role:notifier, not:, "
                        "failed:run.json, or "
                        "a .scn file or folder of your own; all where none is given");
    command->add_option("-t,--testbed", given->testbed, "The target; the built-in endpoint where not given");
    command->add_option("--wire", given->wire, "How to reach the built-in endpoint")
        ->check(CLI::IsMember({"virtual", "loopback"}));
    add_defect_option(*command, given->defects, std::nullopt);
    command->add_option("--json", given->json, "Write run.json");
    command->add_option("--junit", given->junit, "Write JUnit XML");
    command->add_option("--html", given->html, "Write a page to look at, in one file");
    command->add_option("--pcap", given->pcap, "Write a capture of each scenario into this folder");
    command->add_option("--baseline", given->baseline, "Known failures: only new ones fail the run");
    command->add_option("--seed", given->seed, "Same seed, same octets");
    command->add_option("--jobs", given->jobs, "Scenarios at the same time; 0: one for each core, eight against a real target");
    command->add_option("--retries", given->retries,
                        "Play what failed again, up to so many times; it stays failed, and is called flaky where it passed then")
        ->check(CLI::Range(0, 100));
    command
        ->add_option("--shard", given->shard,
                     "The I-th of N parts of what is selected, see `report merge`; array: as Slurm or Kubernetes says")
        ->type_name("I/N|array");
    command->add_option("--time-scale", given->time_scale, "Stretch tolerance windows for a slow target")
        ->check(CLI::PositiveNumber);
    command->add_flag("--strict", given->strict, "A SHOULD that is broken fails, too");
    command->add_flag("-v,--verbose", given->verbose, "Ladders of passed scenarios, too");
    command->footer("Example: simplespec run rfc:3903 --json run.json --junit run.xml");
    command->callback([given, &code] {
        const auto shard = shard_of(given->shard, [](const char* name) -> std::optional<std::string> {
            const char* value = std::getenv(name);
            return value == nullptr ? std::nullopt : std::optional<std::string>(value);
        });
        if (!shard) {
            fmt::print(stderr, "simplespec: {}\n", shard.error());
            code = usage;
            return;
        }
        given->shard = *shard;
        const auto ended = run_all(*given);
        if (ended) {
            code = *ended;
            return;
        }
        fmt::print(stderr, "simplespec: {}\n", ended.error().message);
        code = ended.error().code;
    });
}

} // namespace simplespec::cli
