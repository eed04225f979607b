#include "rigs/camera/even_light.hpp"

#include "rigs/camera/pix.hpp"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstdlib>

namespace simplespec::rigs {
namespace {

/// What is bright becomes so bright.
constexpr int white = 250;
/// What is darker in the brightest place around is dark, not dim: it is brightened no further than this
/// allows.
constexpr unsigned darkest_paper = 40;
/// Pixels of a display that one of the map of its light stands for.
constexpr int coarse = 4;

/// How bright the paper is around each place, in one colour; none where Leptonica could not tell.
pix gain_of(pix light, int smooth) {
    if (!light) return {};
    const int width = pixGetWidth(light.get()), height = pixGetHeight(light.get());
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            l_uint32 v = 0;
            pixGetPixel(light.get(), x, y, &v);
            if (v < darkest_paper) pixSetPixel(light.get(), x, y, darkest_paper);
        }
    return pix(pixGetInvBackgroundMap(light.get(), white, smooth, smooth));
}

} // namespace

picture in_even_light(const picture& display, int factor) {
    const auto in = pix_of(display, {0, 0, display.width, display.height});
    const int reduction = std::clamp(coarse * factor, 2, 16);
    // Wider than a row of light letters on dark, and its dark ground goes; not so wide that the light is even
    // on it.
    const int size = std::max(3, display.height / reduction / 3) | 1, smooth = std::max(1, size / 3);
    Pix *red = nullptr, *green = nullptr, *blue = nullptr;
    if (!in || display.width < 2 * reduction || display.height < 2 * reduction ||
        pixGetBackgroundRGBMapMorph(in.get(), nullptr, reduction, size, &red, &green, &blue) != 0)
        return display;
    const auto r = gain_of(pix(red), smooth), g = gain_of(pix(green), smooth), b = gain_of(pix(blue), smooth);
    if (!r || !g || !b) return display;
    const pix out(pixApplyInvBackgroundRGBMap(in.get(), r.get(), g.get(), b.get(), reduction, reduction));
    return out ? picture_of(out) : display;
}

bool same_but_for_noise(const picture& a, const picture& b) {
    if (a.width != b.width || a.height != b.height) return false;
    // A dot of the smallest letter differs by more.
    constexpr int noise = 48;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        const auto &p = a.pixels[i], &q = b.pixels[i];
        if (std::abs(p.red - q.red) > noise || std::abs(p.green - q.green) > noise ||
            std::abs(p.blue - q.blue) > noise)
            return false;
    }
    return true;
}

} // namespace simplespec::rigs
