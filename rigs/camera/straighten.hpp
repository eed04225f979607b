#pragma once
// From a picture that a camera took at an angle to the display's own pixels, upright.
#include "rigs/description.hpp"
#include "rigs/picture.hpp"
#include "rigs/rig.hpp"

#include <array>
#include <optional>

namespace simplespec::rigs {

/// Of the display in the camera's picture: left upper, right upper, right lower, left lower, as the display
/// is read. In pixels of the picture; (0, 0) is its left upper corner, and fractions count.
using display_corners = std::array<spot, 4>;

/// None were given.
bool none_given(const display_corners& corners);

/// The display alone, at its own size times `factor`, which is from 1 to 8. `bad_description`: corners that
/// are outside of the picture, in another order, crossed, or too near to each other for a display; or a size
/// that no display has.
outcome<picture> straighten(const picture& seen, const display_corners& corners, display_size size,
                            int factor = 1);

/// Where the display is, when it is clearly the one bright rectangle in the picture, upright and with sides
/// as `size` has them; else none.
std::optional<display_corners> display_in(const picture& seen, display_size size);

} // namespace simplespec::rigs
