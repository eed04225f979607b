#include "reports/ladder.hpp"
#include "reports/sample_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::reports {
namespace {

TEST(ladder, draws_one_row_a_message_and_marks_the_deviation) {
    EXPECT_EQ(ladder(sample_run().scenarios[1], {.mark = 1, .indent = 2}),
              "  alice                             target\n"
              "  |-- PUBLISH --------------------->|  0.000\n"
              "  |<-------- 200 <script>\\x1b[31m --|  0.002  <-- x\n");
}

TEST(ladder, leaves_out_the_middle_but_never_the_marked_row) {
    auto scenario = sample_run().scenarios[1];
    scenario.messages.resize(1);
    scenario.messages.resize(100, scenario.messages[0]);
    const auto drawn = ladder(scenario, {.mark = 50, .rows = 10});
    EXPECT_EQ(std::ranges::count(drawn, '\n'), 1 + 10 + 1 + 1);
    EXPECT_THAT(drawn, testing::HasSubstr("90 messages left out"));
    EXPECT_THAT(drawn, testing::HasSubstr("<-- x"));
}

TEST(ladder, joins_more_than_two_parties) {
    auto scenario = sample_run().scenarios[1];
    scenario.messages[1].destination = "bob";
    const auto drawn = ladder(scenario, {.indent = 0});
    EXPECT_EQ(drawn.substr(0, drawn.find('\n')), "alice                             target                            bob");
    EXPECT_TRUE(ladder(sample_run().scenarios[0]).empty());
}

} // namespace
} // namespace simplespec::reports
