#pragma once
// Cisco IP phones, those of a call manager and those of the multiplatform firmware, by the XML that they
// execute and the page with a screenshot. Which page a family has, the driver finds out.
#include "rigs/drivers/display.hpp"
#include "rigs/drivers/http_session.hpp"

namespace simplespec::rigs {

class cisco final : public rig {
  public:
    explicit cisco(http_session session, phone_facts facts = {})
        : session_(std::move(session)), facts_(std::move(facts)) {}

    /// Model, load and MAC address where it has the page for them: not all families do.
    outcome<identity> who() override;
    /// A key that this family does not have, or a soft key that is not shown, the phone drops without a word.
    outcome<void> press(handset::key which) override;
    outcome<void> hold(handset::key which, std::chrono::milliseconds how_long) override;
    outcome<picture> shot() override;
    outcome<std::map<handset::key, light_seen>> lights() override;
    outcome<std::string> setting(std::string_view name) override;
    outcome<void> set(const std::map<std::string, std::string>& values) override;
    /// Only where the firmware has /admin/reboot.
    outcome<void> reboot() override;
    outcome<std::string> trace() override;

  private:
    /// None where it has no such page (404).
    outcome<std::optional<std::string>> page(net::http_request request);

    http_session session_;
    phone_facts facts_;
    std::string picture_page_; ///< the one that answered; empty: not yet known
};

} // namespace simplespec::rigs
