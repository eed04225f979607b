#include "handset/key.hpp"

#include <gtest/gtest.h>

namespace simplespec::handset {
namespace {

TEST(key, is_read_as_it_is_written) {
    for (const auto* text :
         {"OK", "Cancel", "Up", "Down", "Left", "Right", "0", "9", "*", "#", "S1", "S4", "P1", "P12"}) {
        const auto read = read_key(text);
        ASSERT_TRUE(read) << text;
        EXPECT_EQ(name(*read), text);
    }
    EXPECT_EQ(read_key("p3"), (key{key_kind::programmable, 3}));
    EXPECT_EQ(read_key("ok"), (key{key_kind::ok, 0}));
}

TEST(key, that_no_phone_has_is_none) {
    for (const auto* text : {"", "S", "S0", "S5", "P0", "P1000", "P1x", "10", "F2", "Enter", "-1", "P-1"})
        EXPECT_FALSE(read_key(text)) << text;
}

} // namespace
} // namespace simplespec::handset
