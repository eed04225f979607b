#pragma once
// Our pictures as Leptonica's, and back.
#include "rigs/picture.hpp"

#include <memory>

struct Pix;

namespace simplespec::rigs {

struct pix_freed {
    void operator()(Pix* p) const;
};
/// Null where Leptonica could not, for lack of memory or of sense.
using pix = std::unique_ptr<Pix, pix_freed>;

/// A part of a picture, which lies within it, 32 bits a pixel.
pix pix_of(const picture& p, const box& part);
/// Of any depth; nothing, 0 x 0, where there is none.
picture picture_of(const pix& p);

} // namespace simplespec::rigs
