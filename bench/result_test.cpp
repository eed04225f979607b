#include "bench/result.hpp"

#include <gtest/gtest.h>

namespace simplespec::bench {
namespace {

TEST(result, is_kept_and_read_again) {
    bench_result all;
    all.measurements.push_back({"chain", "n50", "ours", 40'000, {1.5, 2.5}, 12, 3400, 123'456'789});
    all.measurements.push_back({"chain", "n50", "sofia-sip", 40'000, {9}, 0.5, 1});
    all.measurements.push_back({"chain", "n50", "osip2", 40'000, {}, 0, 0, {}, "there are 2 rows, not 3"});
    const auto again = from_json(to_json(all));
    ASSERT_TRUE(again) << again.error();
    EXPECT_EQ(*again, all);
    ASSERT_NE(again->find("chain", "n50", "sofia-sip"), nullptr);
    EXPECT_EQ(again->find("chain", "n50", "libre"), nullptr);
}

TEST(result, what_is_none_is_refused) {
    for (const auto* text :
         {"", "[]", "{}", R"({"schema":2,"measurements":[]})", R"({"schema":1,"measurements":[{}]})",
          R"({"schema":1,"measurements":[{"stage":1,"subject":"","contestant":"","octets":1}]})"})
        EXPECT_FALSE(from_json(text)) << text;
}

struct row {
    const char* name;
    std::vector<double> values;
    double low, median, high;
};

class medians : public testing::TestWithParam<row> {};

TEST_P(medians, have_intervals) {
    const auto& [name, values, low, median, high] = GetParam();
    const auto got = median_of(values);
    EXPECT_EQ(got.low, low);
    EXPECT_EQ(got.median, median);
    EXPECT_EQ(got.high, high);
}

// The ranks are those of the tables for the sign test: of 9 values the 2nd and the 8th hold the median
// with 96.1 %, of 12 the 3rd and the 10th, of 5 not even the outermost would.
INSTANTIATE_TEST_SUITE_P(result, medians,
                         testing::Values(row{"none", {}, 0, 0, 0}, row{"one", {7}, 7, 7, 7},
                                         row{"five", {5, 1, 4, 2, 3}, 1, 3, 5},
                                         row{"six", {1, 2, 3, 4, 5, 6}, 1, 3.5, 6},
                                         row{"nine", {9, 8, 7, 6, 5, 4, 3, 2, 1}, 2, 5, 8},
                                         row{"twelve", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 3, 6.5, 10}),
                         [](const auto& info) { return info.param.name; });

TEST(result, intervals_part_where_nothing_is_in_both) {
    const interval_of_median one{1, 2, 3};
    EXPECT_FALSE(one.parts_from({3, 4, 5}));
    EXPECT_TRUE(one.parts_from({3.1, 4, 5}));
    EXPECT_TRUE((interval_of_median{3.1, 4, 5}.parts_from(one)));
}

} // namespace
} // namespace simplespec::bench
