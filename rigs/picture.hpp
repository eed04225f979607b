#pragma once
// A picture: of a display, or by a camera.
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::rigs {

struct pixel {
    std::uint8_t red = 0, green = 0, blue = 0;
    bool operator==(const pixel&) const = default;
};

/// Rows from the top, each from the left; pixels.size() == width * height.
struct picture {
    int width = 0, height = 0;
    std::vector<pixel> pixels{};

    pixel& at(int x, int y) { return pixels[static_cast<std::size_t>(y) * width + x]; }
    const pixel& at(int x, int y) const { return pixels[static_cast<std::size_t>(y) * width + x]; }
    bool operator==(const picture&) const = default;
};

/// Of a display, in its own pixels; 0: not known, any is taken.
struct display_size {
    int width = 0, height = 0;
    bool operator==(const display_size&) const = default;
};

/// A part of a picture, in pixels from its left upper corner.
struct box {
    int x = 0, y = 0, width = 0, height = 0;
    bool operator==(const box&) const = default;
};

/// Sides beyond this are refused: what a phone or a camera sends is not trusted.
inline constexpr int longest_side = 8192;

/// BMP of any depth (1, 4, 8, 16, 24, 32 bits, from the bottom or the top), PNG, JPEG, PNM. The error says why
/// it is no picture.
std::expected<picture, std::string> read_picture(std::string_view octets);

/// Windows BMP as phones send it: 1 bit a pixel where it has but two colours and `depth` is 1, else 24 bits;
/// from the bottom.
std::string bmp_of(const picture& p, int depth = 24);
/// For reports and people.
std::string png_of(const picture& p);

} // namespace simplespec::rigs
