#pragma once
// Display and lights of a phone, seen by a camera over it.
#include "rigs/camera/straighten.hpp"
#include "rigs/description.hpp"
#include "rigs/picture.hpp"
#include "rigs/rig.hpp"
#include "sip/instant.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace simplespec::rigs {

/// Takes a picture now: octets of PNG, JPEG, BMP or PNM. `camera_away` where none comes.
using picture_source = std::function<outcome<std::string>()>;

/// Holds no picture back: each call takes one anew, or several.
class camera_eye {
  public:
    /// Lets time go by between two pictures, so that a light that blinks is told from one that does not.
    using pause = std::function<void(sip::duration)>;

    /// `corners` all zero: the display is looked for in the picture. `lamps`: the middle of each light, in
    /// pixels of the camera's picture.
    camera_eye(picture_source source, display_corners corners, std::map<handset::key, spot> lamps,
               display_size size, pause wait = {});

    /// The display upright, at its own size, in even light. One that differs from the last only by the
    /// camera's noise is the last one, to the pixel. `camera_away`, `no_picture`, `bad_description`.
    outcome<picture> shot();
    /// By colour at their places. Without `pause` it is one look, and since a light that blinks is off half
    /// of the time, nobody is sure of it. `cannot` where no place is given; else as shot().
    outcome<std::map<handset::key, light_seen>> lights();
    /// What the camera gave last, as it came: for the report, and for whoever looks for corners and places.
    const std::optional<picture>& raw() const { return raw_; }

  private:
    outcome<void> take();

    picture_source source_;
    display_corners corners_;
    std::map<handset::key, spot> lamps_;
    display_size size_;
    pause wait_;
    std::optional<picture> raw_;
    std::optional<picture> last_;
};

} // namespace simplespec::rigs
