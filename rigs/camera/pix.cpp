#include "rigs/camera/pix.hpp"

#include <leptonica/allheaders.h>

namespace simplespec::rigs {

void pix_freed::operator()(Pix* p) const { pixDestroy(&p); }

pix pix_of(const picture& p, const box& part) {
    pix out(pixCreate(part.width, part.height, 32));
    if (!out) return out;
    for (int y = 0; y < part.height; ++y) {
        auto* row = pixGetData(out.get()) + static_cast<std::size_t>(y) * pixGetWpl(out.get());
        const auto* from = &p.at(part.x, part.y + y);
        for (int x = 0; x < part.width; ++x) {
            const auto& c = from[x];
            row[x] = static_cast<l_uint32>(c.red) << L_RED_SHIFT |
                     static_cast<l_uint32>(c.green) << L_GREEN_SHIFT |
                     static_cast<l_uint32>(c.blue) << L_BLUE_SHIFT;
        }
    }
    return out;
}

picture picture_of(const pix& p) {
    const pix colours(p ? pixConvertTo32(p.get()) : nullptr);
    if (!colours) return {};
    picture out{.width = pixGetWidth(colours.get()), .height = pixGetHeight(colours.get())};
    out.pixels.resize(static_cast<std::size_t>(out.width) * out.height);
    auto* to = out.pixels.data();
    for (int y = 0; y < out.height; ++y) {
        const auto* row = pixGetData(colours.get()) + static_cast<std::size_t>(y) * pixGetWpl(colours.get());
        for (int x = 0; x < out.width; ++x, ++to)
            *to = {static_cast<std::uint8_t>(row[x] >> L_RED_SHIFT & 0xff),
                   static_cast<std::uint8_t>(row[x] >> L_GREEN_SHIFT & 0xff),
                   static_cast<std::uint8_t>(row[x] >> L_BLUE_SHIFT & 0xff)};
    }
    return out;
}

} // namespace simplespec::rigs
