#include "rigs/picture.hpp"

#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

picture chequered(int width, int height, pixel dark, pixel bright) {
    picture p{width, height, std::vector<pixel>(static_cast<std::size_t>(width) * height, bright)};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            if ((x / 3 + y) % 2 == 0) p.at(x, y) = dark;
    return p;
}

TEST(picture, is_read_as_it_was_written) {
    for (const int width : {1, 7, 8, 33, 128}) {
        const auto p = chequered(width, 5, {1, 2, 3}, {250, 128, 9});
        for (const auto& octets : {bmp_of(p), bmp_of(p, 1), png_of(p)}) {
            const auto back = read_picture(octets);
            ASSERT_TRUE(back) << back.error();
            EXPECT_TRUE(*back == p) << width << " wide, " << octets.size() << " octets";
        }
    }
}

// As a command for a camera prints it.
TEST(picture, is_read_from_pnm) {
    const auto p = chequered(7, 5, {1, 2, 3}, {250, 128, 9});
    std::string pnm = "P6\n7 5\n255\n";
    for (const auto& c : p.pixels)
        for (const auto v : {c.red, c.green, c.blue}) pnm += static_cast<char>(v);
    const auto back = read_picture(pnm);
    ASSERT_TRUE(back) << back.error();
    EXPECT_TRUE(*back == p);
}

// The idle screen of a snom 360 as the vendor shows it: 62 octets of head and palette, 16 a row.
TEST(picture, of_a_monochrome_display_is_as_large_as_the_phones) {
    const auto bmp = bmp_of(chequered(128, 64, {}, {255, 255, 255}), 1);
    EXPECT_EQ(bmp.size(), 1086U);
    EXPECT_EQ(bmp.substr(54, 8), (std::string{0, 0, 0, 0, char(255), char(255), char(255), 0}));
}

TEST(picture, of_many_colours_takes_a_depth_that_holds_them) {
    auto p = chequered(8, 8, {}, {255, 255, 255});
    p.at(3, 3) = {200, 0, 0};
    EXPECT_TRUE(*read_picture(bmp_of(p, 1)) == p);
}

TEST(picture, from_the_top_is_the_same_one) {
    const auto p = chequered(8, 4, {}, {255, 255, 255});
    auto bmp = bmp_of(p);
    const int height = -4;
    for (int i = 0; i < 4; ++i) bmp[22 + i] = static_cast<char>(static_cast<unsigned>(height) >> 8 * i);
    const std::string head = bmp.substr(0, 54);
    std::string rows;
    for (std::size_t row = 4; row-- > 0;) rows += bmp.substr(54 + row * 24, 24);
    const auto back = read_picture(head + rows);
    ASSERT_TRUE(back) << back.error();
    EXPECT_TRUE(*back == p);
}

TEST(picture, that_is_none_is_said_to_be_none) {
    const auto bmp = bmp_of(chequered(16, 16, {}, {9, 9, 9}));
    auto huge = bmp;
    huge[18] = huge[19] = huge[20] = '\x7f';
    const std::string cut = bmp.substr(0, 40);
    for (const auto& octets :
         {std::string(), std::string("<html>Unauthorized</html>"), cut, huge, std::string("BM")})
        EXPECT_FALSE(read_picture(octets)) << octets.size();
    EXPECT_EQ(read_picture("<html>").error(), "neither BMP nor PNG nor JPEG nor PNM");
}

// Whatever a phone or a camera sends: every cut and every spoilt octet is a picture or an error.
TEST(picture, that_is_cut_or_spoilt_harms_nobody) {
    const auto p = chequered(9, 6, {}, {200, 9, 9});
    for (const auto& whole : {bmp_of(p), bmp_of(p, 1), png_of(p)})
        for (std::size_t i = 0; i < whole.size(); ++i) {
            read_picture(whole.substr(0, i));
            for (const char c : {'\0', '\x7f', '\xff'}) {
                auto spoilt = whole;
                spoilt[i] = c;
                const auto got = read_picture(spoilt);
                EXPECT_TRUE(!got || got->pixels.size() == static_cast<std::size_t>(got->width) * got->height);
            }
        }
}

} // namespace
} // namespace simplespec::rigs
