#include "scenarios/result/result.hpp"

#include <algorithm>
#include <array>

namespace simplespec::scenarios {

std::string_view name(verdict v) {
    static constexpr std::array names{"PASS", "FAIL", "WARN", "INFO", "NA", "INCONC", "ERROR", "SKIP"};
    return names[static_cast<std::size_t>(v)];
}

std::string_view name(overlay o) {
    static constexpr std::array names{"none", "xfail", "xpass", "flaky"};
    return names[static_cast<std::size_t>(o)];
}

std::string_view name(severity s) {
    static constexpr std::array names{"note", "warning", "error"};
    return names[static_cast<std::size_t>(s)];
}

verdict worse(verdict a, verdict b) {
    static constexpr std::array ranking{verdict::error, verdict::skip, verdict::fail, verdict::inconc,
                                        verdict::na,    verdict::warn, verdict::info, verdict::pass};
    return std::ranges::find(ranking, a) < std::ranges::find(ranking, b) ? a : b;
}

namespace {
// Exit codes, DESIGN's table.
constexpr int as_expected = 0, unexpected_failure = 1, not_ready = 3, selection = 4, stale_baseline = 5, inconclusive = 6,
              own_error = 70, interruption = 130;

// What a set of codes comes to: the first of the precedence that is among them.
int strongest(const std::vector<int>& codes) {
    for (const int code :
         {interruption, own_error, 2, not_ready, selection, unexpected_failure, stale_baseline, inconclusive})
        if (std::ranges::find(codes, code) != codes.end()) return code;
    return as_expected;
}

bool expected_by_baseline(overlay o) { return o == overlay::xfail; }
} // namespace

run_summary summarize(const run_result& run, bool interrupted) {
    run_summary out;
    for (const verdict v : {verdict::pass, verdict::fail, verdict::warn, verdict::info, verdict::na,
                            verdict::inconc, verdict::error, verdict::skip})
        out.scenarios.emplace(name(v), 0);
    std::vector<int> codes;
    bool judged = false; // whether anything at all was reached: DESIGN, "no vacuous green"
    for (const auto& s : run.scenarios) {
        ++out.scenarios[std::string(name(s.outcome))];
        out.xfail += s.over == overlay::xfail ? 1 : 0;
        out.xpass += s.over == overlay::xpass ? 1 : 0;
        out.flaky += s.over == overlay::flaky ? 1 : 0;
        judged = judged || s.outcome == verdict::pass || s.outcome == verdict::warn ||
                 s.outcome == verdict::fail || s.over == overlay::xfail;
        if (s.outcome == verdict::error) codes.push_back(own_error);
        if (s.rig_failed) codes.push_back(not_ready);
        if (expected_by_baseline(s.over)) continue;
        if (s.outcome == verdict::fail || (run.strict && s.outcome == verdict::warn))
            codes.push_back(unexpected_failure);
        if (s.outcome == verdict::inconc) codes.push_back(inconclusive);
    }
    for (const auto& r : run.requirements) {
        out.xfail += r.over == overlay::xfail ? 1 : 0;
        if (expected_by_baseline(r.over)) continue;
        if (r.outcome == verdict::fail) ++out.requirement_errors;
        if (r.outcome == verdict::warn) ++out.requirement_warnings;
    }
    if (out.requirement_errors > 0 || (run.strict && out.requirement_warnings > 0))
        codes.push_back(unexpected_failure);
    out.stale = run.stale_baseline.size();
    if (out.stale > 0) codes.push_back(stale_baseline);
    if (!judged && !interrupted) codes.push_back(selection);
    if (interrupted) codes.push_back(interruption);
    out.exit_code = strongest(codes);
    return out;
}

} // namespace simplespec::scenarios
