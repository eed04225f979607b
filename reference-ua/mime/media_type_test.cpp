#include "mime/media_type.hpp"

#include <gtest/gtest.h>

namespace simplespec::mime {
namespace {

struct row {
    const char* name;
    const char* text;
    const char* written; // empty: unreadable
    const char* finding; // empty: none
};

class media_type_reading : public testing::TestWithParam<row> {};

TEST_P(media_type_reading, reads_and_writes) {
    sip::findings departures;
    const auto value = read_media_type(GetParam().text, 100, departures);
    EXPECT_EQ(value ? write(*value) : "", GetParam().written);
    ASSERT_EQ(departures.size(), *GetParam().finding == '\0' ? 0U : 1U);
    if (!departures.empty()) {
        EXPECT_EQ(departures[0].rule, GetParam().finding);
        EXPECT_GE(departures[0].offset, 100U);
    }
}

INSTANTIATE_TEST_SUITE_P(
    rows, media_type_reading,
    testing::Values(row{"plain", "application/pidf+xml", "application/pidf+xml", ""},
                    row{"case", "Application/PIDF+XML;Charset=UTF-8", "application/pidf+xml;charset=UTF-8",
                        ""},
                    row{"blanks", "multipart/related ; start = \"<a@b>\" ;\r\n type=\"application/rlmi+xml\"",
                        "multipart/related;start=\"<a@b>\";type=\"application/rlmi+xml\"", ""},
                    row{"escapes", "text/plain;x=\"a\\\"b\"", "text/plain;x=\"a\\\"b\"", ""},
                    row{"empty_parameter", "application/rlmi+xml;;charset=\"UTF-8\"",
                        "application/rlmi+xml;charset=\"UTF-8\"", "media-type-empty-parameter"},
                    row{"semicolon_at_end", "text/plain;", "text/plain", "media-type-empty-parameter"},
                    row{"bare_slash", "multipart/related;type=application/rlmi+xml",
                        "multipart/related;type=\"application/rlmi+xml\"", "media-type-value-unquoted"},
                    row{"bare_start", "multipart/related;start=<a@b>", "multipart/related;start=\"<a@b>\"",
                        "media-type-value-unquoted"},
                    row{"open_quote", "text/plain;a=\"b", "text/plain;a=b", "media-type-quote-open"},
                    row{"no_value", "text/plain;lang", "text/plain", "media-type-parameter-without-value"},
                    row{"no_subtype", "text", "", "media-type-unreadable"},
                    row{"empty", "", "", "media-type-unreadable"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(media_type, names_its_finding_where_it_stands) {
    sip::findings departures;
    read_media_type("application/rlmi+xml;;charset=\"UTF-8\"", 10, departures);
    ASSERT_EQ(departures.size(), 1U);
    EXPECT_EQ(departures[0].offset, 10U + 21U);
}

TEST(media_type, reads_a_long_row_of_semicolons_in_linear_time) {
    sip::findings departures;
    ASSERT_TRUE(read_media_type("a/b" + std::string(1'000'000, ';'), 0, departures));
    EXPECT_LE(departures.size(), 16U);
}

} // namespace
} // namespace simplespec::mime
