#pragma once
// The lights of a phone by their colours in a camera's picture.
#include "rigs/description.hpp"
#include "rigs/picture.hpp"
#include "rigs/rig.hpp"

#include <span>

namespace simplespec::rigs {

/// A light in one picture: how bright and how colourful its place is, compared with what is around it.
/// `blinks` is false. The spot lies within the picture.
light_seen lamp_at(const picture& seen, const spot& where);

/// The same light in several pictures, taken over a second or more: on in some and off in others is one that
/// blinks. One picture alone leaves that open, and is never sure.
light_seen lamp_over_time(std::span<const light_seen> looks);

} // namespace simplespec::rigs
