#pragma once
// A whole desk phone: what a person presses and sees, joined to the agent that speaks SIP for it.
#include "agent/handset_agent.hpp"
#include "handset/handset.hpp"

#include <memory>
#include <string>
#include <vector>

namespace simplespec::agent {

/// A node at one address. Keys and settings go in, what it sends comes out; the display is read from person().
class desk_phone final : public sip::node {
public:
    /// `line` says who it is and where its server is; what it watches, the settings say. `page`: rows that fit on its display.
    desk_phone(handset::settings s, std::size_t page, handset_settings line, sip::hop local, sip::entropy random);

    /// Switch on.
    std::vector<sip::transmission> start(sip::instant now);
    std::vector<sip::transmission> press(sip::instant now, handset::key which, bool held = false);
    std::vector<sip::transmission> change(sip::instant now, const handset::settings& s);
    /// Power off and on: what the server knows of it stays there until it expires; settings are kept.
    std::vector<sip::transmission> reboot(sip::instant now);
    /// Switch off, taking back what stands at the server. at_rest() tells when that is answered.
    std::vector<sip::transmission> stop(sip::instant now) { return wire_->stop(now); }
    bool at_rest() const { return wire_->at_rest(); }

    const handset::handset& person() const { return person_; }
    const contacts::contact_list& contacts() const { return wire_->current(); }

    std::vector<sip::transmission> on_reception(sip::instant now, const sip::reception& received) override;
    std::vector<sip::transmission> on_undeliverable(sip::instant now, const sip::transmission& lost) override;
    std::vector<sip::transmission> on_timer(sip::instant now) override;
    std::optional<sip::time_point> deadline() const override;

private:
    using transmissions = std::vector<sip::transmission>;
    transmissions carry_out(sip::instant now, const handset::effects& wanted, transmissions out);
    transmissions absorb(transmissions out);
    void hear(const task_report& r);
    void make_wire();

    handset_settings line_;
    sip::hop local_;
    sip::entropy random_;
    handset::handset person_;
    std::unique_ptr<handset_agent> wire_;
};

} // namespace simplespec::agent
