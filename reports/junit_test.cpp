#include "reports/junit.hpp"
#include "reports/sample_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(junit, counts_as_the_run_does) {
    const auto xml = to_junit(sample_run(), scenarios::catalogue::built_in());
    EXPECT_THAT(xml, HasSubstr("<testsuite name=\"scenarios\" tests=\"5\" failures=\"1\" errors=\"1\" skipped=\"2\""));
    EXPECT_THAT(xml, HasSubstr("<testsuite name=\"requirements\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\""));
    EXPECT_THAT(xml, HasSubstr("<skipped message=\"XFAIL no-notify\"/>"));
}

TEST(junit, shows_the_clause_and_the_offending_message) {
    const auto xml = to_junit(sample_run(), scenarios::catalogue::built_in());
    EXPECT_THAT(xml, HasSubstr("<failure type=\"FAIL\" message=\"expected-412-got-200\">"));
    EXPECT_THAT(xml, HasSubstr("RFC 3903 section 6"));
    EXPECT_THAT(xml, HasSubstr("target -&gt; alice over UDP:"));
    EXPECT_THAT(xml, HasSubstr("SIP/2.0 200 &lt;script&gt;\\x1b[31m"));
    EXPECT_THAT(xml, Not(HasSubstr("<script>")));
}

} // namespace
} // namespace simplespec::reports
