#include "rigs/camera/straighten.hpp"

#include "rigs/camera/pix.hpp"

#include <fmt/format.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>

namespace simplespec::rigs {
namespace {

struct pta_freed {
    void operator()(PTA* p) const { ptaDestroy(&p); }
};
using points = std::unique_ptr<PTA, pta_freed>;

constexpr int largest_factor = 8;
/// A display whose side is shorter in the picture is none.
constexpr double shortest_side = 8;

/// Pixels that the picture is continued by, so that a display may reach to its edge.
constexpr int edge = 2;

/// Leptonica counts from the middle of the first pixel, we from its corner.
points points_of(const display_corners& corners, const spot& origin) {
    points out(ptaCreate(4));
    for (const auto& c : corners)
        ptaAddPt(out.get(), static_cast<l_float32>(c.x - origin.x - 0.5),
                 static_cast<l_float32>(c.y - origin.y - 0.5));
    return out;
}

double length(const spot& a, const spot& b) { return std::hypot(a.x - b.x, a.y - b.y); }

/// Twice the area of the triangle, positive where the three go clockwise, y being downwards.
double turn(const spot& a, const spot& b, const spot& c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/// The outermost pixels show half of what is around the display, as far as the camera is out of focus:
/// `count` of them become as the next ones.
void trim(picture& p, int count) {
    if (count < 1 || p.width <= 4 * count || p.height <= 4 * count) return;
    for (int y = 0; y < p.height; ++y)
        for (int x = 0; x < p.width; ++x)
            if (x < count || y < count || x >= p.width - count || y >= p.height - count)
                p.at(x, y) = p.at(std::clamp(x, count, p.width - 1 - count),
                                  std::clamp(y, count, p.height - 1 - count));
}

rig_error bad(std::string text) {
    return {trouble::bad_description, std::move(text),
            "write `corners` of the rig as left upper, right upper, right lower and left lower corner of the "
            "display, in pixels of the camera's picture"};
}

/// What is wrong with the corners; nothing where they are good.
std::optional<rig_error> wrong_with(const picture& seen, const display_corners& corners) {
    constexpr std::array<const char*, 4> names{"left upper", "right upper", "right lower", "left lower"};
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const auto& c = corners[i];
        // So written that what is no number is outside.
        if (!(c.x >= 0 && c.y >= 0 && c.x <= seen.width && c.y <= seen.height))
            return bad(fmt::format("the {} corner of the display, ({:g}, {:g}), is outside of the camera's "
                                   "picture of {} x {}",
                                   names[i], c.x, c.y, seen.width, seen.height));
    }
    int right = 0;
    double least = 1e9;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const auto &a = corners[i], &b = corners[(i + 1) % 4], &c = corners[(i + 2) % 4];
        if (length(a, b) < shortest_side)
            return bad(fmt::format("the {} and the {} corner of the display are in one place", names[i],
                                   names[(i + 1) % 4]));
        const auto area = turn(a, b, c);
        right += area > 0 ? 1 : 0;
        least = std::min(least, std::abs(area) / length(a, c));
    }
    if (least < shortest_side / 2) return bad("three corners of the display are on one line");
    if (right == 0) return bad("the corners of the display go round the other way");
    if (right != 4) return bad("the corners of the display are crossed");
    return {};
}

} // namespace

bool none_given(const display_corners& corners) {
    return std::ranges::all_of(corners, [](const spot& s) { return s.x == 0 && s.y == 0; });
}

outcome<picture> straighten(const picture& seen, const display_corners& corners, display_size size,
                            int factor) {
    factor = std::clamp(factor, 1, largest_factor);
    if (size.width < 1 || size.height < 1 || size.width > longest_side / largest_factor ||
        size.height > longest_side / largest_factor)
        return std::unexpected(rig_error{
            trouble::bad_description, fmt::format("a display of {} x {} pixels", size.width, size.height),
            "write `width` and `height` of the display, or a `model` that is known"});
    if (auto wrong = wrong_with(seen, corners)) return std::unexpected(*std::move(wrong));

    // Only what is around the display; at least as fine as the camera took it, so that nothing is lost and
    // noise is averaged out on the way down.
    const auto [left, right] = std::ranges::minmax(corners, {}, &spot::x);
    const auto [top, bottom] = std::ranges::minmax(corners, {}, &spot::y);
    const int x = std::max(0, static_cast<int>(left.x) - 2), y = std::max(0, static_cast<int>(top.y) - 2);
    const box around{x, y, std::min(seen.width, static_cast<int>(right.x) + 3) - x,
                     std::min(seen.height, static_cast<int>(bottom.y) + 3) - y};
    const double across = std::max(length(corners[0], corners[1]), length(corners[3], corners[2])),
                 down = std::max(length(corners[0], corners[3]), length(corners[1], corners[2]));
    const double taken = std::max(across / size.width, down / size.height); // pixels for one of the display
    const auto finest = static_cast<int>(std::ceil(taken));
    int fine = std::max(factor, (finest + factor - 1) / factor * factor);
    while (fine > factor && std::max(size.width, size.height) * fine > longest_side) fine -= factor;

    // Leptonica keeps the size of what it turns: make room for what comes out.
    const int wide = size.width * fine, tall = size.height * fine;
    const pix part = pix_of(seen, around);
    const pix edged(part ? pixAddContinuedBorder(part.get(), edge, edge, edge, edge) : nullptr);
    const pix roomy(edged ? pixAddBorderGeneral(edged.get(), 0, std::max(0, wide - around.width), 0,
                                                std::max(0, tall - around.height), 0)
                          : nullptr);
    const auto from =
        points_of(corners, {static_cast<double>(around.x - edge), static_cast<double>(around.y - edge)});
    const double w = wide, h = tall;
    const auto to = points_of({{{0, 0}, {w, 0}, {w, h}, {0, h}}}, {});
    const pix turned(roomy ? pixProjectivePta(roomy.get(), to.get(), from.get(), L_BRING_IN_BLACK) : nullptr);
    const std::unique_ptr<BOX, void (*)(BOX*)> display(boxCreate(0, 0, wide, tall),
                                                       [](BOX* b) { boxDestroy(&b); });
    const pix cut(turned ? pixClipRectangle(turned.get(), display.get(), nullptr) : nullptr);
    const pix out(!cut ? nullptr
                  : fine == factor
                      ? pixClone(cut.get())
                      : pixScaleAreaMapToSize(cut.get(), size.width * factor, size.height * factor));
    if (!out) return std::unexpected(bad("the display cannot be straightened"));
    auto upright = picture_of(out);
    constexpr double out_of_focus = 2; // pixels of the camera
    trim(upright, static_cast<int>(std::lround(out_of_focus / taken * factor)));
    return upright;
}

} // namespace simplespec::rigs
