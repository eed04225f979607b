#pragma once
// A desk phone of one model with a display of its own: keys go in at their times, pictures and lights come
// out. How it is reached is a face's business, of which each make has its own.
#include "agent/desk_phone.hpp"
#include "rigs/phone/drawing.hpp"
#include "rigs/phone/model.hpp"

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace simplespec::rigs {

struct handset_setup {
    model kind{};
    std::string mac = "000413000001"; ///< twelve hexadecimal digits
    handset::settings person{};       ///< device, make and the number of P keys come from the model
    agent::handset_settings line{};   ///< User-Agent comes from the model
    sip::hop local{};
    std::chrono::milliseconds boot{1000}; ///< dark and deaf for so long when it is rebooted
};

/// One key, pressed for a while, and the pause behind it.
struct stroke {
    handset::key which{};
    std::chrono::milliseconds hold{0}, pause{0};
};

class virtual_handset final : public sip::node {
  public:
    /// Strokes that may wait for their time; those beyond are refused.
    static constexpr std::size_t most_strokes = 256;

    virtual_handset(handset_setup setup, sip::entropy random);

    std::vector<sip::transmission> start(sip::instant now);
    std::vector<sip::transmission> stop(sip::instant now);
    bool at_rest() const { return desk_->at_rest(); }

    /// Each in its turn, behind those that wait; a key acts as soon as it is down. False, and nothing is
    /// pressed, where too many wait.
    bool press(sip::instant now, const std::vector<stroke>& strokes);
    /// `kept`: also through a reboot.
    void change(sip::instant now, const handset::settings& s, bool kept);
    /// Power off and on. The state chosen last stays, and the settings that were kept.
    void reboot(sip::instant now);
    /// As it was set up.
    void reset(sip::instant now);
    /// What keys, settings and reboots made it send, once.
    std::vector<sip::transmission> take();

    bool booting() const { return boots_until_.has_value(); }
    const handset::handset& person() const { return desk_->person(); }
    const handset_setup& setup() const { return setup_; }
    const model& kind() const { return setup_.kind; }
    /// While it boots there is nothing on the display and no light is on.
    handset::screen screen() const;
    handset::lights lights() const;
    picture shot();
    front seen(bool dark = false);

    std::vector<sip::transmission> on_reception(sip::instant now, const sip::reception& received) override;
    std::vector<sip::transmission> on_undeliverable(sip::instant now, const sip::transmission& lost) override;
    std::vector<sip::transmission> on_timer(sip::instant now) override;
    std::optional<sip::time_point> deadline() const override;

  private:
    struct waiting {
        sip::time_point due;
        handset::key which;
        bool held;
    };
    void power_on(handset::settings s);
    void press_due(sip::instant now);
    void keep(std::vector<sip::transmission> more);

    handset_setup setup_;
    sip::entropy random_;
    handset::settings kept_;
    std::unique_ptr<agent::desk_phone> desk_;
    painter painter_;
    std::deque<waiting> waiting_;
    sip::time_point free_from_{}; ///< when the finger is off the last key
    std::optional<sip::time_point> boots_until_;
    std::vector<sip::transmission> unsent_;
};

} // namespace simplespec::rigs
