#include "reports/text.hpp"

#include "reports/escape.hpp"
#include "reports/ladder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace simplespec::reports {

namespace {

using scenarios::overlay;
using scenarios::verdict;

std::string_view colour_of(verdict v, overlay over) {
    if (over == overlay::xfail) return "\x1b[33m";
    switch (v) {
    case verdict::pass: return "\x1b[32m";
    case verdict::fail:
    case verdict::error: return "\x1b[31m";
    case verdict::warn:
    case verdict::inconc: return "\x1b[33m";
    default: return "\x1b[36m";
    }
}

std::string paint(std::string_view text, std::string_view colour, const text_style& style) {
    return style.colour ? fmt::format("{}{}\x1b[0m", colour, text) : std::string(text);
}

std::string upper(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return out;
}

// "FAIL", or "XFAIL" where the baseline expects it.
std::string verdict_word(verdict v, overlay over) {
    return over == overlay::none ? std::string(name(v)) : upper(name(over));
}

std::string clause_line(std::string_view id, const scenarios::catalogue& requirements) {
    const auto* row = requirements.find(id);
    if (row == nullptr) return fmt::format("      {}\n", for_terminal(id));
    return fmt::format("      {} {}{}: {}\n", row->id, row->clause(), row->keyword.empty() ? "" : " " + row->keyword,
                       row->sentence);
}

std::string deviation_block(const scenarios::deviation& d, const scenarios::catalogue& requirements) {
    std::string out;
    if (!d.requirement.empty()) out += clause_line(d.requirement, requirements);
    if (!d.text.empty()) out += fmt::format("      {}:{}: {}\n", for_terminal(d.file), d.line, for_terminal(d.text));
    if (!d.expected.empty()) out += fmt::format("      expected  {}\n", for_terminal(d.expected));
    if (!d.actual.empty()) out += fmt::format("      actual    {}\n", for_terminal(d.actual));
    if (!d.evidence.empty()) out += fmt::format("      evidence  {}\n", for_terminal(d.evidence));
    return out;
}

} // namespace

std::string text_head(const scenarios::run_result& run) {
    return fmt::format("{}   testbed {}   wire {}   seed {}\n", run.tool, for_terminal(run.testbed), run.wire, run.seed);
}

std::string text_scenario(const scenarios::scenario_result& scenario, const scenarios::catalogue& requirements,
                          const text_style& style) {
    const std::string word = verdict_word(scenario.outcome, scenario.over);
    std::string out = paint(fmt::format("{:<7}", word), colour_of(scenario.outcome, scenario.over), style);
    out += fmt::format("{:<64} {:>9.3f} s", scenario.id, static_cast<double>(scenario.duration_us) / 1e6);
    if (scenario.attempts > 1) out += fmt::format("  failed {} of {}", scenario.failures, scenario.attempts);
    if (!scenario.reason.empty()) out += "  " + for_terminal(scenario.reason);
    out += '\n';
    const bool explained = scenario.outcome != verdict::pass && scenario.outcome != verdict::skip &&
                           scenario.over != overlay::xfail && scenario.outcome != verdict::na;
    if (explained) {
        for (const auto& d : scenario.deviations) out += deviation_block(d, requirements);
        const std::size_t mark = scenario.deviations.empty() ? SIZE_MAX : scenario.deviations.front().message;
        out += ladder(scenario, {.mark = mark});
        if (!scenario.rerun.empty()) out += fmt::format("      rerun: {}\n", for_terminal(scenario.rerun));
    } else {
        if (scenario.outcome == verdict::na)
            for (const auto& d : scenario.deviations)
                if (!d.evidence.empty()) out += fmt::format("      evidence  {}\n", for_terminal(d.evidence));
        if (style.verbose) out += ladder(scenario);
    }
    for (const auto& note : scenario.notes) out += fmt::format("      note: {}\n", for_terminal(note));
    return out;
}

std::string text_requirements(const scenarios::run_result& run, const scenarios::catalogue& requirements,
                              const text_style& style) {
    std::string out;
    for (const verdict level : {verdict::error, verdict::fail, verdict::warn}) {
        for (const auto& r : run.requirements) {
            if (r.outcome != level) continue;
            if (out.empty()) out += "\nWhat the rules found in all messages:\n";
            out += paint(fmt::format("{:<7}", verdict_word(r.outcome, r.over)), colour_of(r.outcome, r.over), style);
            out += fmt::format("{} {} ({} time{}, first in {}, message {})\n", r.id, r.reason, r.count,
                               r.count == 1 ? "" : "s", for_terminal(r.first_scenario), r.first_message);
            out += clause_line(r.id, requirements);
            if (!r.what.empty()) out += fmt::format("      {}\n", for_terminal(r.what));
        }
    }
    return out;
}

std::string text_summary(const scenarios::run_result& run, const text_style& style) {
    static constexpr std::array order = {verdict::pass, verdict::fail, verdict::warn,  verdict::info,
                                         verdict::na,   verdict::inconc, verdict::error, verdict::skip};
    std::string out = fmt::format("\n{} scenarios:", run.scenarios.size());
    for (const verdict v : order) {
        const auto found = run.summary.scenarios.find(std::string(name(v)));
        const std::size_t count = found == run.summary.scenarios.end() ? 0 : found->second;
        if (count != 0 || v == verdict::pass || v == verdict::fail)
            out += " " + paint(fmt::format("{} {}", count, name(v)), count == 0 ? "" : colour_of(v, overlay::none), style);
    }
    const auto& s = run.summary;
    if (s.xfail + s.xpass + s.flaky != 0)
        out += fmt::format("; of these {} xfail, {} xpass, {} flaky", s.xfail, s.xpass, s.flaky);
    out += fmt::format("\nrules: {} requirement errors, {} warnings\n", s.requirement_errors, s.requirement_warnings);
    for (const auto& entry : run.stale_baseline) out += fmt::format("stale baseline entry: {}\n", for_terminal(entry));
    out += fmt::format("exit {} in {:.2f} s\n", s.exit_code, static_cast<double>(run.duration_us) / 1e6);
    return out;
}

} // namespace simplespec::reports
