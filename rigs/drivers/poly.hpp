#pragma once
// Poly VVX phones by their REST interface, and the picture of the display by their screen capture. Names and
// Status words are those that programs use against real ones; UCS 6.1 and later presses keys.
#include "rigs/drivers/display.hpp"
#include "rigs/drivers/http_session.hpp"

namespace simplespec::rigs {

class poly final : public rig {
  public:
    explicit poly(http_session session, phone_facts facts = {})
        : session_(std::move(session)), facts_(std::move(facts)) {}

    outcome<identity> who() override;
    outcome<void> press(handset::key which) override;
    outcome<void> hold(handset::key which, std::chrono::milliseconds how_long) override;
    outcome<picture> shot() override;
    outcome<std::map<handset::key, light_seen>> lights() override;
    /// The phone's own parameters alone ("up.screenCapture.enabled"): which of them the names of
    /// handset/settings_text.hpp would be is not known.
    outcome<std::string> setting(std::string_view name) override;
    outcome<void> set(const std::map<std::string, std::string>& values) override;
    outcome<void> reboot() override;
    outcome<std::string> trace() override;

  private:
    outcome<std::string> ask(std::string_view method, std::string_view what, std::string body);

    http_session session_;
    phone_facts facts_;
};

} // namespace simplespec::rigs
