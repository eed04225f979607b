#include "rigs/camera/camera_eye.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace simplespec::rigs {
namespace {

using handset::key_kind;
using handset::light_colour;

/// A dark phone with a bright display at (60, 40), 160 x 80, and two lights at its right.
picture phone(pixel first, pixel second) {
    picture out{320, 200, {}};
    for (int y = 0; y < 200; ++y)
        for (int x = 0; x < 320; ++x) {
            const auto within = [&](int left, int top, int right, int bottom) {
                return x >= left && x < right && y >= top && y < bottom;
            };
            out.pixels.push_back(within(60, 40, 220, 120)     ? pixel{230, 230, 230}
                                 : within(260, 40, 272, 52)   ? first
                                 : within(260, 100, 272, 112) ? second
                                                              : pixel{40, 42, 46});
        }
    return out;
}

constexpr pixel unlit{84, 86, 90}, red{220, 40, 40}, green{40, 210, 80}, orange{240, 150, 20};
const std::map<handset::key, spot> places{{{key_kind::programmable, 1}, {266, 46}},
                                          {{key_kind::programmable, 2}, {266, 106}}};
const display_corners corners{{{60, 40}, {220, 40}, {220, 120}, {60, 120}}};

picture_source shows(const picture& p) {
    return [octets = png_of(p)] { return octets; };
}

TEST(camera_eye, sees_the_display_alone_with_and_without_corners) {
    for (const auto& given : {corners, display_corners{}}) {
        camera_eye eye(shows(phone(red, unlit)), given, {}, {80, 40});
        const auto shot = eye.shot();
        ASSERT_TRUE(shot) << shot.error().text;
        EXPECT_EQ(shot->width, 80);
        EXPECT_EQ(shot->height, 40);
        // Where it was looked for, it may be a pixel off.
        const int off = none_given(given) ? 1 : 0;
        for (int y = off; y < 40 - off; ++y)
            for (int x = off; x < 80 - off; ++x) ASSERT_GT(shot->at(x, y).green, 200) << x << "," << y;
        ASSERT_TRUE(eye.raw());
        EXPECT_EQ(eye.raw()->width, 320);
    }
}

TEST(camera_eye, says_what_to_write_where_no_display_stands_out) {
    picture dark{320, 200, std::vector<pixel>(320UL * 200, {40, 40, 40})};
    camera_eye eye(shows(dark), {}, {}, {80, 40});
    const auto shot = eye.shot();
    ASSERT_FALSE(shot);
    EXPECT_EQ(shot.error().what, trouble::bad_description);
    EXPECT_NE(shot.error().remedy.find("corners"), std::string::npos);
    // A bright rectangle, but not of this display's shape.
    camera_eye other(shows(phone(unlit, unlit)), {}, {}, {80, 80});
    ASSERT_FALSE(other.shot());
}

TEST(camera_eye, each_failure_is_its_own) {
    struct row {
        const char* name;
        picture_source source;
        trouble what;
    };
    const row rows[] = {
        {"unplugged",
         []() -> outcome<std::string> {
             return std::unexpected(rig_error{trouble::camera_away, "it is gone", "plug it in"});
         },
         trouble::camera_away},
        {"nothing", [] { return std::string(); }, trouble::camera_away},
        {"no picture", [] { return std::string("camera busy\n"); }, trouble::no_picture},
        {"cut", [] { return png_of(phone(red, red)).substr(0, 60); }, trouble::no_picture},
        {"none", {}, trouble::bad_description},
    };
    for (const auto& r : rows) {
        camera_eye eye(r.source, corners, places, {80, 40});
        const auto shot = eye.shot();
        const auto lit = eye.lights();
        ASSERT_FALSE(shot) << r.name;
        ASSERT_FALSE(lit) << r.name;
        EXPECT_EQ(shot.error().what, r.what) << r.name << ": " << shot.error().text;
        EXPECT_EQ(lit.error().what, r.what) << r.name;
        EXPECT_FALSE(shot.error().remedy.empty()) << r.name;
    }
}

TEST(camera_eye, tells_lights_by_colour_and_time) {
    const handset::key p1{key_kind::programmable, 1}, p2{key_kind::programmable, 2};
    std::chrono::milliseconds now{0};
    const auto blinking = [&]() -> outcome<std::string> {
        return png_of(phone(now.count() / 500 % 2 == 0 ? red : unlit, green));
    };
    camera_eye eye(blinking, corners, places, {80, 40},
                   [&](sip::duration d) { now += std::chrono::duration_cast<std::chrono::milliseconds>(d); });
    const auto lit = eye.lights();
    ASSERT_TRUE(lit) << lit.error().text;
    EXPECT_GT(now.count(), 1000);
    EXPECT_EQ(lit->at(p1).value, (handset::light{light_colour::red, true}));
    EXPECT_EQ(lit->at(p2).value, (handset::light{light_colour::green, false}));
    EXPECT_GE(lit->at(p1).confidence, 0.8);
    EXPECT_GE(lit->at(p2).confidence, 0.8);

    // One look: the colour, and no certainty.
    camera_eye once(shows(phone(orange, unlit)), corners, places, {80, 40});
    const auto glance = once.lights();
    ASSERT_TRUE(glance) << glance.error().text;
    EXPECT_EQ(glance->at(p1).value.colour, light_colour::orange);
    EXPECT_EQ(glance->at(p2).value.colour, light_colour::off);
    EXPECT_LT(glance->at(p1).confidence, 0.8);
    EXPECT_LT(glance->at(p2).confidence, 0.8);
}

TEST(camera_eye, lights_need_places_within_the_picture) {
    camera_eye none(shows(phone(red, red)), corners, {}, {80, 40});
    ASSERT_FALSE(none.lights());
    EXPECT_EQ(none.lights().error().what, trouble::cannot);
    camera_eye outside(shows(phone(red, red)), corners, {{{key_kind::programmable, 1}, {320, 10}}}, {80, 40});
    ASSERT_FALSE(outside.lights());
    EXPECT_EQ(outside.lights().error().what, trouble::bad_description);
}

} // namespace
} // namespace simplespec::rigs
