#include "scenarios/result/baseline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::scenarios {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

scenario_result ended(std::string id, verdict v, std::string reason) {
    scenario_result out;
    out.id = std::move(id);
    out.outcome = v;
    out.reason = std::move(reason);
    return out;
}

requirement_result broken(std::string id, std::string reason) {
    requirement_result out;
    out.id = std::move(id);
    out.outcome = verdict::fail;
    out.reason = std::move(reason);
    return out;
}

baseline_entry known(std::string scenario, std::string requirement, std::string reason,
                     std::string until = {}) {
    baseline_entry out;
    out.scenario = std::move(scenario);
    out.requirement = std::move(requirement);
    out.reason = std::move(reason);
    out.until = std::move(until);
    return out;
}

TEST(baseline, reads_what_it_writes) {
    run_result run;
    run.scenarios = {ended("a/b", verdict::fail, "expected-412-got-200"), ended("a/c", verdict::pass, "")};
    run.scenarios[0].title = "say \"hi\"\n";
    run.requirements = {broken("R", "via-without-cookie")};
    const auto made = baseline_of(run, "2026-01-31");
    EXPECT_EQ(made.entries.size(), 2U);
    const auto read = read_baseline("b.toml", write_baseline(made));
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->entries, made.entries);
}

TEST(baseline, what_it_was_made_of_is_expected_and_removing_an_entry_is_not) {
    run_result run;
    run.scenarios = {ended("a/b", verdict::fail, "x"), ended("a/c", verdict::pass, "")};
    run.requirements = {broken("R", "y")};
    auto made = baseline_of(run, "2026-01-31");
    auto again = run;
    apply_baseline(again, made, "2026-02-01");
    EXPECT_EQ(summarize(again, false, false).exit_code, 0);
    made.entries.pop_back();
    again = run;
    apply_baseline(again, made, "2026-02-01");
    EXPECT_EQ(summarize(again, false, false).exit_code, 1);
}

TEST(baseline, another_failure_of_the_same_scenario_is_red) {
    run_result run;
    run.scenarios = {ended("a/b", verdict::fail, "x")};
    apply_baseline(run, {"", {known("a/b", "", "y")}}, "2026-02-01");
    EXPECT_EQ(run.scenarios[0].over, overlay::none);
    EXPECT_THAT(run.stale_baseline, ElementsAre("a/b y"));
    EXPECT_EQ(summarize(run, false, false).exit_code, 1);
}

TEST(baseline, an_entry_past_its_date_counts_as_absent) {
    run_result run;
    run.scenarios = {ended("a/b", verdict::fail, "x")};
    apply_baseline(run, {"", {known("a/b", "", "x", "2026-01-31")}}, "2026-02-01");
    EXPECT_EQ(run.scenarios[0].over, overlay::none);
    EXPECT_THAT(run.stale_baseline, IsEmpty());
    apply_baseline(run, {"", {known("a/b", "", "x", "2026-02-01")}}, "2026-02-01");
    EXPECT_EQ(run.scenarios[0].over, overlay::xfail);
}

TEST(baseline, only_what_ran_can_be_stale) {
    run_result run;
    run.scenarios = {ended("a/pass", verdict::pass, ""), ended("a/skip", verdict::skip, ""),
                     ended("a/flaky", verdict::pass, "")};
    run.scenarios[2].over = overlay::flaky;
    apply_baseline(run,
                   {"",
                    {known("a/pass", "", "x"), known("a/skip", "", "x"), known("a/flaky", "", "x"),
                     known("other/shard", "", "x")}},
                   "2026-02-01");
    EXPECT_THAT(run.stale_baseline, ElementsAre("a/pass x"));
    EXPECT_EQ(run.scenarios[0].over, overlay::xpass);
    EXPECT_EQ(summarize(run, false, false).exit_code, 5);
}

TEST(baseline, mistakes_are_told) {
    const auto says = [](std::string_view text) {
        const auto read = read_baseline("b.toml", text);
        return read ? std::string() : describe(read.error());
    };
    EXPECT_THAT(says("[[knwon]]\n"), HasSubstr("did you mean: known"));
    EXPECT_THAT(says("[[known]]\nscenaro = \"a\"\n"), HasSubstr("b.toml:2:1: unknown key `scenaro`"));
    EXPECT_THAT(says("[[known]]\nscenario = \"a\"\n"), HasSubstr("names the reason"));
    EXPECT_THAT(says("[[known]]\nreason = \"a\"\n"), HasSubstr("a scenario or a requirement"));
    EXPECT_THAT(says("[[known]]\nscenario = \"a\"\nreason = \"x\"\nuntil = \"soon\"\n"),
                HasSubstr("`soon` is no date"));
    EXPECT_THAT(says("[[known]\n"), HasSubstr("b.toml:1:"));
}

} // namespace
} // namespace simplespec::scenarios
