#include "rigs/camera/pix.hpp"
#include "rigs/camera/straighten.hpp"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>

namespace simplespec::rigs {
namespace {

struct boxes_freed {
    void operator()(BOXA* b) const { boxaDestroy(&b); }
    void operator()(PIXA* p) const { pixaDestroy(&p); }
};
using boxes = std::unique_ptr<BOXA, boxes_freed>;
using parts = std::unique_ptr<PIXA, boxes_freed>;

/// What is bright, black on white as Leptonica counts; noise and letters taken off.
pix bright(const picture& seen) {
    const auto colours = pix_of(seen, {0, 0, seen.width, seen.height});
    const pix grey(colours ? pixConvertRGBToLuminance(colours.get()) : nullptr);
    const pix calm(grey ? pixBlockconv(grey.get(), 1, 1) : nullptr);
    if (!calm) return {};
    // Nearer to the dark, so that a dim corner of the display is bright, too.
    constexpr double part = 0.4;
    l_int32 middle = 0, low = 0, high = 0;
    if (pixSplitDistributionFgBg(calm.get(), 0.1F, 2, &middle, &low, &high, nullptr) != 0) return {};
    const pix dark(pixThresholdToBinary(calm.get(), low + static_cast<int>(part * (high - low))));
    if (!dark) return {};
    const pix out(pixInvert(nullptr, dark.get()));
    // Rows that are light on dark divide a display from side to side: join what they leave, up and down
    // alone, since lights stand beside it.
    return pix(out ? pixCloseSafeBrick(nullptr, out.get(), 1, std::max(3, seen.height / 9)) : nullptr);
}

/// The points of a part that are farthest out on the diagonals.
display_corners corners_of(const pix& part, const spot& origin) {
    const int width = pixGetWidth(part.get()), height = pixGetHeight(part.get());
    display_corners out;
    std::array<double, 4> best{-1e9, -1e9, -1e9, -1e9};
    const auto look = [&](double x, double y) {
        const std::array<double, 4> far{-x - y, x - y, x + y, y - x};
        for (std::size_t i = 0; i < 4; ++i)
            if (far[i] > best[i]) best[i] = far[i], out[i] = {origin.x + x, origin.y + y};
    };
    for (int y = 0; y < height; ++y) {
        const auto set = [&](int x) {
            l_uint32 v = 0;
            pixGetPixel(part.get(), x, y, &v);
            return v != 0;
        };
        int left = 0, right = width;
        while (left < width && !set(left)) ++left;
        while (right > left && !set(right - 1)) --right;
        if (left >= right) continue;
        for (const int edge : {y, y + 1}) look(left, edge), look(right, edge);
    }
    return out;
}

/// How much brighter it is where `part` is set than elsewhere; 0 where there is next to nothing else.
double contrast(const picture& seen, const pix& part, const spot& origin) {
    const int left = static_cast<int>(origin.x), top = static_cast<int>(origin.y);
    const int width = pixGetWidth(part.get()), height = pixGetHeight(part.get());
    std::array<double, 2> sum{}, count{};
    for (int y = 0; y < seen.height; y += 2)
        for (int x = 0; x < seen.width; x += 2) {
            l_uint32 within = 0;
            if (x >= left && y >= top && x < left + width && y < top + height)
                pixGetPixel(part.get(), x - left, y - top, &within);
            sum[within] += seen.at(x, y).green;
            ++count[within];
        }
    if (count[0] * 20 < count[1] || count[1] == 0) return 0;
    return sum[1] / count[1] - sum[0] / count[0];
}

double area_of(const display_corners& c) {
    double out = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const auto &a = c[i], &b = c[(i + 1) % 4];
        out += a.x * b.y - b.x * a.y;
    }
    return std::abs(out) / 2;
}

/// Whether the sides are to each other as those of the display, from some angle.
bool has_shape(const display_corners& c, display_size size) {
    const auto length = [](const spot& a, const spot& b) { return std::hypot(a.x - b.x, a.y - b.y); };
    const double across = length(c[0], c[1]) + length(c[3], c[2]),
                 down = length(c[0], c[3]) + length(c[1], c[2]);
    const double shape = across / std::max(1.0, down) * size.height / size.width;
    return shape > 0.75 && shape < 1.33;
}

} // namespace

std::optional<display_corners> display_in(const picture& seen, display_size size) {
    if (size.width < 1 || size.height < 1 || seen.width < 16 || seen.height < 16) return {};
    const auto light = bright(seen);
    if (!light) return {};
    PIXA* taken = nullptr;
    const boxes around(pixConnComp(light.get(), &taken, 4));
    const parts found(taken);
    if (!around || !found) return {};
    struct candidate {
        double area = 0;
        display_corners corners{};
        bool rectangle = false;
        pix part{};
        spot origin{};
    };
    candidate best;
    double second = 0;
    for (int i = 0; i < pixaGetCount(found.get()); ++i) {
        l_int32 x = 0, y = 0, width = 0, height = 0;
        boxaGetBoxGeometry(around.get(), i, &x, &y, &width, &height);
        // What is small against the picture is no display that could be read.
        if (width * 8 < seen.width || height * 16 < seen.height) continue;
        const pix part(pixaGetPix(found.get(), i, L_CLONE));
        const pix whole(part ? pixHolesByFilling(part.get(), 4) : nullptr);
        pix filled(whole ? pixOr(nullptr, part.get(), whole.get()) : nullptr);
        l_int32 count = 0;
        if (!filled || pixCountPixels(filled.get(), &count, nullptr) != 0) continue;
        const spot origin{static_cast<double>(x), static_cast<double>(y)};
        const auto corners = corners_of(filled, origin);
        const double quadrilateral = area_of(corners), share = count / std::max(1.0, quadrilateral);
        candidate c{static_cast<double>(count), corners,
                    share > 0.94 && share < 1.04 && has_shape(corners, size), std::move(filled), origin};
        if (c.area > best.area) std::swap(c, best);
        second = std::max(second, c.area);
    }
    // Clearly the one: another half as large leaves it open.
    if (!best.rectangle || second * 2 > best.area) return {};
    // A lit display against its phone, and not one shade of grey against another.
    constexpr double least_contrast = 40;
    if (contrast(seen, best.part, best.origin) < least_contrast) return {};
    return best.corners;
}

} // namespace simplespec::rigs
