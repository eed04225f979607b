#pragma once
// A display in light that is uneven, dim or coloured, as it would be in good light.
#include "rigs/picture.hpp"

namespace simplespec::rigs {

/// What is bright around is made white, everywhere alike, and the rest with it. A display that is dark all
/// over stays dark. `factor`: pixels of the picture for one of the display.
picture in_even_light(const picture& display, int factor = 1);

/// Whether the two, of one size, differ by no more than a camera's noise.
bool same_but_for_noise(const picture& a, const picture& b);

} // namespace simplespec::rigs
