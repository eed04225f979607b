#pragma once
// A phone without any interface: a machine presses its keys, and a camera looks at it.
#include "rigs/camera/camera_eye.hpp"
#include "rigs/fingers/fingers.hpp"

#include <string>

namespace simplespec::rigs {

/// Settings are those that the description says were made by hand; what cannot be reached at all is `cannot`.
class finger_rig final : public rig {
  public:
    /// `line` opens the board's port.
    static outcome<std::unique_ptr<rig>> make(const rig_description& what, fingers::reopening line,
                                              picture_source camera, camera_eye::pause wait);

    outcome<identity> who() override;
    outcome<void> press(handset::key which) override;
    outcome<void> hold(handset::key which, std::chrono::milliseconds how_long) override;
    outcome<picture> shot() override { return eye_.shot(); }
    outcome<std::map<handset::key, light_seen>> lights() override { return eye_.lights(); }
    outcome<std::string> setting(std::string_view name) override;
    outcome<void> set(const std::map<std::string, std::string>& values) override;
    outcome<void> reboot() override;
    outcome<std::string> trace() override;
    std::vector<std::string> vocabulary() const override;

  private:
    finger_rig(rig_description what, fingers hand, camera_eye eye)
        : what_(std::move(what)), hand_(std::move(hand)), eye_(std::move(eye)) {}

    rig_description what_;
    fingers hand_;
    camera_eye eye_;
};

} // namespace simplespec::rigs
