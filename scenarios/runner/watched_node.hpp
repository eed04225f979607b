#pragma once
// A node whose traffic is judged by the rules alone: no scenario, only what passes by.
#include "scenarios/requirements/catalogue.hpp"
#include "scenarios/result/result.hpp"
#include "scenarios/rules/judge.hpp"
#include "sip/node.hpp"

#include <map>
#include <string>

namespace simplespec::scenarios {

/// Stands before a node of ours and judges everybody who speaks with it. The node must outlive it.
class watched_node : public sip::node {
  public:
    /// `own` as peers reach the node; `name` of it in the report; records of at most `most` messages are kept.
    watched_node(sip::node& inside, const sip::hop& own, std::string name, const catalogue& requirements,
                 std::size_t most = 100000);

    std::vector<sip::transmission> on_reception(sip::instant now, const sip::reception& received) override;
    std::vector<sip::transmission> on_undeliverable(sip::instant now, const sip::transmission& lost) override;
    std::vector<sip::transmission> on_timer(sip::instant now) override;
    std::optional<sip::time_point> deadline() const override { return inside_.deadline(); }

    /// The observation ends: one result for all of it, called "serve". INCONC where nobody said anything.
    scenario_result close(sip::instant now);
    const std::map<std::string, std::size_t>& exercised() const { return judge_.exercised(); }
    const std::string& agent() const { return agent_; } ///< User-Agent as last seen

  private:
    void note(sip::instant now, const sip::hop& from, const sip::hop& to, const std::string& octets, bool ours);
    std::vector<sip::transmission> noted(sip::instant now, std::vector<sip::transmission> out);

    sip::node& inside_;
    sip::hop own_;
    std::string name_;
    std::size_t most_;
    std::size_t count_ = 0;
    bool heard_ = false;
    std::optional<sip::instant> start_;
    std::string agent_;
    scenario_result result_;
    judge judge_;
};

} // namespace simplespec::scenarios
