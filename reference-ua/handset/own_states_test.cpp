#include "handset/own_states.hpp"

#include <gtest/gtest.h>

namespace simplespec::handset {
namespace {

TEST(own_states, those_that_are_documented_are_there) {
    const auto list = own_states("snom");
    for (const auto* text : {"Online", "Offline", "Invisible", "Busy", "Lunch"})
        EXPECT_NE(find_own_state(list, text), nullptr) << text;
    EXPECT_TRUE(find_own_state(list, "Lunch")->open);
    EXPECT_FALSE(find_own_state(list, "Offline")->open);
    EXPECT_TRUE(own_states("no such make").empty());
}

TEST(own_states, are_found_by_name_or_text_in_any_language) {
    const auto list = own_states("snom");
    EXPECT_EQ(find_own_state(list, "mittag"), find_own_state(list, "LUNCH"));
    EXPECT_EQ(find_own_state(list, "lunch")->text("de"), "Mittag");
    EXPECT_EQ(find_own_state(list, "lunch")->text("fr"), "Lunch");
    EXPECT_EQ(find_own_state(list, "Dinner"), nullptr);
}

TEST(own_states, rows_that_are_no_states_are_left_out) {
    const auto rows = read_own_states("phone,state,basic,en,de\na,b,open,B,\nshort,row\na,c,closed,,\n");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].second.text("de"), "B");
}

} // namespace
} // namespace simplespec::handset
