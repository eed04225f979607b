#include "reports/json.hpp"
#include "reports/sample_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::reports {
namespace {

using testing::HasSubstr;

TEST(json, reads_back_what_it_wrote) {
    const auto written = to_json(sample_run());
    const auto read = from_json(written);
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(to_json(*read), written);
    EXPECT_EQ(read->scenarios[1].messages[1].octets, sample_run().scenarios[1].messages[1].octets);
    EXPECT_EQ(read->scenarios[1].deviations[0].message, 1U);
    EXPECT_EQ(read->scenarios[2].deviations[0].message, SIZE_MAX);
    EXPECT_EQ(read->summary.scenarios.at("FAIL"), 2U);
}

TEST(json, says_what_is_wrong_and_where) {
    EXPECT_THAT(from_json("{").error(), HasSubstr("not JSON"));
    EXPECT_THAT(from_json("{\n  \"schema\": nope}").error(), testing::StartsWith("line 2, column 13: not JSON: "));
    EXPECT_THAT(from_json("").error(), testing::StartsWith("line 1, column 1: not JSON: incomplete"));
    EXPECT_THAT(from_json("{}\n{}").error(), testing::StartsWith("line 2, column 1: not JSON: "));
    EXPECT_THAT(from_json("[]").error(), HasSubstr("run: expected an object"));
    EXPECT_THAT(from_json(R"({"schema":9})").error(), HasSubstr("schema: 9 is unknown"));
    EXPECT_THAT(from_json(R"({"schema":1})").error(), HasSubstr("run.dut: expected an object"));
    auto text = to_json(sample_run());
    const auto at = text.find("\"INCONC\"");
    text.replace(at, 8, "\"MAYBE\"");
    EXPECT_THAT(from_json(text).error(), HasSubstr("run.scenarios[4].verdict: expected one of the names"));
}

} // namespace
} // namespace simplespec::reports
