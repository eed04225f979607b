#include "rigs/camera/straighten.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace simplespec::rigs {
namespace {

/// Four fields, so that a display that is turned or mirrored is known.
picture fields(int width, int height) {
    picture out{width, height, {}};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            out.pixels.push_back(y < height / 2  ? x < width / 2 ? pixel{200, 0, 0} : pixel{0, 200, 0}
                                  : x < width / 2 ? pixel{0, 0, 200}
                                                 : pixel{200, 200, 200});
    return out;
}

bool near(const pixel& a, const pixel& b) {
    return std::abs(a.red - b.red) < 12 && std::abs(a.green - b.green) < 12 && std::abs(a.blue - b.blue) < 12;
}

void expect_upright(const picture& p) {
    const int w = p.width, h = p.height;
    EXPECT_TRUE(near(p.at(w / 4, h / 4), {200, 0, 0}));
    EXPECT_TRUE(near(p.at(w * 3 / 4, h / 4), {0, 200, 0}));
    EXPECT_TRUE(near(p.at(w / 4, h * 3 / 4), {0, 0, 200}));
    EXPECT_TRUE(near(p.at(w * 3 / 4, h * 3 / 4), {200, 200, 200}));
}

TEST(straighten, the_whole_picture_stays_what_it_is) {
    const auto p = fields(40, 20);
    const auto out = straighten(p, {{{0, 0}, {40, 0}, {40, 20}, {0, 20}}}, {40, 20});
    ASSERT_TRUE(out) << out.error().text;
    ASSERT_EQ(out->width, 40);
    ASSERT_EQ(out->height, 20);
    for (int y = 0; y < 20; ++y)
        for (int x = 0; x < 40; ++x) EXPECT_TRUE(near(out->at(x, y), p.at(x, y))) << x << "," << y;
}

TEST(straighten, makes_it_upright_at_the_size_that_is_asked_for) {
    const auto p = fields(400, 200);
    const display_corners whole{{{0, 0}, {400, 0}, {400, 200}, {0, 200}}};
    for (const int factor : {1, 2, 3}) {
        const auto out = straighten(p, whole, {80, 40}, factor);
        ASSERT_TRUE(out) << out.error().text;
        EXPECT_EQ(out->width, 80 * factor);
        EXPECT_EQ(out->height, 40 * factor);
        expect_upright(*out);
    }
    // Larger than the camera's picture.
    const auto large = straighten(p, whole, {300, 150}, 4);
    ASSERT_TRUE(large) << large.error().text;
    EXPECT_EQ(large->width, 1200);
    expect_upright(*large);
}

// The phone lies the other way round before the camera: the corners say so.
TEST(straighten, turns_what_stands_on_its_head) {
    auto p = fields(400, 200);
    std::ranges::reverse(p.pixels);
    const auto out = straighten(p, {{{400, 200}, {0, 200}, {0, 0}, {400, 0}}}, {80, 40});
    ASSERT_TRUE(out) << out.error().text;
    expect_upright(*out);
}

TEST(straighten, says_what_is_wrong_with_the_corners) {
    const auto p = fields(400, 200);
    const double none = std::numeric_limits<double>::quiet_NaN();
    struct row {
        const char* name;
        display_corners corners;
        const char* says;
    };
    const row rows[] = {
        {"outside", {{{0, 0}, {401, 0}, {400, 200}, {0, 200}}}, "(401, 0), is outside"},
        {"negative", {{{0, 0}, {400, 0}, {400, 200}, {0, -1}}}, "left lower corner"},
        {"no number", {{{0, 0}, {400, none}, {400, 200}, {0, 200}}}, "outside"},
        {"crossed", {{{0, 0}, {400, 0}, {0, 200}, {400, 200}}}, "crossed"},
        {"the other way", {{{0, 0}, {0, 200}, {400, 200}, {400, 0}}}, "go round the other way"},
        {"one place", {{{9, 9}, {9, 9}, {9, 9}, {9, 9}}}, "in one place"},
        {"one line", {{{0, 9}, {100, 9}, {200, 9}, {300, 9}}}, "on one line"},
        {"dented", {{{0, 0}, {400, 0}, {100, 60}, {0, 200}}}, "crossed"},
    };
    for (const auto& r : rows) {
        const auto out = straighten(p, r.corners, {80, 40});
        ASSERT_FALSE(out) << r.name;
        EXPECT_EQ(out.error().what, trouble::bad_description) << r.name;
        EXPECT_NE(out.error().text.find(r.says), std::string::npos) << r.name << ": " << out.error().text;
        EXPECT_NE(out.error().remedy.find("corners"), std::string::npos) << r.name;
    }
}

TEST(straighten, no_display_has_such_a_size) {
    const auto p = fields(400, 200);
    for (const display_size size : {display_size{0, 40}, {80, 0}, {-1, -1}, {100000, 100000}}) {
        const auto out = straighten(p, {{{0, 0}, {400, 0}, {400, 200}, {0, 200}}}, size);
        ASSERT_FALSE(out);
        EXPECT_EQ(out.error().what, trouble::bad_description);
        EXPECT_NE(out.error().remedy.find("width"), std::string::npos);
    }
}

TEST(straighten, survives_a_picture_of_one_pixel) {
    EXPECT_FALSE(straighten(fields(1, 1), {{{0, 0}, {1, 0}, {1, 1}, {0, 1}}}, {80, 40}));
    EXPECT_FALSE(straighten({}, {}, {80, 40}));
}

} // namespace
} // namespace simplespec::rigs
