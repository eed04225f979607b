#include "mime/encoding.hpp"

#include "sip/entropy.hpp"

#include <gtest/gtest.h>

namespace simplespec::mime {
namespace {

TEST(encoding, names_compare_case_insensitively) {
    EXPECT_EQ(encoding_of("Base64"), encoding::base64);
    EXPECT_EQ(encoding_of(" BINARY "), encoding::binary);
    EXPECT_EQ(encoding_of(""), encoding::seven_bit);
    EXPECT_EQ(encoding_of("x-uuencode"), encoding::other);
    for (const auto e : {encoding::seven_bit, encoding::eight_bit, encoding::binary, encoding::base64,
                         encoding::quoted_printable})
        EXPECT_EQ(encoding_of(name(e)), e);
}

struct row {
    const char* name;
    const char* text;
    const char* octets;
    std::size_t flaws;
};

class base64_reading : public testing::TestWithParam<row> {};
TEST_P(base64_reading, decodes) {
    const auto out = decode_base64(GetParam().text, 1000);
    EXPECT_EQ(out.octets, GetParam().octets);
    EXPECT_EQ(out.flaws.size(), GetParam().flaws);
}
INSTANTIATE_TEST_SUITE_P(rows, base64_reading,
                         testing::Values(row{"empty", "", "", 0}, row{"one", "Zg==", "f", 0},
                                         row{"two", "Zm8=", "fo", 0}, row{"three", "Zm9v", "foo", 0},
                                         row{"lines", "Zm9v\r\nYmFy", "foobar", 0},
                                         row{"foreign", "Zm*9v", "foo", 1}, row{"unpadded", "Zm8", "fo", 1},
                                         row{"behind_padding", "Zg==Zg==", "f", 1},
                                         row{"only_padding", "=", "", 1}),
                         [](const auto& info) { return std::string(info.param.name); });

class quoted_printable_reading : public testing::TestWithParam<row> {};
TEST_P(quoted_printable_reading, decodes) {
    const auto out = decode_quoted_printable(GetParam().text, 1000);
    EXPECT_EQ(out.octets, GetParam().octets);
    EXPECT_EQ(out.flaws.size(), GetParam().flaws);
}
INSTANTIATE_TEST_SUITE_P(
    rows, quoted_printable_reading,
    testing::Values(row{"plain", "a b", "a b", 0}, row{"escape", "a=3Db", "a=b", 0},
                    row{"soft_break", "a=\r\nb", "ab", 0}, row{"soft_break_blanks", "a= \t\nb", "ab", 0},
                    row{"blank_at_end", "a \r\nb", "a\r\nb", 0}, row{"lower_case", "=c3=a4", "\xc3\xa4", 0},
                    row{"no_escape", "a=zz", "a=zz", 1}, row{"cut_off", "a=4", "a=4", 1},
                    row{"soft_break_at_end", "a=", "a", 0}, row{"eight_bit", "\xe4", "\xe4", 1}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(encoding, what_was_written_is_read_again) {
    sip::entropy random(7);
    for (std::size_t size = 0; size < 300; ++size) {
        std::string octets;
        for (std::size_t i = 0; i < size; ++i)
            octets += static_cast<char>(random.below(i % 3 == 0 ? 256 : 128));
        const auto b = decode_base64(encode_base64(octets), 10'000);
        EXPECT_EQ(b.octets, octets);
        EXPECT_TRUE(b.flaws.empty());
        EXPECT_EQ(decode_quoted_printable(encode_quoted_printable(octets), 10'000).octets, octets);
    }
}

TEST(encoding, lines_stay_within_76_characters) {
    for (const auto& text :
         {encode_base64(std::string(1000, 'x')), encode_quoted_printable(std::string(1000, '='))})
        for (std::size_t from = 0; from < text.size();) {
            const auto end = std::min(text.find("\r\n", from), text.size());
            EXPECT_LE(end - from, 76U);
            from = end + 2;
        }
}

TEST(encoding, output_is_bounded) {
    for (const auto e : {encoding::base64, encoding::quoted_printable, encoding::binary}) {
        const auto out = decode(e, std::string(5000, 'A'), 100);
        EXPECT_TRUE(out.truncated);
        EXPECT_EQ(out.octets.size(), 100U);
    }
}

} // namespace
} // namespace simplespec::mime
