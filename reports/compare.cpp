#include "reports/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace simplespec::reports {
namespace {

using scenarios::overlay;
using scenarios::requirement_result;
using scenarios::run_result;
using scenarios::scenario_result;
using scenarios::verdict;

// The better, the smaller. An observed choice is as good as any other.
int rank(verdict v) {
    switch (v) {
    case verdict::pass:
    case verdict::info:
        return 0;
    case verdict::warn:
        return 1;
    case verdict::na:
        return 2;
    case verdict::inconc:
        return 3;
    case verdict::fail:
        return 4;
    default:
        return 5;
    }
}

bool is_flaky(const judgement& j) { return j.over == overlay::flaky; }

// Puts a change where it belongs. Answers whether nothing changed.
bool sort_in(verdict_change change, verdict_changes& into) {
    const auto &a = change.before, &b = change.after;
    const int was = rank(a.outcome), is = rank(b.outcome);
    const bool same = was == is && (is == 0 || a.reason == b.reason);
    if (same) {
        ++into.unchanged;
        return true;
    }
    if (is_flaky(a) || is_flaky(b))
        into.flaky.push_back(std::move(change));
    else if (is > was)
        (b.over == overlay::xfail ? into.accepted : into.regressed).push_back(std::move(change));
    else if (is == was || a.outcome == verdict::error)
        into.otherwise.push_back(std::move(change));
    else if (is <= rank(verdict::warn))
        into.fixed.push_back(std::move(change));
    else
        into.unjudged.push_back(std::move(change));
    return false;
}

judgement judged(const scenario_result& s) { return {s.outcome, s.over, s.reason}; }
judgement judged(const requirement_result& r) { return {r.outcome, r.over, r.reason}; }

std::map<std::string, const scenario_result*> executed(const run_result& run) {
    std::map<std::string, const scenario_result*> out;
    for (const auto& s : run.scenarios)
        if (s.outcome != verdict::skip) out.emplace(s.id, &s);
    return out;
}

verdict_change change_of(const scenario_result* before, const scenario_result* after) {
    verdict_change out;
    out.id = (after != nullptr ? after : before)->id;
    if (before != nullptr) out.before = judged(*before);
    if (after == nullptr) return out;
    out.after = judged(*after);
    if (after->deviations.empty()) return out;
    const auto& d = after->deviations.front();
    out.requirement = d.requirement;
    out.expected = d.expected;
    out.actual = d.actual;
    return out;
}

// Both runs of one scenario, of which neither is null.
using both = std::pair<const scenario_result*, const scenario_result*>;

std::vector<both> compare_scenarios(const run_result& before, const run_result& after, verdict_changes& out) {
    const auto old = executed(before), fresh = executed(after);
    std::vector<both> alike;
    for (const auto& s : after.scenarios) {
        if (s.outcome == verdict::skip) continue;
        const auto found = old.find(s.id);
        if (found == old.end()) {
            out.appeared.push_back(change_of(nullptr, &s));
            continue;
        }
        const bool same = sort_in(change_of(found->second, &s), out);
        if (same && s.over != overlay::flaky && found->second->over != overlay::flaky)
            alike.emplace_back(found->second, &s);
    }
    for (const auto& s : before.scenarios)
        if (s.outcome != verdict::skip && !fresh.contains(s.id)) out.gone.push_back(change_of(&s, nullptr));
    return alike;
}

bool departs(const requirement_result& r) { return rank(r.outcome) != 0; }

using departures = std::map<std::pair<std::string, std::string>, const requirement_result*>;

departures departures_of(const run_result& run) {
    departures out;
    for (const auto& r : run.requirements)
        if (departs(r)) out.emplace(std::pair(r.id, r.reason), &r);
    return out;
}

bool any_executed(const requirement_result& r, const run_result& run) {
    return std::ranges::any_of(run.scenarios, [&](const scenario_result& s) {
        return s.outcome != verdict::skip &&
               (s.id == r.first_scenario || std::ranges::find(r.by, s.id) != r.by.end());
    });
}

verdict_change change_of(const requirement_result& r, judgement before, judgement after) {
    return {r.id, std::move(before), std::move(after), r.id, {}, r.what, r.first_scenario};
}

// Departures are compared by requirement and reason. One that only scenarios of one run could show is no
// change of the target.
void compare_requirements(const run_result& before, const run_result& after, verdict_changes& out) {
    const auto old = departures_of(before), fresh = departures_of(after);
    const judgement right{verdict::pass, overlay::none, {}};
    std::set<std::pair<std::string, std::string>> paired;
    // Another departure from the same clause that takes the place of one.
    const auto replaced = [&](const requirement_result& r) -> const requirement_result* {
        for (auto i = old.lower_bound({r.id, ""}); i != old.end() && i->first.first == r.id; ++i)
            if (!fresh.contains(i->first) && paired.insert(i->first).second) return i->second;
        return nullptr;
    };
    for (const auto& r : after.requirements) {
        if (!departs(r)) continue;
        if (const auto same = old.find({r.id, r.reason}); same != old.end())
            sort_in(change_of(r, judged(*same->second), judged(r)), out);
        else if (!any_executed(r, before))
            out.appeared.push_back(change_of(r, {}, judged(r)));
        else if (const auto* other = replaced(r))
            sort_in(change_of(r, judged(*other), judged(r)), out);
        else
            sort_in(change_of(r, right, judged(r)), out);
    }
    for (const auto& r : before.requirements) {
        if (!departs(r) || fresh.contains({r.id, r.reason}) || paired.contains({r.id, r.reason})) continue;
        if (any_executed(r, after))
            sort_in(change_of(r, judged(r), right), out);
        else
            out.gone.push_back(change_of(r, judged(r), {}));
    }
}

std::vector<std::string> warnings_of(const run_result& a, const run_result& b) {
    std::vector<std::string> out;
    const auto differ = [&](std::string_view what, std::string_view x, std::string_view y) {
        if (x != y) out.push_back(fmt::format("{} {} and {}: the runs may not be comparable", what, x, y));
    };
    differ("testbeds", a.testbed, b.testbed);
    differ("wires", a.wire, b.wire);
    differ("shards", a.shard.empty() ? "none" : a.shard, b.shard.empty() ? "none" : b.shard);
    const auto cut_short = [&](const run_result& run, std::string_view which) {
        constexpr int interrupted = 130;
        if (run.summary.exit_code == interrupted)
            out.push_back(fmt::format("the {} run was interrupted", which));
    };
    cut_short(a, "older");
    cut_short(b, "newer");
    return out;
}

run_name named(const run_of_file& r) {
    return {r.file, r.run.started, r.run.tool, r.run.testbed, r.run.dut_agent};
}

} // namespace

comparison compare(const run_of_file& before, const run_of_file& after) {
    comparison out{
        .before = named(before), .after = named(after), .warnings = warnings_of(before.run, after.run)};
    const auto alike = compare_scenarios(before.run, after.run, out.scenarios);
    compare_requirements(before.run, after.run, out.requirements);
    std::vector<traits> old, fresh;
    std::vector<std::pair<std::string, std::vector<difference>>> moved;
    for (const auto& [was, is] : alike) {
        old.push_back(traits_of(*was));
        fresh.push_back(traits_of(*is));
        moved.emplace_back(is->id, differences(old.back(), fresh.back()));
    }
    out.behaviour = grouped(moved);
    out.latencies = latency_changes(old, fresh);
    return out;
}

} // namespace simplespec::reports
