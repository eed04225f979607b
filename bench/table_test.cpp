#include "bench/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::bench {
namespace {

using testing::HasSubstr;
using testing::Not;

measurement timed(std::string contestant, std::vector<double> times, double allocations = 0,
                  std::optional<std::uint64_t> instructions = {}) {
    return {"chain", "n50", std::move(contestant), 40'000, std::move(times), allocations, 0, instructions};
}

const std::vector<double> around_100 = {99, 100, 101, 98, 102, 100, 100, 97, 103};

std::vector<double> times(double factor) {
    auto out = around_100;
    for (auto& t : out) t *= factor;
    return out;
}

TEST(table, divides_ours_by_each) {
    const bench_result all{{timed("ours", times(1), 3, 5'000'000), timed("libre", times(4), 0, 2'500'000)}};
    const auto text = print_table(all);
    EXPECT_THAT(text, HasSubstr("chain n50 (40,000 octets)"));
    EXPECT_THAT(text, HasSubstr("0.25x"));
    EXPECT_THAT(text, HasSubstr("2.00x"));
    EXPECT_THAT(text, HasSubstr("5,000,000"));
    EXPECT_THAT(text, HasSubstr("125.0"));
}

TEST(table, names_who_gave_another_answer) {
    auto wrong = timed("osip2", {});
    wrong.flaw = "there are 2 rows, not 50";
    EXPECT_THAT(print_table({{timed("ours", times(1)), wrong}}),
                HasSubstr("not measured: there are 2 rows, not 50"));
}

TEST(table, says_which_goals_are_reached) {
    constexpr auto who = "libre + split by hand + RapidXML";
    const auto reached = print_goals({{timed("ours", times(0.9)), timed(who, times(1))}});
    EXPECT_THAT(reached, HasSubstr("reached"));
    EXPECT_THAT(reached, Not(HasSubstr("missed")));
    EXPECT_THAT(print_goals({{timed("ours", times(4)), timed(who, times(1))}}), HasSubstr("missed by 4.0"));
    EXPECT_EQ(print_goals({{timed("ours", times(4))}}), "");
}

struct row {
    const char* name;
    bench_result before, after;
    std::size_t regressions;
    const char* says;
};

class comparisons : public testing::TestWithParam<row> {};

TEST_P(comparisons, tell_a_change_from_noise) {
    const auto& r = GetParam();
    const auto got = compare(r.before, r.after);
    EXPECT_EQ(got.regressions, r.regressions) << got.text;
    EXPECT_THAT(got.text, HasSubstr(r.says));
}

measurement failed() {
    auto out = timed("ours", {});
    out.flaw = "there are 2 rows, not 50";
    return out;
}

INSTANTIATE_TEST_SUITE_P(
    table, comparisons,
    testing::Values(
        row{"noise", {{timed("ours", times(1))}}, {{timed("ours", times(1.01))}}, 0, "nothing"},
        row{"slower", {{timed("ours", times(1))}}, {{timed("ours", times(1.2))}}, 1, "slower"},
        row{"faster", {{timed("ours", times(1))}}, {{timed("ours", times(0.5))}}, 0, "faster"},
        row{"a_slower_machine",
            {{timed("ours", times(1)), timed("libre", times(3))}},
            {{timed("ours", times(1.4)), timed("libre", times(4.2))}},
            0,
            "nothing"},
        row{"slower_on_a_faster_machine",
            {{timed("ours", times(1)), timed("libre", times(3))}},
            {{timed("ours", times(1)), timed("libre", times(2))}},
            1,
            "machine 0.67x"},
        row{"instructions", {{timed("ours", {}, 0, 1000)}}, {{timed("ours", {}, 0, 1031)}}, 1, "more"},
        row{"few_instructions", {{timed("ours", {}, 0, 1000)}}, {{timed("ours", {}, 0, 1029)}}, 0, "nothing"},
        row{"allocations", {{timed("ours", {}, 0)}}, {{timed("ours", {}, 1)}}, 1, "allocations 1, were 0"},
        row{"fewer_allocations", {{timed("ours", {}, 7)}}, {{timed("ours", {}, 2)}}, 0, "fewer"},
        row{"a_wrong_answer", {{timed("ours", times(1))}}, {{failed()}}, 1, "the answer is wrong now"}),
    [](const auto& info) { return info.param.name; });

} // namespace
} // namespace simplespec::bench
