#include "sip/cursor.hpp"

#include <gtest/gtest.h>

namespace simplespec::sip {
namespace {

TEST(cursor, takes_separators_with_folds_around_them) {
    cursor in("a \r\n ; b");
    EXPECT_EQ(in.token(), "a");
    EXPECT_TRUE(in.take_separator(';'));
    EXPECT_EQ(in.token(), "b");
    EXPECT_TRUE(in.at_end());
}

TEST(cursor, leaves_white_space_where_no_separator_follows) {
    cursor in("  b");
    EXPECT_FALSE(in.take_separator(';'));
    EXPECT_EQ(in.offset(), 0U);
}

TEST(cursor, quoted_strings_keep_escapes_and_must_close) {
    cursor in(R"("a\"b" rest)");
    EXPECT_EQ(*in.quoted_string(), R"("a\"b")");
    EXPECT_EQ(in.rest(), " rest");
    cursor open(R"("a\")");
    const auto failed = open.quoted_string();
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().production, "quoted-string");
    EXPECT_EQ(failed.error().offset, 0U);
}

struct number_row {
    std::string_view text;
    std::uint64_t max;
    std::int64_t value; // -1: fails
};

class cursor_number : public testing::TestWithParam<number_row> {};

TEST_P(cursor_number, is_read_up_to_its_limit) {
    cursor in(GetParam().text);
    const auto read = in.number(GetParam().max, "delta-seconds");
    EXPECT_EQ(read ? static_cast<std::int64_t>(*read) : -1, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(table, cursor_number,
                         testing::Values(number_row{"0", 10, 0}, number_row{"0010", 10, 10},
                                         number_row{"11", 10, -1}, number_row{"", 10, -1},
                                         number_row{"-1", 10, -1}, number_row{"4294967295", UINT32_MAX, 4294967295},
                                         number_row{"4294967296", UINT32_MAX, -1}, number_row{"9", 5, -1},
                                         number_row{"99999999999999999999999", UINT64_MAX, -1}));

TEST(text, trims_unquotes_and_quotes) {
    EXPECT_EQ(trim(" \r\n a b\t "), "a b");
    EXPECT_EQ(trim(" \r\n "), "");
    EXPECT_EQ(unquote(R"("a \"b\" \\")"), R"(a "b" \)");
    EXPECT_EQ(unquote("token"), "token");
    EXPECT_EQ(unquote("\""), "\"");
    EXPECT_EQ(unquote(quote(R"(x"y\z)")), R"(x"y\z)");
    EXPECT_TRUE(iequal("CSeq", "cSEQ"));
    EXPECT_FALSE(iequal("a", "ab"));
}

} // namespace
} // namespace simplespec::sip
