#include "rigs/reading/bands.hpp"

#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

constexpr pixel white{255, 255, 255}, black{}, blue{0, 60, 140};

picture sheet(int width, int height, pixel back = white) {
    return {width, height, std::vector<pixel>(static_cast<std::size_t>(width) * height, back)};
}

void fill(picture& p, const box& where, pixel with) {
    for (int y = where.y; y < where.y + where.height; ++y)
        for (int x = where.x; x < where.x + where.width; ++x) p.at(x, y) = with;
}

/// Something like a row of letters: strokes with gaps.
void letters(picture& p, const box& where, pixel with) {
    for (int x = where.x; x + 2 <= where.x + where.width; x += 4)
        fill(p, {x, where.y, 2, where.height}, with);
}

TEST(bands, are_the_rows_from_the_top) {
    auto p = sheet(120, 60);
    letters(p, {4, 5, 80, 9}, black);
    letters(p, {10, 30, 40, 8}, {90, 90, 90});
    const auto got = bands_of(p);
    ASSERT_EQ(got.size(), 2U);
    EXPECT_EQ(got[0].where, (box{4, 5, 78, 9}));
    EXPECT_EQ(got[1].where.y, 30);
    EXPECT_FALSE(got[1].inverted);
    EXPECT_EQ(got[1].text.at(0, 0), 0); // the darkest of the row is black
}

TEST(bands, are_dark_on_light_whatever_they_were) {
    auto p = sheet(120, 60);
    letters(p, {4, 5, 80, 9}, black);
    fill(p, {0, 20, 120, 14}, blue);
    letters(p, {4, 22, 80, 9}, white);
    letters(p, {4, 40, 80, 9}, black);
    const auto got = bands_of(p);
    ASSERT_EQ(got.size(), 3U);
    EXPECT_TRUE(got[1].inverted);
    EXPECT_EQ(got[1].where, (box{4, 22, 78, 9}));
    EXPECT_EQ(got[1].text, got[0].text);

    for (auto& c : p.pixels)
        c = {static_cast<std::uint8_t>(255 - c.red), static_cast<std::uint8_t>(255 - c.green),
             static_cast<std::uint8_t>(255 - c.blue)};
    const auto other = bands_of(p);
    ASSERT_EQ(other.size(), 3U);
    EXPECT_TRUE(other[1].inverted);
    EXPECT_EQ(other[0].text, got[0].text);
}

TEST(bands, are_not_joined_by_bars_and_frames) {
    auto p = sheet(160, 100);
    for (int y : {5, 25, 45, 65}) letters(p, {4, y, 80, 9}, black);
    fill(p, {150, 2, 6, 90}, black); // a scroll bar
    fill(p, {0, 19, 160, 1}, black); // a line across
    fill(p, {0, 43, 150, 14}, black);
    letters(p, {4, 45, 80, 9}, white);
    const auto got = bands_of(p);
    ASSERT_EQ(got.size(), 4U);
    for (const auto i : {0, 1, 3})
        EXPECT_EQ(got[i].where.width, 78) << i; // beside the inverted one stands what is not inverted
    EXPECT_TRUE(got[2].inverted);
}

TEST(bands, keep_the_dots_over_their_letters) {
    auto p = sheet(60, 40);
    fill(p, {10, 8, 2, 2}, black), fill(p, {14, 8, 2, 2}, black); // of a u
    letters(p, {4, 11, 40, 8}, black);
    const auto got = bands_of(p);
    ASSERT_EQ(got.size(), 1U);
    EXPECT_EQ(got[0].where.y, 8);
}

// A short text has ink at the left end alone, where elsewhere the icons are.
TEST(bands, are_there_for_short_texts_too) {
    auto p = sheet(400, 80);
    for (int y : {5, 25, 45}) letters(p, {4, y, 30, 12}, black);
    letters(p, {4, 65, 200, 12}, black);
    const auto got = bands_of(p);
    ASSERT_EQ(got.size(), 4U);
    for (const auto& b : got) EXPECT_EQ(b.where.height, 12);
}

// A letter hangs down into the next row.
TEST(bands, are_parted_where_they_touch) {
    auto p = sheet(160, 100);
    for (int y : {5, 25, 45, 55, 75}) letters(p, {4, y, 80, 9}, black);
    fill(p, {40, 54, 2, 1}, black);
    const auto got = bands_of(p);
    ASSERT_EQ(got.size(), 5U);
    EXPECT_EQ(got[2].where.y, 45);
    EXPECT_EQ(got[3].where.y, 55);
}

TEST(bands, of_nothing_are_none) {
    for (const auto& p : {sheet(1, 1), sheet(200, 100), sheet(200, 100, black), sheet(3, 400, blue)})
        EXPECT_TRUE(bands_of(p).empty());
}

TEST(parts, cut_off_an_icon_and_a_bar) {
    auto p = sheet(100, 12);
    fill(p, {0, 0, 10, 10}, black);
    letters(p, {14, 1, 60, 9}, black);
    fill(p, {80, 0, 2, 12}, black);
    const auto rows = bands_of(p);
    ASSERT_EQ(rows.size(), 1U);
    const auto parts = parts_of(rows[0].text);
    ASSERT_EQ(parts.size(), 3U);
    EXPECT_EQ(parts[0].width, 14);
    EXPECT_GE(parts[2].width, 2);
    EXPECT_EQ(cut(rows[0].text, parts[1]).width, parts[1].width);
}

} // namespace
} // namespace simplespec::rigs
