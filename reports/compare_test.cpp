#include "reports/compare.hpp"

#include "reports/sample_run.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::reports {
namespace {

using scenarios::overlay;
using scenarios::requirement_result;
using scenarios::run_result;
using scenarios::scenario_result;
using scenarios::verdict;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

scenario_result judged(std::string id, verdict v, std::string reason = {}, overlay over = overlay::none) {
    scenario_result out{.id = std::move(id)};
    out.outcome = v;
    out.over = over;
    out.reason = std::move(reason);
    return out;
}

comparison of(std::vector<scenario_result> a, std::vector<scenario_result> b) {
    run_result before, after;
    before.scenarios = std::move(a);
    after.scenarios = std::move(b);
    return compare({"old.json", before}, {"new.json", after});
}

// The lists in which something stands.
std::string where(const verdict_changes& v) {
    std::string out;
    const auto say = [&](const auto& list, const char* name) {
        for (std::size_t i = 0; i < list.size(); ++i) out += (out.empty() ? "" : " ") + std::string(name);
    };
    say(v.regressed, "regressed");
    say(v.accepted, "accepted");
    say(v.fixed, "fixed");
    say(v.otherwise, "otherwise");
    say(v.unjudged, "unjudged");
    say(v.flaky, "flaky");
    say(v.appeared, "new");
    say(v.gone, "gone");
    return out;
}

struct moved_row {
    const char* name;
    scenario_result before, after;
    const char* where;
};

void PrintTo(const moved_row& row, std::ostream* out) { *out << row.name; }

class moved : public testing::TestWithParam<moved_row> {};

TEST_P(moved, stands_in_its_list) {
    const auto c = of({GetParam().before}, {GetParam().after});
    EXPECT_EQ(where(c.scenarios), GetParam().where);
    EXPECT_EQ(c.regression(), std::string(GetParam().where) == "regressed");
    EXPECT_EQ(c.scenarios.unchanged, std::string(GetParam().where).empty() ? 1U : 0U);
}

INSTANTIATE_TEST_SUITE_P(
    compare, moved,
    testing::Values(
        moved_row{"passed_still", judged("a", verdict::pass), judged("a", verdict::pass), ""},
        moved_row{"fails_now", judged("a", verdict::pass), judged("a", verdict::fail, "x"), "regressed"},
        moved_row{"warns_now", judged("a", verdict::pass), judged("a", verdict::warn, "x"), "regressed"},
        moved_row{"is_in_doubt_now", judged("a", verdict::pass), judged("a", verdict::inconc, "x"),
                  "regressed"},
        moved_row{"lost_a_feature", judged("a", verdict::pass), judged("a", verdict::na, "refused-489"),
                  "regressed"},
        moved_row{"chooses_otherwise", judged("a", verdict::pass), judged("a", verdict::info, "x"), ""},
        moved_row{"passes_now", judged("a", verdict::fail, "x"), judged("a", verdict::pass), "fixed"},
        moved_row{"passes_unexpectedly", judged("a", verdict::fail, "x", overlay::xfail),
                  judged("a", verdict::pass, "", overlay::xpass), "fixed"},
        moved_row{"only_warns_now", judged("a", verdict::fail, "x"), judged("a", verdict::warn, "y"),
                  "fixed"},
        moved_row{"got_a_feature", judged("a", verdict::na, "x"), judged("a", verdict::pass), "fixed"},
        moved_row{"fails_otherwise", judged("a", verdict::fail, "x"), judged("a", verdict::fail, "y"),
                  "otherwise"},
        moved_row{"fails_still", judged("a", verdict::fail, "x"), judged("a", verdict::fail, "x"), ""},
        moved_row{"fails_still_and_is_known", judged("a", verdict::fail, "x"),
                  judged("a", verdict::fail, "x", overlay::xfail), ""},
        moved_row{"fails_as_is_known", judged("a", verdict::pass),
                  judged("a", verdict::fail, "x", overlay::xfail), "accepted"},
        moved_row{"hides_behind_a_refusal", judged("a", verdict::fail, "x"), judged("a", verdict::na, "y"),
                  "unjudged"},
        moved_row{"hides_behind_a_doubt", judged("a", verdict::fail, "x"), judged("a", verdict::inconc, "y"),
                  "unjudged"},
        moved_row{"was_our_fault_before", judged("a", verdict::error, "x"), judged("a", verdict::fail, "y"),
                  "otherwise"},
        moved_row{"is_flaky_now", judged("a", verdict::pass), judged("a", verdict::fail, "x", overlay::flaky),
                  "flaky"},
        moved_row{"was_flaky", judged("a", verdict::fail, "x", overlay::flaky), judged("a", verdict::pass),
                  "flaky"},
        moved_row{"left_out_before", judged("a", verdict::skip), judged("a", verdict::fail, "x"), "new"},
        moved_row{"left_out_now", judged("a", verdict::pass), judged("a", verdict::skip), "gone"},
        moved_row{"another", judged("a", verdict::pass), judged("b", verdict::pass), "new gone"}),
    [](const auto& row) { return std::string(row.param.name); });

requirement_result broken(std::string reason, std::string scenario, verdict v = verdict::fail,
                          overlay over = overlay::none) {
    return {.id = "RFC3903-6-11",
            .outcome = v,
            .over = over,
            .reason = std::move(reason),
            .count = 1,
            .first_scenario = scenario,
            .first_message = 0,
            .what = "it is so",
            .by = {"rule", scenario}};
}

struct requirement_row {
    const char* name;
    std::vector<requirement_result> before, after;
    const char* where;
};

void PrintTo(const requirement_row& row, std::ostream* out) { *out << row.name; }

class requirement_moved : public testing::TestWithParam<requirement_row> {};

// Both runs have the scenario a; b is of the older one only, c of the newer one.
TEST_P(requirement_moved, stands_in_its_list) {
    run_result before, after;
    before.scenarios = {judged("a", verdict::pass), judged("b", verdict::pass)};
    after.scenarios = {judged("a", verdict::pass), judged("c", verdict::pass)};
    before.requirements = GetParam().before;
    after.requirements = GetParam().after;
    const auto c = compare({"old.json", before}, {"new.json", after});
    EXPECT_EQ(where(c.requirements), GetParam().where);
    EXPECT_EQ(c.regression(), std::string(GetParam().where).starts_with("regressed"));
}

INSTANTIATE_TEST_SUITE_P(
    compare, requirement_moved,
    testing::Values(
        requirement_row{"broken_now", {}, {broken("x", "a")}, "regressed"},
        requirement_row{"kept_before", {broken("", "a", verdict::pass)}, {broken("x", "a")}, "regressed"},
        requirement_row{"broken_still", {broken("x", "a")}, {broken("x", "a")}, ""},
        requirement_row{"worse", {broken("x", "a", verdict::warn)}, {broken("x", "a")}, "regressed"},
        requirement_row{"known", {}, {broken("x", "a", verdict::fail, overlay::xfail)}, "accepted"},
        requirement_row{"kept_now", {broken("x", "a")}, {broken("", "a", verdict::pass)}, "fixed"},
        requirement_row{"broken_otherwise", {broken("x", "a")}, {broken("y", "a")}, "otherwise"},
        requirement_row{
            "broken_otherwise_too", {broken("x", "a")}, {broken("x", "a"), broken("y", "a")}, "regressed"},
        requirement_row{"broken_where_nobody_looked", {}, {broken("x", "c")}, "new"},
        requirement_row{"not_looked_at_again", {broken("x", "b")}, {}, "gone"},
        requirement_row{"notes_count_for_nothing", {}, {broken("x", "a", verdict::info)}, ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(compare, warns_of_what_cannot_be_compared) {
    auto before = sample_run(), after = sample_run();
    EXPECT_THAT(compare({"a", before}, {"b", after}).warnings, IsEmpty());
    after.testbed = "pbx";
    after.summary.exit_code = 130;
    EXPECT_THAT(compare({"a", before}, {"b", after}).warnings,
                ElementsAre(HasSubstr("testbeds embedded and pbx"), "the newer run was interrupted"));
}

TEST(compare, finds_nothing_between_a_run_and_itself) {
    const auto c = compare({"a", sample_run()}, {"b", sample_run()});
    EXPECT_EQ(where(c.scenarios) + where(c.requirements), "");
    EXPECT_THAT(c.behaviour, IsEmpty());
    EXPECT_FALSE(c.regression());
}

comparison sample_comparison() {
    auto before = sample_run(), after = sample_run();
    before.scenarios[1].outcome = verdict::pass;
    before.scenarios[1].reason.clear();
    before.requirements.clear();
    after.scenarios[4] = judged("rfc6665/4/unsure\x1b", verdict::pass);
    auto c = compare({"old.json", before}, {"new.json", after});
    c.behaviour = {{"SUBSCRIBE 200", "Allow-Events gone", {"a", "b", "c", "d"}}};
    c.latencies = {{"PUBLISH", 12000, 80000, 40}};
    return c;
}

TEST(compare, is_told_counts_first) {
    const auto text = compare_text(sample_comparison(), scenarios::catalogue::built_in());
    EXPECT_THAT(text, HasSubstr("\nscenarios: 1 regressed, 0 fixed, 1 new, 1 gone, 3 unchanged\n"
                                "requirements: 1 regressed, 0 fixed\nbehaviour: 2 changes\n\nRegressed\n"));
    EXPECT_THAT(text, HasSubstr("  rfc3903/6/stale-tag  PASS -> FAIL  expected-412-got-200\n      "
                                "RFC3903-6-11 RFC 3903 section 6 "));
    EXPECT_THAT(text, HasSubstr("      expected  412\n      actual    SIP/2.0 200 OK\n"));
    EXPECT_THAT(text, HasSubstr("  RFC3261-8.1.1.6-1  PASS -> FAIL  no-max-forwards\n"));
    EXPECT_THAT(text, HasSubstr("  SUBSCRIBE 200: Allow-Events gone (4 scenarios)\n      a, b, c, ...\n"));
    EXPECT_THAT(text, HasSubstr("  PUBLISH: answered in 80 ms instead of 12 ms (median of 40 or more)\n"));
    EXPECT_THAT(text, HasSubstr("rfc6665/4/unsure\\x1b  PASS\n"));
}

TEST(compare, is_written_as_json) {
    const auto json = boost::json::parse(compare_json(sample_comparison())).as_object();
    EXPECT_EQ(json.at("regression"), true);
    EXPECT_EQ(json.at("scenarios").at("regressed").at(0).at("after").at("reason"), "expected-412-got-200");
    EXPECT_EQ(json.at("scenarios").at("unchanged"), 3);
    EXPECT_FALSE(json.at("scenarios").at("new").at(0).as_object().contains("before"));
    EXPECT_EQ(json.at("requirements").at("regressed").at(0).at("id"), "RFC3261-8.1.1.6-1");
    EXPECT_EQ(json.at("behaviour").at(0).at("scenarios").as_array().size(), 4U);
    EXPECT_EQ(json.at("latencies").at(0).at("after_ms"), 80.0);
}

} // namespace
} // namespace simplespec::reports
