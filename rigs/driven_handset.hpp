#pragma once
// The reference handset as a client under test: told what to do in the sentences of `do` lines, as a person would be.
#include "agent/handset_agent.hpp"
#include "sip/node.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::rigs {

/// A node from its making on; the handset in it is switched on by the first sentence.
class driven_handset : public sip::node {
public:
    driven_handset(const sip::hop& local, sip::entropy random);
    ~driven_handset() override;

    /// Who it is and where its server is, before the first sentence. What it watches, and whether it registers, the
    /// sentence says.
    void set_up(agent::handset_settings settings);

    /// Do what the sentence says: "register", "publish STATE", "change to STATE", "watch URI", "watch the list URI",
    /// "stop watching URI", "switch off". What it sends goes out with its next timer, which is due at once. Fails with the
    /// reason where it knows no such thing.
    std::expected<void, std::string> act(sip::instant now, std::string_view sentence);

    /// The handset; null before the first sentence.
    const agent::handset_agent* handset() const { return handset_.get(); }
    /// The contact list that it shows; null before the first sentence.
    const contacts::contact_list* display() const { return handset_ ? &handset_->current() : nullptr; }

    std::vector<sip::transmission> on_reception(sip::instant now, const sip::reception& received) override;
    std::vector<sip::transmission> on_undeliverable(sip::instant now, const sip::transmission& lost) override;
    std::vector<sip::transmission> on_timer(sip::instant now) override;
    std::optional<sip::time_point> deadline() const override;

private:
    sip::hop local_;
    sip::entropy random_;
    agent::handset_settings settings_;
    std::unique_ptr<agent::handset_agent> handset_;
    std::vector<sip::transmission> waiting_;
    sip::time_point since_{}; ///< when `waiting_` began to wait
};

} // namespace simplespec::rigs
