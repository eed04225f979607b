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
    EXPECT_EQ(summarize(again, false).exit_code, 0);
    made.entries.pop_back();
    again = run;
    apply_baseline(again, made, "2026-02-01");
    EXPECT_EQ(summarize(again, false).exit_code, 1);
}

TEST(baseline, another_failure_of_the_same_scenario_is_red) {
    run_result run;
    run.scenarios = {ended("a/b", verdict::fail, "x")};
    apply_baseline(run, {"", {known("a/b", "", "y")}}, "2026-02-01");
    EXPECT_EQ(run.scenarios[0].over, overlay::none);
    EXPECT_THAT(run.stale_baseline, ElementsAre("a/b y"));
    EXPECT_EQ(summarize(run, false).exit_code, 1);
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
    EXPECT_EQ(summarize(run, false).exit_code, 5);
}

TEST(baseline, of_a_shard_no_requirement_is_stale) {
    run_result run;
    run.requirements = {broken("R", "")};
    run.requirements[0].outcome = verdict::pass;
    const baseline before{"", {known("", "R", "x")}};
    run.shard = "1/2";
    apply_baseline(run, before, "2026-02-01");
    EXPECT_THAT(run.stale_baseline, IsEmpty());
    run.shard.clear();
    apply_baseline(run, before, "2026-02-01");
    EXPECT_THAT(run.stale_baseline, ElementsAre("R x"));
}

TEST(baseline, what_is_known_to_come_and_go_is_never_stale) {
    run_result failed, passed;
    failed.scenarios = {ended("a/b", verdict::fail, "x")};
    failed.scenarios[0].attempts = 3;
    failed.scenarios[0].failures = 2;
    failed.scenarios[0].over = overlay::flaky;
    EXPECT_EQ(summarize(failed, false).exit_code, 1) << "nothing is excused by trying again";
    const auto made = baseline_of(failed, "2026-01-31");
    EXPECT_EQ(read_baseline("b.toml", write_baseline(made))->entries, made.entries);
    passed.scenarios = {ended("a/b", verdict::pass, "")};
    for (auto* run : {&failed, &passed}) {
        apply_baseline(*run, made, "2026-02-01");
        EXPECT_EQ(summarize(*run, false).exit_code, 0);
    }
    EXPECT_EQ(passed.scenarios[0].over, overlay::none);
    lift_baseline(failed);
    EXPECT_EQ(failed.scenarios[0].over, overlay::flaky);
}

TEST(baseline, is_made_of_what_no_baseline_knew) {
    run_result run;
    run.scenarios = {ended("a/b", verdict::fail, "x"), ended("a/c", verdict::fail, "y")};
    apply_baseline(run, {"", {known("a/b", "", "x")}}, "2026-02-01");
    const auto made = baseline_of(run, "2026-02-01");
    ASSERT_EQ(made.entries.size(), 1U);
    EXPECT_EQ(made.entries[0].scenario, "a/c");
}

TEST(baseline, an_audit_puts_each_entry_in_one_place) {
    run_result run;
    run.scenarios = {ended("met", verdict::fail, "x"), ended("gone", verdict::pass, "")};
    const auto found = audit({"", {known("met", "", "x"), known("gone", "", "x"), known("absent", "", "x"),
                                   known("met", "", "x", "2026-01-01")}},
                             run, "2026-02-01");
    EXPECT_THAT(found.met, ElementsAre(0U));
    EXPECT_THAT(found.stale, ElementsAre(1U));
    EXPECT_THAT(found.untested, ElementsAre(2U));
    EXPECT_THAT(found.expired, ElementsAre(3U));
}

TEST(baseline, entries_are_taken_out_of_a_text_and_all_else_stays) {
    const std::string head = "# ours\n\n", first = "# about a\n[[known]]\nscenario = \"a\" # why\n",
                      second = "\n  [[known]]\n# inside\nscenario = \"b\"\nreason = \"x\"\n",
                      third = "\n# about c\n[[known]]\nscenario = \"c\"\n# the end";
    const auto text = head + first + second + third;
    EXPECT_EQ(without(text, {}), text);
    EXPECT_EQ(without(text, {1}), head + first + third);
    EXPECT_EQ(without(text, {0, 1, 2}), "");
    EXPECT_EQ(without(text, {2}), head + first + second);
    EXPECT_EQ(without("", {0}), "");
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
    EXPECT_THAT(says("[[known]]\nscenario = \"a\"\nreason = \"x\"\nflaky = \"yes\"\n"), HasSubstr("true or false"));
    EXPECT_THAT(says("[[known]\n"), HasSubstr("b.toml:1:"));
}

} // namespace
} // namespace simplespec::scenarios
