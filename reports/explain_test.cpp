#include "reports/explain.hpp"

#include "reports/sample_run.hpp"
#include "scenarios/language/read.hpp"
#include "scenarios/runner/suite.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace simplespec::reports {
namespace {

using scenarios::catalogue;
using scenarios::verdict;
using testing::HasSubstr;
using testing::Not;

scenarios::scenario stale_tag() {
    const auto read =
        scenarios::read_scenario("stale-tag.scn", "scenario mine/stale-tag\n"
                                                  "  title  \"A stale tag is refused\"\n"
                                                  "  needs  esc\n"
                                                  "  tags   smoke\n"
                                                  "\n"
                                                  "actor alice = user\n"
                                                  "\n"
                                                  "alice > PUBLISH {alice.aor}\n"
                                                  "    Event: presence\n"
                                                  "    SIP-If-Match: x\n"
                                                  "alice within {reply} { < 412    RFC3903-6-11 }\n");
    EXPECT_TRUE(read) << describe(read.error());
    return *read;
}

TEST(explain, shows_clauses_and_steps_of_a_scenario) {
    EXPECT_EQ(explain_scenario(stale_tag(), catalogue::built_in()).substr(0, 92), "mine/stale-tag\n"
                                                                                  "  A stale tag is refused\n"
                                                                                  "  needs esc\n"
                                                                                  "  tags smoke\n"
                                                                                  "  judges a server\n"
                                                                                  "\n"
                                                                                  "Clauses ");
    const auto text = explain_scenario(stale_tag(), catalogue::built_in());
    EXPECT_THAT(text, HasSubstr("\n  RFC3903-6-11  RFC 3903 section 6, MUST\n      "));
    EXPECT_THAT(text, HasSubstr("\nSteps\n     6 | actor alice = user\n"));
    EXPECT_THAT(text, HasSubstr("\n    11 | alice within {reply} { < 412    RFC3903-6-11 }\n"));
}

TEST(explain, marks_the_line_that_was_not_met) {
    auto run = sample_run();
    run.scenarios[1].deviations[0].line = 11;
    const auto text = explain_scenario(stale_tag(), catalogue::built_in(), &run.scenarios[1]);
    EXPECT_THAT(text, HasSubstr("\n  > 11 | alice within"));
    EXPECT_THAT(text, HasSubstr("\n    10 | "));
}

TEST(explain, shows_the_wrong_arrow_the_row_and_how_to_go_on) {
    const auto text = explain_result(sample_run().scenarios[1], catalogue::built_in(), "run.json");
    EXPECT_THAT(text, HasSubstr("\nIn run.json: FAIL  expected-412-got-200\n"));
    EXPECT_THAT(text, HasSubstr("      expected  412\n      actual    SIP/2.0 200 OK\n"));
    EXPECT_THAT(text, HasSubstr("<-- x\n"));
    EXPECT_THAT(
        text,
        HasSubstr(
            "Message 1, target to alice over UDP, 31 octets\n  >  1 | SIP/2.0 200 <script>\\x1b[31m\n"));
    EXPECT_THAT(text, HasSubstr("  RFC3261-8.1.1.6-1, MUST: no Max-Forwards (rule no-max-forwards)\n"));
    EXPECT_THAT(text, HasSubstr("message 0, line 2, octet 39\n"));
    EXPECT_THAT(text, HasSubstr("run it again:  simplespec run rfc3903/6/stale-tag --seed 1\n"));
    EXPECT_THAT(text, HasSubstr("repeat it:     simplespec repro rfc3903/6/stale-tag run.json --as sh\n"));
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(explain, marks_what_a_rule_found_where_every_line_was_met) {
    auto s = sample_run().scenarios[1];
    s.deviations.clear();
    s.outcome = verdict::pass;
    const auto text = explain_result(s, catalogue::built_in(), "run.json");
    EXPECT_THAT(text, HasSubstr("Message 0, alice to target over UDP"));
    EXPECT_THAT(text, HasSubstr("^ octet 39\n"));
}

TEST(explain, takes_results_of_any_shape) {
    scenarios::scenario_result s{.id = "a/b"};
    EXPECT_EQ(explain_result(s, catalogue::built_in(), "run.json"), "\nIn run.json: SKIP\n");
    s.deviations = {
        {.file = "f", .line = 9999, .text = "x", .requirement = "nonsense", .expected = "412", .message = 7}};
    s.findings = {
        {.rule = "r", .requirement = "q", .level = scenarios::severity::error, .message = 8, .offset = 100}};
    EXPECT_THAT(explain_result(s, catalogue::built_in(), "run.json"),
                HasSubstr("nonsense is not in the catalogue"));
}

scenarios::covered covered(const std::string& id) {
    scenarios::covered out;
    out.row = catalogue::built_in().find(id);
    EXPECT_NE(out.row, nullptr);
    return out;
}

TEST(explain, says_of_a_requirement_who_checks_it_and_what_proves_that) {
    auto c = covered("RFC3903-6-11");
    c.rules = {"stale-tag"};
    c.scenarios = {"rfc3903/6/stale-tag"};
    const auto bare = explain_requirement(c);
    EXPECT_THAT(bare, testing::StartsWith("RFC3903-6-11  RFC 3903 section 6\n  "));
    EXPECT_THAT(
        bare,
        HasSubstr(
            "  keyword      MUST\n  verified     yes, read against the RFC's text\n  breaking it  FAIL\n"));
    EXPECT_THAT(bare, HasSubstr("\nRules that check it in every message\n  stale-tag\n"));
    EXPECT_THAT(bare, HasSubstr("\nScenarios that judge it\n  rfc3903/6/stale-tag\n"));
    EXPECT_THAT(bare, HasSubstr("has proven the check yet"));
    c.proofs = {"defect takes-every-tag"};
    EXPECT_THAT(explain_requirement(c),
                HasSubstr("\nWhat the check was seen to catch\n  defect takes-every-tag\n"));
}

TEST(explain, says_why_nothing_checks_a_requirement) {
    const auto& rows = catalogue::built_in().rows();
    const auto row = std::ranges::find_if(
        rows, [](const auto& r) { return !r.unchecked.empty() && r.covered_by().empty(); });
    ASSERT_NE(row, rows.end());
    const auto reasons = scenarios::reasons();
    const auto meaning =
        std::ranges::find(reasons, std::string_view(row->unchecked), &scenarios::reason::word);
    ASSERT_NE(meaning, reasons.end());
    EXPECT_THAT(explain_requirement(covered(row->id)),
                HasSubstr("\nNothing checks it: " + std::string(meaning->meaning)));
}

TEST(explain, says_what_a_run_found_about_a_requirement) {
    const auto run = sample_run();
    const auto by_rule = explain_findings(covered("RFC3261-8.1.1.6-1"), run, "run.json");
    EXPECT_THAT(
        by_rule,
        HasSubstr("  FAIL  no-max-forwards, 3 times: no Max-Forwards\n  first in rfc3903/6/stale-tag\n"));
    EXPECT_THAT(by_rule, HasSubstr("^ octet 39\n"));
    EXPECT_THAT(by_rule, HasSubstr("run it again:  simplespec run rfc3903/6/stale-tag"));
    const auto by_line = explain_findings(covered("RFC3903-6-11"), run, "run.json");
    EXPECT_THAT(by_line,
                HasSubstr("  FAIL  rfc3903/6/stale-tag  expected-412-got-200\n      expected  412\n"));
    EXPECT_EQ(explain_findings(covered("RFC3903-6-26"), run, "run.json"),
              "\nIn run.json\n  nothing met it\n");
}

} // namespace
} // namespace simplespec::reports
