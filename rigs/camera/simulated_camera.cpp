#include "rigs/camera/simulated_camera.hpp"

#include "rigs/camera/pix.hpp"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace simplespec::rigs {
namespace {

struct points_freed {
    void operator()(PTA* p) const { ptaDestroy(&p); }
};
using points = std::unique_ptr<PTA, points_freed>;

points points_of(const display_corners& corners) {
    points out(ptaCreate(4));
    for (const auto& c : corners)
        ptaAddPt(out.get(), static_cast<l_float32>(c.x - 0.5), static_cast<l_float32>(c.y - 0.5));
    return out;
}

display_corners corners_of(double width, double height) {
    return {{{0, 0}, {width, 0}, {width, height}, {0, height}}};
}

/// Between 0 and 1.
double share(sip::entropy& random) { return static_cast<double>(random.next() >> 11) * 0x1p-53; }
double between(double low, double high, sip::entropy& random) { return low + (high - low) * share(random); }

/// Near enough to the normal distribution: a sum of twelve.
double normal(sip::entropy& random) {
    constexpr int parts = 4;
    double out = 0;
    for (int i = 0; i < parts; ++i) {
        // Three of 16 bits each from one number.
        auto bits = random.next();
        for (int k = 0; k < 3; ++k, bits >>= 16) out += static_cast<double>(bits & 0xffff) / 0xffff - 0.5;
    }
    return out;
}

/// Where a point of the front is in the camera's picture.
class onto {
  public:
    onto(const camera_view& view, const front& phone) {
        const auto from = points_of(corners_of(phone.seen.width, phone.seen.height)),
                   to = points_of(view.front);
        if (getProjectiveXformCoeffs(from.get(), to.get(), &terms_) != 0)
            throw std::runtime_error("the front has no place in the camera's picture");
    }
    ~onto() { lept_free(terms_); }
    onto(const onto&) = delete;
    onto& operator=(const onto&) = delete;

    spot operator()(double x, double y) const {
        // By Leptonica for whole numbers alone, so here for all.
        x -= 0.5, y -= 0.5;
        const double under = terms_[6] * x + terms_[7] * y + 1;
        return {(terms_[0] * x + terms_[1] * y + terms_[2]) / under + 0.5,
                (terms_[3] * x + terms_[4] * y + terms_[5]) / under + 0.5};
    }

  private:
    l_float32* terms_ = nullptr;
};

/// The front as the camera's lens shows it: askew, and a little out of focus.
picture shown_to(const camera_view& view, const front& phone) {
    // Its pixels are squares with edges, so they are made large before they are turned.
    constexpr int magnified = 3;
    const auto small = pix_of(phone.seen, {0, 0, phone.seen.width, phone.seen.height});
    const pix large(pixExpandReplicate(small.get(), magnified));
    const int w = pixGetWidth(large.get()), h = pixGetHeight(large.get());
    const pix roomy(
        pixAddBorderGeneral(large.get(), 0, std::max(0, view.width - w), 0, std::max(0, view.height - h), 0));
    const auto from = points_of(corners_of(w, h)), to = points_of(view.front);
    const pix askew(pixProjectivePta(roomy.get(), to.get(), from.get(), L_BRING_IN_BLACK));
    const std::unique_ptr<BOX, void (*)(BOX*)> frame(boxCreate(0, 0, view.width, view.height),
                                                     [](BOX* b) { boxDestroy(&b); });
    pix out(pixClipRectangle(askew.get(), frame.get(), nullptr));
    if (view.blur > 0) {
        L_KERNEL *across = nullptr, *down = nullptr;
        const int reach = std::max(1, static_cast<int>(std::ceil(3 * view.blur)));
        if (makeGaussianKernelSep(reach, reach, static_cast<l_float32>(view.blur), 1, &across, &down) == 0)
            out.reset(pixConvolveRGBSep(out.get(), across, down));
        kernelDestroy(&across);
        kernelDestroy(&down);
    }
    return picture_of(out);
}

} // namespace

camera_view some_view(const front& phone, sip::entropy& random) {
    camera_view out;
    // As large as fits with room around, each corner off by up to a twentieth of the height.
    const double scale = std::min(out.width * 0.9 / phone.seen.width, out.height * 0.9 / phone.seen.height) *
                         between(0.85, 1, random);
    const double w = phone.seen.width * scale, h = phone.seen.height * scale;
    const double left = (out.width - w) / 2, top = (out.height - h) / 2;
    out.front = {{{left, top}, {left + w, top}, {left + w, top + h}, {left, top + h}}};
    for (auto& c : out.front) {
        c.x = std::clamp(c.x + between(-0.05, 0.05, random) * h, 1.0, out.width - 1.0);
        c.y = std::clamp(c.y + between(-0.05, 0.05, random) * h, 1.0, out.height - 1.0);
    }
    const double whole = between(0.6, 1, random);
    for (auto& l : out.light) l = whole * between(0.55, 1, random);
    for (auto& t : out.tint) t = between(0.88, 1, random);
    out.glare = between(0, 20, random);
    out.blur = between(0.4, 1, random);
    out.noise = between(3, 8, random);
    return out;
}

picture taken_by(const camera_view& view, const front& phone, sip::entropy& random) {
    auto out = shown_to(view, phone);
    const auto& [lu, ru, rl, ll] = view.light;
    for (int y = 0; y < out.height; ++y) {
        const double down = static_cast<double>(y) / out.height;
        const double left = lu + (ll - lu) * down, right = ru + (rl - ru) * down;
        for (int x = 0; x < out.width; ++x) {
            const double light = left + (right - left) * x / out.width;
            auto& p = out.at(x, y);
            const auto dimmed = [&](std::uint8_t v, double tint) {
                const double lit = v * light * tint + view.glare + view.noise * normal(random);
                return static_cast<std::uint8_t>(std::clamp(lit + 0.5, 0.0, 255.0));
            };
            p = {dimmed(p.red, view.tint[0]), dimmed(p.green, view.tint[1]), dimmed(p.blue, view.tint[2])};
        }
    }
    return out;
}

display_corners corners_in(const camera_view& view, const front& phone) {
    const onto place(view, phone);
    const auto& d = phone.display;
    return {{place(d.x, d.y), place(d.x + d.width, d.y), place(d.x + d.width, d.y + d.height),
             place(d.x, d.y + d.height)}};
}

std::map<handset::key, spot> lamps_in(const camera_view& view, const front& phone) {
    const onto place(view, phone);
    std::map<handset::key, spot> out;
    for (const auto& [key, where] : phone.lights)
        out[key] = place(where.x + where.width / 2.0, where.y + where.height / 2.0);
    return out;
}

} // namespace simplespec::rigs
