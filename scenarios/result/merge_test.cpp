#include "scenarios/result/merge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::scenarios {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

scenario_result ended(std::string id, verdict v) {
    scenario_result out;
    out.id = std::move(id);
    out.outcome = v;
    return out;
}

requirement_result counted(std::string id, verdict v, std::string reason, std::size_t count, std::string by) {
    requirement_result out;
    out.id = std::move(id);
    out.outcome = v;
    out.reason = std::move(reason);
    out.count = count;
    out.by = {std::move(by)};
    return out;
}

named_run part(std::string shard, std::vector<scenario_result> scenarios) {
    run_result out;
    out.shard = std::move(shard);
    out.testbed = "pbx";
    out.wire = "remote";
    out.scenarios = std::move(scenarios);
    out.summary = summarize(out, false);
    return {out.shard + ".json", out};
}

std::string why_not(std::vector<named_run> runs) {
    const auto merged = merge(std::move(runs));
    return merged ? "" : merged.error();
}

TEST(merging, makes_one_run_of_all_shards) {
    auto one = part("1/2", {ended("a", verdict::pass), ended("c", verdict::na)});
    auto two = part("2/2", {ended("b", verdict::fail)});
    one.second.duration_us = 5;
    two.second.duration_us = 3;
    one.second.started = "2026-01-31T12:00:01Z";
    two.second.started = "2026-01-31T12:00:00Z";
    two.second.dut_agent = "pbx/1";
    const auto merged = merge({one, two});
    ASSERT_TRUE(merged) << merged.error();
    std::vector<std::string> ids;
    for (const auto& s : merged->scenarios) ids.push_back(s.id);
    EXPECT_THAT(ids, ElementsAre("a", "b", "c"));
    EXPECT_EQ(merged->duration_us, 5);
    EXPECT_EQ(merged->started, "2026-01-31T12:00:00Z");
    EXPECT_EQ(merged->dut_agent, "pbx/1");
    EXPECT_EQ(merged->shard, "");
    EXPECT_EQ(merged->summary.scenarios.at("FAIL"), 1U);
    EXPECT_EQ(merged->summary.exit_code, 1);
}

TEST(merging, counts_a_requirement_over_all_shards) {
    auto one = part("1/2", {ended("a", verdict::pass)});
    auto two = part("2/2", {ended("b", verdict::pass)});
    one.second.requirements = {counted("R", verdict::pass, "", 0, "a"),
                               counted("S", verdict::warn, "odd", 2, "odd")};
    two.second.requirements = {counted("R", verdict::fail, "wrong", 3, "wrong"),
                               counted("S", verdict::warn, "odd", 1, "odd")};
    const auto merged = merge({one, two});
    ASSERT_TRUE(merged) << merged.error();
    ASSERT_EQ(merged->requirements.size(), 2U);
    EXPECT_EQ(merged->requirements[0].reason, "wrong");
    EXPECT_EQ(merged->requirements[0].count, 3U);
    EXPECT_EQ(merged->requirements[1].count, 3U);
    EXPECT_THAT(merged->requirements[1].by, ElementsAre("odd"));
    EXPECT_EQ(merged->summary.requirement_errors, 1U);
}

TEST(merging, hides_nothing) {
    const auto a = ended("a", verdict::pass), b = ended("b", verdict::pass);
    EXPECT_THAT(why_not({}), HasSubstr("no run"));
    EXPECT_EQ(why_not({part("1/2", {a})}), "shard 2/2 is missing");
    EXPECT_EQ(why_not({part("2/3", {a}), part("3/3", {b})}), "shard 1/3 is missing");
    EXPECT_EQ(why_not({part("1/4000000000", {a})}), "shard 2/4000000000 is missing");
    EXPECT_THAT(why_not({part("1/2", {a}), part("1/2", {b})}), HasSubstr("given twice"));
    EXPECT_THAT(why_not({part("1/2", {a}), part("2/2", {b}), part("1/3", {ended("c", verdict::pass)})}),
                HasSubstr("splits"));
    EXPECT_THAT(why_not({part("1/2", {a}), part("2/2", {a})}),
                HasSubstr("a stands in 1/2.json and in 2/2.json"));
    auto other = part("2/2", {b});
    other.second.testbed = "other";
    EXPECT_THAT(why_not({part("1/2", {a}), other}), HasSubstr("testbed"));
    auto first = part("1/2", {a}), newer = part("2/2", {b});
    first.second.dut_agent = "pbx/1";
    newer.second.dut_agent = "pbx/2";
    EXPECT_THAT(why_not({first, newer}), HasSubstr("pbx/2"));
}

TEST(merging, an_interrupted_part_leaves_the_whole_interrupted) {
    auto one = part("1/2", {ended("a", verdict::pass)});
    one.second.summary.exit_code = 130;
    const auto merged = merge({one, part("2/2", {ended("b", verdict::fail)})});
    ASSERT_TRUE(merged);
    EXPECT_EQ(merged->summary.exit_code, 130);
}

TEST(merging, runs_of_different_scenarios_need_no_shards) {
    EXPECT_EQ(why_not({part("", {ended("a", verdict::pass)}), part("", {ended("b", verdict::pass)})}), "");
}

} // namespace
} // namespace simplespec::scenarios
