#include "reports/base64.hpp"
#include "reports/escape.hpp"

#include <gtest/gtest.h>

namespace simplespec::reports {
namespace {

struct row {
    std::string_view name;
    std::string text, terminal, xml;
};

class escape : public testing::TestWithParam<row> {};

TEST_P(escape, makes_text_harmless) {
    EXPECT_EQ(for_terminal(GetParam().text), GetParam().terminal);
    EXPECT_EQ(for_xml(GetParam().text), GetParam().xml);
}

INSTANTIATE_TEST_SUITE_P(
    table, escape,
    testing::Values(row{"plain", "a b", "a b", "a b"},
                    row{"markup", "<a href=\"x\">&'", "<a href=\"x\">&'", "&lt;a href=&quot;x&quot;&gt;&amp;&#39;"},
                    row{"ansi", "\x1b[31m", "\\x1b[31m", "\\x1b[31m"},
                    row{"nul", std::string("a\0b", 3), "a\\x00b", "a\\x00b"},
                    row{"utf8", "Zoë €", "Zoë €", "Zoë €"},
                    row{"bidi", "a\u202Eb", "a\\xe2\\x80\\xaeb", "a\u202Eb"},
                    row{"c1", "a\u009Bb", "a\\xc2\\x9bb", "a\u009Bb"},
                    row{"broken", "a\xff\xc3", "a\\xff\\xc3", "a\\xff\\xc3"},
                    row{"overlong", "\xc0\xaf", "\\xc0\\xaf", "\\xc0\\xaf"},
                    row{"surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80", "\\xed\\xa0\\x80"},
                    row{"noncharacter", "\uFFFE", "\uFFFE", "\\xef\\xbf\\xbe"},
                    row{"lines", "a\r\nb", "a\\x0d\\x0ab", "a&#13;\nb"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(escape, keeps_lines_where_they_are_wanted) { EXPECT_EQ(for_terminal("a\r\nb\x1b", true), "a\nb\\x1b"); }

TEST(escape, counts_code_points) { EXPECT_EQ(columns("Zoë"), 3U); }

TEST(base64, brings_every_length_back) {
    std::string octets;
    for (int i = 0; i < 40; ++i) {
        EXPECT_EQ(base64_decode(base64_encode(octets)), octets) << i;
        octets += static_cast<char>(i * 37);
    }
    EXPECT_EQ(base64_encode("Man"), "TWFu");
    EXPECT_FALSE(base64_decode("abc"));
    EXPECT_FALSE(base64_decode("a!=="));
}

} // namespace
} // namespace simplespec::reports
