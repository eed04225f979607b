#pragma once
// A camera that Linux knows as a video device.
#include "sip/instant.hpp"

#include <expected>
#include <string>

namespace simplespec::net {

/// Why there is no picture.
struct no_frame {
    enum class reason : std::uint8_t {
        absent,    ///< no such device, or no right to it
        no_camera, ///< a device or file that takes no pictures, or none in a format that is known
        silent,    ///< it gives nothing within the time
    };
    reason why = reason::absent;
    std::string text{}; ///< one sentence
};

/// One picture of now, as JPEG, or as PPM where the camera gives raw ones (YUYV). The first few are passed over: a camera
/// looks for the right exposure.
std::expected<std::string, no_frame> take_frame(const std::string& device, sip::duration limit);

/// A picture whose pixels come in pairs, Y0 U Y1 V, as PPM. Exposed for its test; rows are `stride` octets apart, and what is
/// missing is black.
std::string ppm_of_yuyv(std::string_view octets, int width, int height, int stride);

} // namespace simplespec::net
