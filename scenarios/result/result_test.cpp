#include "scenarios/result/result.hpp"

#include <gtest/gtest.h>

namespace simplespec::scenarios {
namespace {

scenario_result ended(verdict v, overlay o = overlay::none) {
    scenario_result out;
    out.outcome = v;
    out.over = o;
    return out;
}

requirement_result found(verdict v, overlay o = overlay::none) {
    requirement_result out;
    out.outcome = v;
    out.over = o;
    return out;
}

struct exit_row {
    std::string_view name;
    std::vector<scenario_result> scenarios;
    std::vector<requirement_result> requirements;
    std::size_t stale = 0;
    bool strict = false;
    bool interrupted = false;
    int code = 0;
};

class exit_code : public testing::TestWithParam<exit_row> {};

TEST_P(exit_code, follows_the_precedence) {
    run_result run;
    run.scenarios = GetParam().scenarios;
    run.requirements = GetParam().requirements;
    run.stale_baseline.assign(GetParam().stale, "x y");
    run.strict = GetParam().strict;
    EXPECT_EQ(summarize(run, GetParam().interrupted).exit_code, GetParam().code);
}

const auto pass = ended(verdict::pass), fail = ended(verdict::fail), warn = ended(verdict::warn),
           inconc = ended(verdict::inconc), na = ended(verdict::na), error = ended(verdict::error),
           known = ended(verdict::fail, overlay::xfail);

INSTANTIATE_TEST_SUITE_P(
    table, exit_code,
    testing::Values(
        exit_row{.name = "all_pass", .scenarios = {pass, na}, .code = 0},
        exit_row{.name = "fail", .scenarios = {pass, fail}, .code = 1},
        exit_row{.name = "known_fail", .scenarios = {known}, .code = 0},
        exit_row{.name = "warn", .scenarios = {warn}, .code = 0},
        exit_row{.name = "warn_strict", .scenarios = {warn}, .strict = true, .code = 1},
        exit_row{.name = "requirement_error",
                 .scenarios = {pass},
                 .requirements = {found(verdict::fail)},
                 .code = 1},
        exit_row{.name = "known_requirement_error",
                 .scenarios = {pass},
                 .requirements = {found(verdict::fail, overlay::xfail)},
                 .code = 0},
        exit_row{.name = "requirement_warning",
                 .scenarios = {pass},
                 .requirements = {found(verdict::warn)},
                 .code = 0},
        exit_row{.name = "requirement_warning_strict",
                 .scenarios = {pass},
                 .requirements = {found(verdict::warn)},
                 .strict = true,
                 .code = 1},
        exit_row{.name = "nothing_ran", .code = 4},
        exit_row{.name = "nothing_judged", .scenarios = {na, inconc}, .code = 4},
        exit_row{.name = "inconclusive", .scenarios = {pass, inconc}, .code = 6},
        exit_row{.name = "known_inconclusive",
                 .scenarios = {pass, ended(verdict::inconc, overlay::xfail)},
                 .code = 0},
        exit_row{.name = "stale", .scenarios = {pass}, .stale = 1, .code = 5},
        exit_row{.name = "stale_before_inconclusive", .scenarios = {pass, inconc}, .stale = 1, .code = 5},
        exit_row{.name = "fail_before_stale", .scenarios = {fail}, .stale = 1, .code = 1},
        exit_row{.name = "own_error_before_fail", .scenarios = {fail, error}, .code = 70},
        exit_row{.name = "own_error_is_never_known",
                 .scenarios = {pass, ended(verdict::error, overlay::xfail)},
                 .code = 70},
        exit_row{.name = "interrupted_before_all", .scenarios = {error}, .interrupted = true, .code = 130},
        exit_row{.name = "interrupted_before_anything", .interrupted = true, .code = 130}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(summary, counts_every_verdict) {
    run_result run;
    run.scenarios = {pass, pass, known, na};
    const auto s = summarize(run, false);
    EXPECT_EQ(s.scenarios.size(), 8U);
    EXPECT_EQ(s.scenarios.at("PASS"), 2U);
    EXPECT_EQ(s.scenarios.at("FAIL"), 1U);
    EXPECT_EQ(s.scenarios.at("NA"), 1U);
    EXPECT_EQ(s.scenarios.at("SKIP"), 0U);
    EXPECT_EQ(s.xfail, 1U);
}

} // namespace
} // namespace simplespec::scenarios
