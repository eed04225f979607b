#include "cli/camera_source.hpp"

#include "cli/files.hpp"
#include "net/child.hpp"
#include "net/video_device.hpp"

#include <fmt/format.h>

namespace simplespec::cli {

using namespace std::chrono_literals;
using rigs::outcome;
using rigs::rig_error;
using rigs::trouble;

namespace {

constexpr auto longest_exposure = 10s;
// In blocks of 512 octets, as `ulimit -f` counts: 64 MB.
constexpr int largest_picture = 131072;

// The picture alone is standard output; what else a program has to say is its error output, and told where it fails.
outcome<std::string> printed_by(const std::string& command) {
    const net::scratch_folder folder;
    const auto picture = folder.path() + "/picture";
    const auto done = net::run_command(
        {.command = fmt::format("ulimit -f {}; ( {}\n) > \"$SIMPLESPEC_PICTURE\"", largest_picture, command),
         .folder = {},
         .environment = {{"SIMPLESPEC_PICTURE", picture}}},
        longest_exposure);
    const auto remedy = "run the command by hand: it must print a picture and exit with 0";
    if (!done) return std::unexpected(rig_error{trouble::camera_away, fmt::format("'{}' {}", command, done.error()), remedy});
    auto octets = read_file(picture);
    if (!octets) return std::unexpected(rig_error{trouble::camera_away, octets.error(), remedy});
    if (octets->empty())
        return std::unexpected(rig_error{trouble::camera_away, fmt::format("'{}' printed nothing", command), remedy});
    return *std::move(octets);
}

outcome<std::string> taken_by(const std::string& device) {
    auto frame = net::take_frame(device, longest_exposure);
    if (frame) return *std::move(frame);
    using reason = net::no_frame::reason;
    const char* remedy = frame.error().why == reason::absent ? "see that the camera is plugged in, and that you may read it"
                         : frame.error().why == reason::no_camera
                             ? "name the video device of a camera, or a command as exec:COMMAND"
                             : "see whether another program has the camera";
    return std::unexpected(rig_error{trouble::camera_away, frame.error().text, remedy});
}

} // namespace

rigs::picture_source camera_source(const std::string& where) {
    constexpr std::string_view exec = "exec:";
    if (where.starts_with(exec)) return [command = where.substr(exec.size())] { return printed_by(command); };
    return [where] { return taken_by(where); };
}

} // namespace simplespec::cli
