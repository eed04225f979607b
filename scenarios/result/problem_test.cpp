#include "scenarios/result/problem.hpp"

#include <gtest/gtest.h>

namespace simplespec::scenarios {
namespace {

TEST(problem, is_shown_with_its_line_and_a_caret) {
    const problem p{.file = "a.scn",
                    .at = {3, 5},
                    .what = "unknown actor `alcie`",
                    .expected = "one of: alice, bob",
                    .suggestion = "alice",
                    .line_text = "\tx alcie > PUBLISH"};
    EXPECT_EQ(describe(p), "a.scn:3:5: unknown actor `alcie`\n"
                           "     x alcie > PUBLISH\n"
                           "        ^\n"
                           "  expected: one of: alice, bob\n"
                           "  did you mean: alice\n");
}

TEST(problem, lines_are_found_without_their_ends) {
    constexpr std::string_view text = "one\r\ntwo\n\nfour";
    EXPECT_EQ(line_of(text, 1), "one");
    EXPECT_EQ(line_of(text, 2), "two");
    EXPECT_EQ(line_of(text, 3), "");
    EXPECT_EQ(line_of(text, 4), "four");
    EXPECT_EQ(line_of(text, 5), "");
}

TEST(problem, suggests_what_is_near_and_nothing_else) {
    const std::vector<std::string> words{"within", "never", "then", "settle", "advance"};
    EXPECT_EQ(nearest("wihtin", words), "within");
    EXPECT_EQ(nearest("setle", words), "settle");
    EXPECT_EQ(nearest("xylophone", words), "");
    EXPECT_EQ(nearest("", words), "");
    EXPECT_EQ(nearest(std::string(100000, 'a'), words), "");
}

} // namespace
} // namespace simplespec::scenarios
