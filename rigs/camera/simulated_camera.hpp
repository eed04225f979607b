#pragma once
// A camera without any hardware: a phone's front as one over the desk would take it, from an angle, in poor
// light, with noise.
#include "handset/key.hpp"
#include "rigs/camera/camera_eye.hpp"
#include "rigs/phone/drawing.hpp"
#include "sip/entropy.hpp"

#include <map>

namespace simplespec::rigs {

/// How the camera stands, and what light there is.
struct camera_view {
    int width = 1280, height = 720; ///< of its picture
    display_corners front{};        ///< of the whole front in its picture
    /// Of the light that falls on it, as shares of full light: at the left upper, right upper, right lower,
    /// left lower corner of the picture.
    std::array<double, 4> light{1, 1, 1, 1};
    std::array<double, 3> tint{1, 1, 1}; ///< of the light: red, green, blue
    double glare = 0;                    ///< added everywhere, of 255
    double blur = 0;                     ///< standard deviation, in pixels of its picture
    double noise = 0;                    ///< standard deviation, of 255
};

/// Somehow, as people put up a camera: the front at most a few degrees askew, light at less than half of its
/// full strength in some corner, blur of up to a pixel. Another one for each stream of random numbers.
camera_view some_view(const front& phone, sip::entropy& random);

/// What it takes of the phone.
picture taken_by(const camera_view& view, const front& phone, sip::entropy& random);

/// Where the display is in its picture, and the middle of each light: what a rig description says of it.
display_corners corners_in(const camera_view& view, const front& phone);
std::map<handset::key, spot> lamps_in(const camera_view& view, const front& phone);

} // namespace simplespec::rigs
