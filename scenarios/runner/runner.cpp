#include "scenarios/runner/runner.hpp"

#include "scenarios/runner/casting.hpp"
#include "scenarios/runner/denied.hpp"
#include "scenarios/runner/play.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>

namespace simplespec::scenarios {

void run_in_turn(const std::vector<task>& tasks) {
    for (const auto& each : tasks) each.work();
}

namespace {
struct outcome {
    scenario_result result;
    std::map<std::string, std::size_t> exercised;
    std::string agent;
};

outcome play_once(const scenario& s, const testbed& bed, const set_scene& set, const run_settings& settings,
                  const catalogue& requirements, const cast& who) {
    outcome out;
    if (settings.interrupted && settings.interrupted()) {
        out.result.outcome = verdict::skip;
        out.result.reason = "interrupted";
    } else if (auto on = set(s, sip::entropy::derive(settings.seed, s.id, "wire").next()); !on) {
        out.result.outcome = verdict::error;
        out.result.reason = "no-scene";
        out.result.notes.push_back(on.error());
    } else {
        play one(s, bed, settings, requirements, std::move(*on));
        out.result = one.run(who);
        out.exercised = one.exercised();
        out.agent = one.agent();
    }
    out.result.id = s.id;
    out.result.title = s.title;
    out.result.requirements = s.requirements();
    out.result.rerun = fmt::format("{} {}{}", settings.rerun_prefix,
                                   s.file.empty() || s.file.starts_with("rfc") ? s.id : s.file,
                                   settings.seed == 1 ? "" : fmt::format(" --seed {}", settings.seed));
    return out;
}

bool failed(const scenario_result& r) { return r.outcome == verdict::fail || r.outcome == verdict::inconc; }

// Again, as often as is asked for: with another seed, since a target would take the same octets for a retransmission.
outcome play_one(const scenario& s, const testbed& bed, const set_scene& set, const run_settings& settings,
                 const catalogue& requirements, const std::function<cast(std::uint64_t)>& casting) {
    outcome first = play_once(s, bed, set, settings, requirements, casting(settings.seed));
    auto& told = first.result;
    if (!failed(told) || settings.retries == 0) return first;
    told.failures = 1;
    auto seeds = sip::entropy::derive(settings.seed, s.id, "retries");
    for (std::size_t i = 0; i < settings.retries; ++i) {
        if (settings.interrupted && settings.interrupted()) break;
        auto again = settings;
        again.seed = seeds.next() % 1'000'000'000; // short enough to be typed
        const auto next = play_once(s, bed, set, again, requirements, casting(again.seed));
        ++told.attempts;
        if (failed(next.result)) ++told.failures;
        if (next.result.outcome != told.outcome || next.result.reason != told.reason) told.over = overlay::flaky;
        told.notes.push_back(fmt::format("attempt {}, --seed {}: {}{}{}", told.attempts, again.seed, name(next.result.outcome),
                                         next.result.reason.empty() ? "" : " ", next.result.reason));
    }
    return first;
}

verdict of_level(severity level) {
    return level == severity::error     ? verdict::fail
           : level == severity::warning ? verdict::warn
                                        : verdict::info;
}

// Rule findings by (requirement, reason), and a PASS for what was exercised without any.
std::vector<requirement_result> by_requirement(const std::vector<outcome>& all) {
    std::map<std::pair<std::string, std::string>, requirement_result> rows;
    std::map<std::string, bool> found;
    for (const auto& one : all)
        for (const auto& f : one.result.findings) {
            if (f.requirement.empty()) continue; // a note of a reader
            auto& row = rows[{f.requirement, f.rule}];
            found[f.requirement] = true;
            if (row.count++ == 0) {
                row.id = f.requirement;
                row.reason = f.rule;
                row.outcome = of_level(f.level);
                row.first_scenario = one.result.id;
                row.first_message = f.message;
                row.what = f.what;
                row.by.push_back(f.rule);
            }
            row.outcome = worse(row.outcome, of_level(f.level));
            if (std::ranges::find(row.by, one.result.id) == row.by.end()) row.by.push_back(one.result.id);
        }
    for (const auto& one : all)
        for (const auto& [id, times] : one.exercised) {
            if (found.contains(id) || times == 0) continue;
            auto& row = rows[{id, ""}];
            row.id = id;
            row.by.push_back(one.result.id);
        }
    std::vector<requirement_result> out;
    for (auto& [key, row] : rows) out.push_back(std::move(row));
    return out;
}

// For how long a scenario keeps a real target waiting.
sip::duration wait_of(const scenario& s) {
    sip::duration out{};
    for (const auto& statement : s.statements)
        if (const auto* line = std::get_if<advance_line>(&statement)) out += line->by;
    return out;
}

// A target that others use, too, is waited for in real time: who waits longest begins, so that the others run meanwhile.
std::vector<std::size_t> order_of(const std::vector<const scenario*>& chosen, bool shared) {
    std::vector<std::size_t> out(chosen.size());
    std::iota(out.begin(), out.end(), 0);
    if (shared)
        std::ranges::stable_sort(out, std::greater{}, [&](std::size_t i) { return wait_of(*chosen[i]); });
    return out;
}
} // namespace

run_result run(const testbed& bed, const std::vector<const scenario*>& chosen, const set_scene& set,
               const run_settings& settings) {
    const auto& requirements =
        settings.requirements == nullptr ? catalogue::built_in() : *settings.requirements;
    std::vector<outcome> all(chosen.size());
    std::vector<task> tasks;
    std::size_t turn = 1; // each scenario's accounts begin behind those of the one before
    for (const std::size_t i : order_of(chosen, settings.shared_target)) {
        const auto& s = *chosen[i];
        const auto casting = [&s, &bed, at = settings.shared_target ? turn : 0](std::uint64_t seed) {
            return cast_for(s, bed, at, seed);
        };
        turn += s.actors.size();
        task one;
        if (settings.shared_target) one.holds = held_by(s, bed, casting(settings.seed));
        one.work = [&, i, casting] {
            all[i] = play_one(*chosen[i], bed, set, settings, requirements, casting);
            if (settings.finished) settings.finished(all[i].result);
        };
        tasks.push_back(std::move(one));
    }
    settings.parallel(tasks);
    run_result out;
    out.testbed = bed.dut.name;
    out.seed = settings.seed;
    out.requirements = by_requirement(all);
    // A server with phones around it is named by what it says of itself, not by what they do.
    for (std::size_t i = 0; i < all.size() && out.dut_agent.empty(); ++i)
        if (!bed.is_server() || !chosen[i]->of_client()) out.dut_agent = all[i].agent;
    for (auto& one : all) {
        out.scenarios.push_back(std::move(one.result));
    }
    report_denied(out, bed);
    return out;
}

run_result run_of(scenario_result seen, const std::map<std::string, std::size_t>& exercised) {
    std::vector<outcome> all(1);
    all.front().result = std::move(seen);
    all.front().exercised = exercised;
    run_result out;
    out.requirements = by_requirement(all);
    out.scenarios.push_back(std::move(all.front().result));
    return out;
}

} // namespace simplespec::scenarios
