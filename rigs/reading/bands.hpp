#pragma once
// The rows of text on a display, cut out and made dark on light.
#include "rigs/picture.hpp"

#include <cstdint>
#include <vector>

namespace simplespec::rigs {

/// Brightness alone: 0 is black.
struct grey_picture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> pixels{};

    std::uint8_t& at(int x, int y) { return pixels[static_cast<std::size_t>(y) * width + x]; }
    std::uint8_t at(int x, int y) const { return pixels[static_cast<std::size_t>(y) * width + x]; }
    bool operator==(const grey_picture&) const = default;
};

grey_picture grey(const picture& p);

/// One row of text: what it looks like, stretched to the whole range of brightness, and dark on light.
struct band {
    box where{};
    bool inverted = false; ///< it was light on dark, and most of the display is not; or the other way round
    grey_picture text{};
};

/// The rows from the top. A row ends where a line of pixels has but its background; strokes that are longer
/// than a letter, of scroll bars and frames, do not count. A display of one colour has none.
std::vector<band> bands_of(const picture& display);

/// The parts of a row that are read on their own, from the left: an icon before the text, a scroll bar behind
/// it. What stands alone at an end and is no wider than a letter is cut off; in pixels of the row. A letter
/// that is cut off so loses nothing.
std::vector<box> parts_of(const grey_picture& row);
/// A part of it.
grey_picture cut(const grey_picture& p, const box& part);

} // namespace simplespec::rigs
