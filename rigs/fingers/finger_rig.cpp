#include "rigs/fingers/finger_rig.hpp"

#include "handset/own_states.hpp"
#include "rigs/phone/model.hpp"

#include <fmt/format.h>

namespace simplespec::rigs {
namespace {

rig_error lacks(const rig_description& what, std::string_view thing, std::string remedy) {
    return {trouble::bad_description, fmt::format("[rig.{}] has no {}", what.name, thing), std::move(remedy)};
}

rig_error out_of_reach(std::string_view thing) {
    return {trouble::cannot, fmt::format("fingers and a camera cannot {}", thing),
            "do it by hand, or reach the phone over its web server"};
}

// The size that the description gives, else that of the model where it is sure.
outcome<display_size> size_of(const rig_description& what) {
    if (what.width > 0 && what.height > 0) return display_size{what.width, what.height};
    const auto* known = find_model(what.model);
    if (known != nullptr && known->geometry_known) return display_size{known->width, known->height};
    return std::unexpected(lacks(what, "size of its display", "give `width` and `height`, in pixels of the display"));
}

} // namespace

outcome<finger_setup> finger_setup_of(const rig_description& what) {
    if (what.fingers.empty())
        return std::unexpected(lacks(what, "finger board", "fingers = \"/dev/ttyUSB0\", its serial port"));
    if (what.positions.empty())
        return std::unexpected(
            lacks(what, "places of keys", "positions = { OK = [12.5, 40] }, in millimetres; or the numbers of relays"));
    finger_setup out{.board = what.board, .moves = what.moves};
    for (const auto& [key, at] : what.positions) {
        out.places[key] = {at.x, at.y};
        out.relays[key] = static_cast<int>(at.x);
    }
    return out;
}

outcome<std::unique_ptr<rig>> finger_rig::make(const rig_description& what, fingers::reopening line,
                                               picture_source camera, camera_eye::pause wait) {
    auto setup = finger_setup_of(what);
    if (!setup) return std::unexpected(setup.error());
    if (what.camera.empty())
        return std::unexpected(
            lacks(what, "camera", "camera = \"/dev/video0\", or \"exec:COMMAND\" that prints a picture"));
    const auto size = size_of(what);
    if (!size) return std::unexpected(size.error());
    return std::unique_ptr<rig>(
        new finger_rig(what, fingers(*std::move(setup), std::move(line)),
                       camera_eye(std::move(camera), what.corners, what.lamps, *size, std::move(wait))));
}

outcome<identity> finger_rig::who() {
    const auto* known = find_model(what_.model);
    return identity{.make = known != nullptr ? known->make : "", .model = what_.model};
}

outcome<void> finger_rig::press(handset::key which) {
    const auto done = hand_.press(which);
    if (!done) return std::unexpected(rig_error_of(done.error()));
    return {};
}

outcome<void> finger_rig::hold(handset::key which, std::chrono::milliseconds how_long) {
    const auto done = hand_.hold(which, how_long);
    if (!done) return std::unexpected(rig_error_of(done.error()));
    return {};
}

outcome<std::string> finger_rig::setting(std::string_view name) {
    const auto found = what_.settings.find(std::string(name));
    if (found != what_.settings.end()) return found->second;
    return std::unexpected(rig_error{trouble::cannot, fmt::format("nobody knows how `{}` is set at this phone", name),
                                     fmt::format("look at the phone, and write it to [rig.{}.settings]", what_.name)});
}

outcome<void> finger_rig::set(const std::map<std::string, std::string>& values) {
    for (const auto& [name, value] : values) {
        const auto found = what_.settings.find(name);
        if (found != what_.settings.end() && found->second == value) continue;
        return std::unexpected(
            rig_error{trouble::cannot, fmt::format("fingers cannot set {} to `{}`", name, value),
                      fmt::format("set it by hand, and write `{} = \"{}\"` to [rig.{}.settings]", name, value, what_.name)});
    }
    return {};
}

outcome<void> finger_rig::reboot() { return std::unexpected(out_of_reach("restart the phone")); }
outcome<std::string> finger_rig::trace() { return std::unexpected(out_of_reach("see its SIP")); }

// What stands on the phones of its make.
std::vector<std::string> finger_rig::vocabulary() const {
    const auto* known = find_model(what_.model);
    std::vector<std::string> out;
    if (known == nullptr) return out;
    for (const auto& state : handset::own_states(known->make))
        for (const auto& text : {state.en, state.de})
            if (!text.empty()) out.emplace_back(text);
    if (!out.empty()) out.insert(out.end(), {"Presence State", "Contacts", "Presence", "Back", "Select", "Details"});
    return out;
}

} // namespace simplespec::rigs
