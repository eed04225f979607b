#include "reports/message_text.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace simplespec::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string answer = "SIP/2.0 200 OK\r\nv: SIP/2.0/UDP a\r\nVia: SIP/2.0/UDP b\r\nSIP-ETag: "
                           "1.5x2\r\nContent-Type: text/plain\r\n\r\nhello";

TEST(message_text, marks_an_octet) {
    EXPECT_EQ(message_text(answer, spot{answer.find("1.5x2")}), "         1 | SIP/2.0 200 OK\n"
                                                                "         2 | v: SIP/2.0/UDP a\n"
                                                                "         3 | Via: SIP/2.0/UDP b\n"
                                                                "      >  4 | SIP-ETag: 1.5x2\n"
                                                                "           |           ^ octet 64\n"
                                                                "         5 | Content-Type: text/plain\n"
                                                                "         6 | \n"
                                                                "         7 | hello\n");
}

TEST(message_text, marks_a_row) {
    const auto text = message_text(answer, spot{0, true});
    EXPECT_THAT(text, HasSubstr(">  1 | SIP/2.0 200 OK\n         2 |"));
    EXPECT_THAT(message_text(answer, std::nullopt), Not(HasSubstr(">")));
}

// The caret stands below its octet as the terminal shows it, and nothing of the message reaches the terminal
// as it is.
TEST(message_text, spells_out_what_is_no_text) {
    const std::string hostile = "A\x1b[31m\xff\xc3\xa4X\r\n";
    EXPECT_EQ(message_text(hostile, spot{hostile.find('X')}, {.indent = 0}),
              ">  1 | A\\x1b[31m\\xff\xc3\xa4X\n"
              "     |               ^ octet 9\n");
}

TEST(message_text, keeps_what_matters_of_what_is_long) {
    std::string body;
    for (int i = 0; i < 1000; ++i) body += fmt::format("row {}\n", i);
    const auto text = message_text(body, spot{body.find("row 700\n")}, {.rows = 20});
    EXPECT_THAT(text, HasSubstr("row 0\n"));
    EXPECT_THAT(text, HasSubstr("row 700\n"));
    EXPECT_THAT(text, HasSubstr("row 699\n"));
    EXPECT_THAT(text, Not(HasSubstr("row 300\n")));
    EXPECT_LT(std::ranges::count(text, '\n'), 30);
    const auto wide = message_text(std::string(500, 'a') + "X" + std::string(500, 'b'), spot{500});
    EXPECT_THAT(wide, HasSubstr("aX"));
    EXPECT_LT(wide.size(), 300U);
    const auto caret = wide.find('^') - wide.find('\n') - 1;
    EXPECT_EQ(wide.find('X'), caret);
}

TEST(message_text, takes_any_spot) {
    EXPECT_EQ(message_text("", spot{7}), "");
    for (std::size_t at = 0; at < answer.size() + 5; ++at)
        EXPECT_THAT(message_text(answer, spot{at}), HasSubstr("^"));
}

struct spot_row {
    const char* name;
    const char* expected;
    const char* actual;
    const char* row; ///< how it begins; empty: none
};

void PrintTo(const spot_row& row, std::ostream* out) { *out << row.name; }

class spots : public testing::TestWithParam<spot_row> {};

TEST_P(spots, are_found_by_what_was_expected) {
    scenarios::deviation d;
    d.expected = GetParam().expected;
    d.actual = GetParam().actual;
    const auto found = spot_of(d, answer);
    const std::string row = GetParam().row;
    ASSERT_EQ(found.has_value(), !row.empty());
    if (found) {
        EXPECT_EQ(answer.substr(found->offset, row.size()), row);
    }
}

INSTANTIATE_TEST_SUITE_P(
    message_text, spots,
    testing::Values(spot_row{"status", "412", "SIP/2.0 200 OK", "SIP/2.0 200"},
                    spot_row{"statuses", "2xx or 412", "", "SIP/2.0 200"},
                    spot_row{"header", "header SIP-ETag absent ", "1.5x2", "SIP-ETag"},
                    spot_row{"last_row_of_both_forms", "count Via == 1", "2", "Via: SIP/2.0/UDP b"},
                    spot_row{"header_that_is_not_there", "header Expires exists ", "", ""},
                    spot_row{"body", "xpath \"/a/b\" == 1", "", "hello"},
                    spot_row{"value", "second != 1.5x2", "1.5x2", "SIP-ETag"},
                    spot_row{"silence", "no NOTIFY", "SIP/2.0 200 OK", "SIP/2.0 200"},
                    spot_row{"nothing", "", "", ""}),
    [](const auto& row) { return std::string(row.param.name); });

} // namespace
} // namespace simplespec::reports
