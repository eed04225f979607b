#include "reports/sample_run.hpp"
#include "reports/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::reports {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const auto& rows() { return scenarios::catalogue::built_in(); }

TEST(text, gives_a_passed_scenario_one_line) {
    const auto out = text_scenario(sample_run().scenarios[0], rows(), {});
    EXPECT_EQ(std::ranges::count(out, '\n'), 1);
    EXPECT_THAT(out, StartsWith("PASS   rfc3903/6/publish "));
}

TEST(text, explains_a_failure) {
    const auto out = text_scenario(sample_run().scenarios[1], rows(), {});
    EXPECT_THAT(out, StartsWith("FAIL   rfc3903/6/stale-tag "));
    EXPECT_THAT(out, HasSubstr("RFC3903-6-11 RFC 3903 section 6"));
    EXPECT_THAT(out, HasSubstr("rfc3903/6/stale-tag.scn:21: alice within"));
    EXPECT_THAT(out, HasSubstr("expected  412\n      actual    SIP/2.0 200 OK\n"));
    EXPECT_THAT(out, HasSubstr("<-- x"));
    EXPECT_THAT(out, HasSubstr("rerun: simplespec run rfc3903/6/stale-tag --seed 1"));
    EXPECT_THAT(out, Not(HasSubstr("\x1b")));
}

TEST(text, shows_the_evidence_of_what_does_not_apply) {
    EXPECT_THAT(text_scenario(sample_run().scenarios[2], rows(), {}), HasSubstr("evidence  SIP/2.0 489 Bad Event"));
}

TEST(text, keeps_a_known_failure_to_one_line) {
    const auto out = text_scenario(sample_run().scenarios[3], rows(), {});
    EXPECT_EQ(std::ranges::count(out, '\n'), 1);
    EXPECT_THAT(out, StartsWith("XFAIL  "));
}

TEST(text, paints_only_on_request) {
    EXPECT_THAT(text_scenario(sample_run().scenarios[0], rows(), {.colour = true}), StartsWith("\x1b[32mPASS"));
}

TEST(text, sums_up) {
    const auto out = text_summary(sample_run(), {});
    EXPECT_THAT(out, HasSubstr("5 scenarios: 1 PASS 2 FAIL 1 NA 1 INCONC; of these 1 xfail, 0 xpass, 0 flaky"));
    EXPECT_THAT(out, HasSubstr("rules: 1 requirement errors, 0 warnings"));
    EXPECT_THAT(out, HasSubstr("exit 1 in 0.04 s"));
    EXPECT_THAT(text_requirements(sample_run(), rows(), {}), HasSubstr("no-max-forwards (3 times, first in rfc3903/6/stale-tag"));
}

} // namespace
} // namespace simplespec::reports
