#pragma once
// Yealink T-series phones by their action URI: keys, the picture of the display, a restart. Of lights,
// settings and traces nothing is known that their web server would give to a program.
#include "rigs/drivers/display.hpp"
#include "rigs/drivers/http_session.hpp"

namespace simplespec::rigs {

class yealink final : public rig {
  public:
    /// `user` and `password`, those of the session, go to firmware that asks for them in a query.
    yealink(http_session session, std::string user, std::string password, phone_facts facts = {})
        : session_(std::move(session)), user_(std::move(user)), password_(std::move(password)),
          facts_(std::move(facts)) {}

    /// Its firmware, where it tells that; it does not tell its model.
    outcome<identity> who() override;
    outcome<void> press(handset::key which) override;
    outcome<void> hold(handset::key which, std::chrono::milliseconds how_long) override;
    outcome<picture> shot() override;
    outcome<std::map<handset::key, light_seen>> lights() override;
    outcome<std::string> setting(std::string_view name) override;
    outcome<void> set(const std::map<std::string, std::string>& values) override;
    outcome<void> reboot() override;
    outcome<std::string> trace() override;

  private:
    outcome<std::string> action(std::string_view query);
    outcome<std::string> page(std::string_view target);

    http_session session_;
    std::string user_, password_;
    phone_facts facts_;
    std::string action_page_, capture_page_; ///< those that answered; empty: not yet known
    bool login_in_query_ = false;
};

} // namespace simplespec::rigs
