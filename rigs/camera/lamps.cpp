#include "rigs/camera/lamps.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace simplespec::rigs {
namespace {

/// Pixels around the spot that are looked at: the middle of a light that is overexposed is white, and its
/// colour stands around.
constexpr int around = 4;
/// A light is lit from so much colour on: the difference of the strongest and the weakest of red, green and
/// blue, and its share of the strongest.
constexpr double colourful = 40, pure = 0.3;
/// Between red and orange, orange and green, green and blue, blue and red, in degrees of hue.
constexpr std::array<double, 4> borders{17, 70, 180, 330};
/// How sure anybody can be who looked but once.
constexpr double one_look = 0.7;

struct colour_seen {
    double red = 0, green = 0, blue = 0;

    double most() const { return std::max({red, green, blue}); }
    double spread() const { return most() - std::min({red, green, blue}); }
    /// 0 is red, 120 green, 240 blue.
    double hue() const {
        const double all = spread();
        if (all <= 0) return 0;
        double h = most() == red     ? (green - blue) / all
                   : most() == green ? 2 + (blue - red) / all
                                     : 4 + (red - green) / all;
        h *= 60;
        return h < 0 ? h + 360 : h;
    }
};

/// The mean of the more colourful half of the pixels about the spot.
colour_seen colour_at(const picture& seen, const spot& where) {
    std::vector<colour_seen> near;
    const int left = static_cast<int>(where.x), top = static_cast<int>(where.y);
    for (int y = std::max(0, top - around); y <= std::min(seen.height - 1, top + around); ++y)
        for (int x = std::max(0, left - around); x <= std::min(seen.width - 1, left + around); ++x) {
            if (std::hypot(x - left, y - top) > around) continue;
            const auto& p = seen.at(x, y);
            near.push_back(
                {static_cast<double>(p.red), static_cast<double>(p.green), static_cast<double>(p.blue)});
        }
    colour_seen whole;
    const auto add = [](colour_seen& to, const colour_seen& c, double share) {
        to.red += c.red * share, to.green += c.green * share, to.blue += c.blue * share;
    };
    std::ranges::sort(near, std::ranges::greater{}, &colour_seen::spread);
    const auto half = std::max<std::size_t>(1, near.size() / 2);
    for (std::size_t i = 0; i < half && i < near.size(); ++i)
        add(whole, near[i], 1.0 / static_cast<double>(half));
    return whole;
}

} // namespace

light_seen lamp_at(const picture& seen, const spot& where) {
    using handset::light_colour;
    const auto c = colour_at(seen, where);
    const double strength = std::min(c.spread() / colourful, c.spread() / std::max(1.0, c.most()) / pure);
    if (strength < 1) return {.value = {}, .confidence = std::min(1.0, 0.5 + (1 - strength))};
    double margin = 360;
    for (const double b : borders) margin = std::min(margin, std::abs(c.hue() - b));
    const auto confidence = std::min({1.0, 0.5 + (strength - 1) / 2, 0.5 + margin / 20});
    const double h = c.hue();
    if (h >= borders[2] && h < borders[3]) // no light of a phone is blue: it says nothing
        return {.value = {}, .confidence = 0};
    const auto colour = h < borders[0] || h >= borders[3] ? light_colour::red
                        : h < borders[1]                  ? light_colour::orange
                                                          : light_colour::green;
    return {.value = {.colour = colour}, .confidence = confidence};
}

light_seen lamp_over_time(std::span<const light_seen> looks) {
    using handset::light_colour;
    light_seen out;
    std::size_t lit = 0;
    for (const auto& l : looks) {
        out.confidence = std::min(out.confidence, l.confidence);
        if (l.value.colour == light_colour::off) continue;
        if (++lit > 1 && l.value.colour != out.value.colour) out.confidence = 0;
        out.value.colour = l.value.colour;
    }
    const auto dark = looks.size() - lit;
    out.value.blinks = lit > 0 && dark > 0;
    // One that was dark once may have been read badly.
    if (looks.size() < 2 || (out.value.blinks && std::min(lit, dark) < 2))
        out.confidence = std::min(out.confidence, one_look);
    return out;
}

} // namespace simplespec::rigs
