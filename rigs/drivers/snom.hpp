#pragma once
// snom desk phones over their own web server: 3xx, 7xx, 8xx, D3xx, D7xx. The D8xx have another one, and are
// told from these.
#include "rigs/drivers/display.hpp"
#include "rigs/drivers/http_session.hpp"

#include <optional>

namespace simplespec::rigs {

class snom final : public rig {
  public:
    /// `keys`: the phone's own names of keys, before those of its make.
    explicit snom(http_session session, display_size display = {},
                  std::map<handset::key, std::string> keys = {})
        : session_(std::move(session)), display_(display), keys_(std::move(keys)) {}

    outcome<identity> who() override;
    outcome<void> press(handset::key which) override;
    outcome<void> hold(handset::key which, std::chrono::milliseconds how_long) override;
    outcome<picture> shot() override;
    /// What each key reports of its state, by the phone's own words for on and for each colour.
    outcome<std::map<handset::key, light_seen>> lights() override;
    outcome<std::string> setting(std::string_view name) override;
    outcome<void> set(const std::map<std::string, std::string>& values) override;
    outcome<void> reboot() override;
    outcome<std::string> trace() override;
    std::vector<std::string> vocabulary() const override;

  private:
    outcome<std::string> page(std::string_view target);
    outcome<void> command(handset::key which, std::string_view how);
    outcome<const identity*> known();

    http_session session_;
    display_size display_;
    std::map<handset::key, std::string> keys_;
    std::optional<identity> identity_;
};

/// The phone's own name of a key: ENTER, P1, F2, 7, *. None where it has none.
std::optional<std::string> snom_key_name(const handset::key& k);

/// A setting as snom names and writes it.
struct snom_setting {
    std::string name;
    std::string value;
};
/// From the names and words of handset/settings_text.hpp; what is not among them stays as it is. `firmware`
/// as the phone says it
/// ("8.4.35", "10.1.54.13"; empty: not known): context keys were named anew with 8.7.
snom_setting snom_setting_of(std::string_view name, std::string_view value, std::string_view firmware);
/// And back.
std::string words_of_snom(std::string_view name, std::string_view value);

} // namespace simplespec::rigs
