#pragma once
// The camera of a rig: a video device, or a command that prints a picture.
#include "rigs/camera/camera_eye.hpp"

#include <string>

namespace simplespec::cli {

/// `where` as the rig description has it: "/dev/video0", or "exec:COMMAND" for sh. Each picture is taken when it is asked
/// for.
rigs::picture_source camera_source(const std::string& where);

} // namespace simplespec::cli
