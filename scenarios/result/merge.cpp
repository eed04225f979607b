#include "scenarios/result/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>

namespace simplespec::scenarios {

namespace {
constexpr int interruption = 130;

// What would be hidden if these became one; none where nothing would.
std::optional<std::string> differ(const named_run& first, const named_run& other) {
    const auto& [a, b] = std::pair(first.second, other.second);
    const auto says = [&](std::string_view what, const auto& x, const auto& y) {
        return fmt::format("{} has {} {}, and {} has {}: they are not of one run", first.first, what, x,
                           other.first, y);
    };
    if (a.testbed != b.testbed) return says("testbed", a.testbed, b.testbed);
    if (a.wire != b.wire) return says("wire", a.wire, b.wire);
    if (!a.dut_agent.empty() && !b.dut_agent.empty() && a.dut_agent != b.dut_agent)
        return says("target", a.dut_agent, b.dut_agent);
    if (a.strict != b.strict) return says("strict", a.strict, b.strict);
    return std::nullopt;
}

std::size_t number_behind_slash(std::string_view shard) {
    const auto digits = shard.substr(shard.find('/') + 1);
    std::size_t out = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), out);
    return out;
}

// "1/3", "2/3", "3/3": each once, or none at all.
std::optional<std::string> gap(const std::vector<named_run>& runs) {
    std::map<std::string, std::string> by_shard;
    for (const auto& [name, run] : runs) {
        if (run.shard.empty()) continue;
        if (const auto [at, fresh] = by_shard.emplace(run.shard, name); !fresh)
            return fmt::format("shard {} is given twice: {} and {}", run.shard, at->second, name);
    }
    if (by_shard.empty()) return std::nullopt;
    const auto all = number_behind_slash(by_shard.begin()->first);
    // No more than are there can be complete, whatever number the file claims.
    if (all > runs.size()) {
        std::string missing;
        for (std::size_t i = 1; i <= runs.size() + 1 && missing.empty(); ++i)
            if (!by_shard.contains(fmt::format("{}/{}", i, all))) missing = fmt::format("{}/{}", i, all);
        return fmt::format("shard {} is missing", missing);
    }
    for (std::size_t i = 1; i <= all; ++i)
        if (!by_shard.contains(fmt::format("{}/{}", i, all)))
            return fmt::format("shard {}/{} is missing", i, all);
    if (by_shard.size() != all) return std::string("shards of different splits are mixed");
    return std::nullopt;
}

void add(std::map<std::pair<std::string, std::string>, requirement_result>& rows, requirement_result& r) {
    const auto [at, fresh] = rows.try_emplace({r.id, r.reason}, r);
    if (fresh) return;
    auto& row = at->second;
    row.outcome = worse(row.outcome, r.outcome);
    row.count += r.count;
    if (row.over == overlay::none) row.over = r.over;
    for (auto& by : r.by)
        if (std::ranges::find(row.by, by) == row.by.end()) row.by.push_back(std::move(by));
}

// A requirement that one run passed and another found broken is broken.
std::vector<requirement_result>
together(std::map<std::pair<std::string, std::string>, requirement_result> rows) {
    std::set<std::string> found;
    for (const auto& [key, row] : rows)
        if (!row.reason.empty()) found.insert(row.id);
    std::vector<requirement_result> out;
    for (auto& [key, row] : rows)
        if (!row.reason.empty() || !found.contains(row.id)) out.push_back(std::move(row));
    return out;
}
} // namespace

std::expected<run_result, std::string> merge(std::vector<named_run> runs) {
    if (runs.empty()) return std::unexpected("there is no run to merge");
    for (const auto& other : runs)
        if (auto why = differ(runs.front(), other)) return std::unexpected(*why);
    if (auto why = gap(runs)) return std::unexpected(*why);
    run_result out = runs.front().second;
    out.shard.clear();
    out.scenarios.clear();
    out.stale_baseline.clear();
    bool interrupted = false;
    std::map<std::string, std::string> by_id;
    std::map<std::pair<std::string, std::string>, requirement_result> rows;
    for (auto& [name, run] : runs) {
        out.started = std::min(out.started, run.started);
        out.duration_us = std::max(out.duration_us, run.duration_us);
        if (out.dut_agent.empty()) out.dut_agent = run.dut_agent;
        interrupted = interrupted || run.summary.exit_code == interruption;
        for (auto& s : run.scenarios) {
            if (const auto [at, fresh] = by_id.emplace(s.id, name); !fresh)
                return std::unexpected(fmt::format("{} stands in {} and in {}", s.id, at->second, name));
            out.scenarios.push_back(std::move(s));
        }
        for (auto& r : run.requirements) add(rows, r);
        for (auto& entry : run.stale_baseline) out.stale_baseline.push_back(std::move(entry));
    }
    std::ranges::sort(out.scenarios, {}, &scenario_result::id);
    out.requirements = together(std::move(rows));
    out.summary = summarize(out, interrupted);
    return out;
}

} // namespace simplespec::scenarios
