#include "net/video_device.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>

namespace simplespec::net {
namespace {

using reason = no_frame::reason;

struct device_row {
    const char* name;
    const char* device;
    reason why;
};

TEST(video_device, what_is_no_camera_is_told_apart) {
    const device_row rows[] = {
        {"nothing there", "/dev/video-that-is-not-there", reason::absent},
        {"a device, but no camera", "/dev/null", reason::no_camera},
        {"a folder", "/", reason::absent},
    };
    for (const auto& r : rows) {
        const auto frame = take_frame(r.device, std::chrono::seconds(1));
        ASSERT_FALSE(frame) << r.name;
        EXPECT_EQ(frame.error().why, r.why) << r.name << ": " << frame.error().text;
        EXPECT_TRUE(frame.error().text.starts_with(r.device)) << frame.error().text;
    }
}

TEST(video_device, pairs_of_pixels_become_colours) {
    // White and black, then a red pair; the second row is cut off behind its first pair.
    const std::string octets = {'\xeb', '\x80', '\x10', '\x80', '\x51', '\x5a', '\x51', '\xf0', '\xeb', '\x80', '\xeb', '\x80'};
    const auto ppm = ppm_of_yuyv(octets, 4, 2, 8);
    ASSERT_EQ(ppm.size(), 11 + 24U);
    EXPECT_EQ(ppm.substr(0, 11), "P6\n4 2\n255\n");
    const auto colour = [&](std::size_t i) {
        return std::array{static_cast<unsigned char>(ppm[11 + 3 * i]), static_cast<unsigned char>(ppm[12 + 3 * i]),
                          static_cast<unsigned char>(ppm[13 + 3 * i])};
    };
    EXPECT_GT(colour(0)[1], 250);
    EXPECT_LT(colour(1)[1], 5);
    EXPECT_GT(colour(2)[0], 250);
    EXPECT_LT(colour(2)[1], 5);
    EXPECT_GT(colour(4)[0], 250);
    EXPECT_EQ(colour(6), (std::array<unsigned char, 3>{}));
}

} // namespace
} // namespace simplespec::net
