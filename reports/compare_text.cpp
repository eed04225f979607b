#include "reports/compare.hpp"
#include "reports/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace simplespec::reports {
namespace {

using scenarios::overlay;
using scenarios::verdict;

constexpr std::size_t most_rows = 20; // of a list that nobody reads to its end

std::string word(const judgement& j) {
    if (j.over == overlay::none) return std::string(name(j.outcome));
    return fmt::format("{} ({})", name(j.outcome), name(j.over));
}

std::string times(std::size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string more(std::size_t all, std::size_t shown, std::string_view what) {
    if (all <= shown) return {};
    return fmt::format("  ... and {} more {}\n", all - shown, what);
}

std::string clause_of(const std::string& id, const scenarios::catalogue& requirements) {
    const auto* row = requirements.find(id);
    if (row == nullptr) return fmt::format("      {}\n", for_terminal(id));
    return fmt::format("      {} {}{}: {}\n", row->id, row->clause(),
                       row->keyword.empty() ? "" : " " + row->keyword, row->sentence);
}

// With all that there is to say: nobody should have to look up why.
std::string in_full(const std::vector<verdict_change>& changes, std::string_view head,
                    const scenarios::catalogue& requirements) {
    if (changes.empty()) return {};
    std::string out = fmt::format("\n{}\n", head);
    for (const auto& c : changes) {
        const auto reason = c.before.reason.empty() || c.before.reason == c.after.reason
                                ? c.after.reason
                                : fmt::format("{} (was {})", c.after.reason, c.before.reason);
        out += fmt::format("  {}  {} -> {}  {}\n", for_terminal(c.id), word(c.before), word(c.after),
                           for_terminal(reason));
        if (!c.requirement.empty()) out += clause_of(c.requirement, requirements);
        if (!c.expected.empty()) out += fmt::format("      expected  {}\n", for_terminal(c.expected));
        if (!c.actual.empty())
            out += fmt::format("      {}  {}\n", c.expected.empty() ? "found   " : "actual  ",
                               for_terminal(c.actual));
        if (!c.first.empty()) out += fmt::format("      first in  {}\n", for_terminal(c.first));
    }
    return out;
}

std::string in_brief(const std::vector<verdict_change>& changes, std::string_view head) {
    if (changes.empty()) return {};
    std::string out = fmt::format("\n{}\n", head);
    for (std::size_t i = 0; i < std::min(changes.size(), most_rows); ++i) {
        const auto& c = changes[i];
        const auto& reason = c.after.reason.empty() ? c.before.reason : c.after.reason;
        const auto arrow = c.before.outcome == verdict::skip  ? word(c.after)
                           : c.after.outcome == verdict::skip ? word(c.before)
                                                              : word(c.before) + " -> " + word(c.after);
        out += fmt::format("  {}  {}{}\n", for_terminal(c.id), arrow,
                           reason.empty() ? "" : "  " + for_terminal(reason));
    }
    return out + more(changes.size(), most_rows, "");
}

std::string counts(const verdict_changes& v, std::string_view what) {
    std::string out = fmt::format("{}: {} regressed, {} fixed", what, v.regressed.size(), v.fixed.size());
    const std::array<std::pair<std::size_t, std::string_view>, 6> rest = {
        {{v.otherwise.size(), "otherwise wrong"},
         {v.accepted.size(), "worse but known"},
         {v.unjudged.size(), "not judged any more"},
         {v.flaky.size(), "flaky"},
         {v.appeared.size(), "new"},
         {v.gone.size(), "gone"}}};
    for (const auto& [count, word] : rest)
        if (count != 0) out += fmt::format(", {} {}", count, word);
    return out;
}

std::string some_of(const std::vector<std::string>& ids) {
    constexpr std::size_t shown = 3;
    std::string out;
    for (std::size_t i = 0; i < std::min(ids.size(), shown); ++i)
        out += (i == 0 ? "" : ", ") + for_terminal(ids[i]);
    return ids.size() > shown ? out + ", ..." : out;
}

std::string behaviour(const comparison& c) {
    if (c.behaviour.empty() && c.latencies.empty()) return {};
    std::string out = "\nBehaviour that changed while verdicts did not\n";
    for (const auto& l : c.latencies)
        out += fmt::format("  {}: answered in {:.0f} ms instead of {:.0f} ms (median of {} or more)\n",
                           for_terminal(l.method), static_cast<double>(l.is_us) / 1e3,
                           static_cast<double>(l.was_us) / 1e3, l.samples);
    for (std::size_t i = 0; i < std::min(c.behaviour.size(), most_rows); ++i) {
        const auto& b = c.behaviour[i];
        out += fmt::format("  {}: {} ({})\n      {}\n", for_terminal(b.about), for_terminal(b.what),
                           times(b.scenarios.size(), "scenario"), some_of(b.scenarios));
    }
    return out + more(c.behaviour.size(), most_rows, "changes of behaviour; --json lists them all");
}

std::string head(std::string_view which, const run_name& r) {
    return fmt::format("{}  {}: {}, {}, testbed {}{}\n", which, for_terminal(r.file), for_terminal(r.started),
                       for_terminal(r.tool), for_terminal(r.testbed),
                       r.agent.empty() ? "" : ", " + for_terminal(r.agent));
}

} // namespace

std::string compare_text(const comparison& c, const scenarios::catalogue& requirements) {
    std::string out = head("older", c.before) + head("newer", c.after);
    for (const auto& warning : c.warnings) out += fmt::format("warning: {}\n", for_terminal(warning));
    out += fmt::format("\n{}, {} unchanged\n", counts(c.scenarios, "scenarios"), c.scenarios.unchanged);
    out += counts(c.requirements, "requirements") + "\n";
    out += fmt::format("behaviour: {}\n", times(c.behaviour.size() + c.latencies.size(), "change"));
    out += in_full(c.scenarios.regressed, "Regressed", requirements);
    out += in_full(c.requirements.regressed, "Requirements that are broken now", requirements);
    out += in_brief(c.scenarios.fixed, "Fixed");
    out += in_brief(c.requirements.fixed, "Requirements that are kept now");
    out += in_full(c.scenarios.otherwise, "Still wrong, for another reason", requirements);
    out += in_full(c.requirements.otherwise, "Requirements that are broken in another way", requirements);
    out += in_brief(c.scenarios.accepted, "Worse, and known to the baseline");
    out += in_brief(c.requirements.accepted, "Requirements that are broken now, known to the baseline");
    out += in_brief(c.scenarios.unjudged, "Failed, and can not be judged any more");
    out += in_brief(c.scenarios.flaky, "Flaky: says nothing");
    out += in_brief(c.requirements.flaky, "Requirements that are broken now and then");
    out += in_brief(c.scenarios.appeared, "New");
    out += in_brief(c.requirements.appeared, "Requirements broken in new scenarios");
    out += in_brief(c.scenarios.gone, "Gone");
    out += in_brief(c.requirements.gone, "Broken requirements that were not looked at again");
    out += behaviour(c);
    return out;
}

} // namespace simplespec::reports
