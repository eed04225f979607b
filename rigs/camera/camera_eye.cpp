#include "rigs/camera/camera_eye.hpp"

#include "rigs/camera/even_light.hpp"
#include "rigs/camera/lamps.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <utility>
#include <vector>

namespace simplespec::rigs {

using namespace std::chrono_literals;

namespace {

/// Between looks at lights: together more than a second, and no two alike, so that no light blinks in step.
constexpr std::array<std::chrono::milliseconds, 8> between_looks{110ms, 170ms, 130ms, 190ms,
                                                                 150ms, 230ms, 90ms,  210ms};

} // namespace

camera_eye::camera_eye(picture_source source, display_corners corners, std::map<handset::key, spot> lamps,
                       display_size size, pause wait)
    : source_(std::move(source)), corners_(corners), lamps_(std::move(lamps)), size_(size),
      wait_(std::move(wait)) {}

outcome<void> camera_eye::take() {
    if (!source_)
        return std::unexpected(rig_error{trouble::bad_description, "the rig has no camera",
                                         "write `camera`: a video device, or exec: and a command that prints "
                                         "a picture"});
    auto octets = source_();
    if (!octets) return std::unexpected(std::move(octets.error()));
    if (octets->empty())
        return std::unexpected(rig_error{trouble::camera_away, "the camera gave no octets at all",
                                         "see that it is plugged in and that nobody else uses it"});
    auto seen = read_picture(*octets);
    if (!seen)
        return std::unexpected(rig_error{trouble::no_picture,
                                         fmt::format("what the camera gave is no picture: {}", seen.error()),
                                         "let it give PNG, JPEG, BMP or PNM, and nothing else"});
    raw_ = *std::move(seen);
    return {};
}

outcome<picture> camera_eye::shot() {
    if (auto taken = take(); !taken) return std::unexpected(std::move(taken.error()));
    auto corners = corners_;
    if (none_given(corners)) {
        const auto found = display_in(*raw_, size_);
        if (!found)
            return std::unexpected(
                rig_error{trouble::bad_description,
                          "no bright rectangle of the display's shape stands out in the camera's picture",
                          "write `corners` of the rig as left upper, right upper, right lower and left lower "
                          "corner of the display, in pixels of the camera's picture"});
        corners = *found;
    }
    auto upright = straighten(*raw_, corners, size_);
    if (!upright) return upright;
    auto even = in_even_light(*upright);
    if (!last_ || !same_but_for_noise(*last_, even)) last_ = std::move(even);
    return *last_;
}

outcome<std::map<handset::key, light_seen>> camera_eye::lights() {
    if (lamps_.empty())
        return std::unexpected(rig_error{trouble::cannot, "the rig knows no place of a light",
                                         "write `lamps` of the rig: the middle of each light, in pixels of "
                                         "the camera's picture"});
    std::map<handset::key, std::vector<light_seen>> looks;
    for (std::size_t i = 0; i < between_looks.size(); ++i) {
        if (auto taken = take(); !taken) return std::unexpected(std::move(taken.error()));
        for (const auto& [key, where] : lamps_) {
            if (!(where.x >= 0 && where.y >= 0 && where.x < raw_->width && where.y < raw_->height))
                return std::unexpected(rig_error{
                    trouble::bad_description,
                    fmt::format(
                        "the light of {}, ({:g}, {:g}), is outside of the camera's picture of {} x {}",
                        handset::name(key), where.x, where.y, raw_->width, raw_->height),
                    "write `lamps` in pixels of the camera's picture"});
            looks[key].push_back(lamp_at(*raw_, where));
        }
        if (!wait_) break;
        if (i + 1 < between_looks.size()) wait_(between_looks[i]);
    }
    std::map<handset::key, light_seen> out;
    for (const auto& [key, seen] : looks) out[key] = lamp_over_time(seen);
    return out;
}

} // namespace simplespec::rigs
