#pragma once
// Draws what a phone shows, pixel by pixel at the geometry of its model.
#include "handset/screen.hpp"
#include "rigs/phone/model.hpp"
#include "rigs/picture.hpp"

#include <map>
#include <memory>

namespace simplespec::rigs {

/// Where things stand on a display, in pixels; fixed by the model's geometry alone.
struct display_layout {
    int type = 0;         ///< height of the letters' em
    int title = 0;        ///< height of the title bar
    int notice = 0;       ///< height of the line for notices, under the rows; 0: they take the title's place
    int row = 0;          ///< height of a row
    int soft_keys = 0;    ///< height of the labels at the lower edge
    std::size_t rows = 1; ///< that fit between
    int scroll_bar = 0;   ///< width
};
display_layout layout_of(const model& m);

/// The front of a phone as a camera sees it: the display, and a light beside each programmable key.
struct front {
    picture seen{};
    box display{};
    std::map<handset::key, box> lights{};
};

/// The same screen gives the same pixels. Whatever the texts hold, octets that are no UTF-8 included,
/// something is drawn, in time that is linear in what fits. One painter serves any number of pictures, in one
/// thread at a time.
class painter {
  public:
    painter();
    painter(painter&&) noexcept;
    painter& operator=(painter&&) noexcept;
    ~painter();

    /// The display: black and white alone where depth is 1, as many shades as it has where it is grey.
    picture display(const handset::screen& shown, const model& m);
    /// `dark`: the half of the time in which lights that blink are off.
    front whole(const handset::screen& shown, const handset::lights& lit, const model& m, bool dark = false);

  private:
    struct fonts;
    std::unique_ptr<fonts> fonts_;
};

/// A line of text as it can be drawn: valid UTF-8 without control characters, at most 256 characters.
std::string drawable(std::string_view text);

} // namespace simplespec::rigs
