#pragma once
// At the border of an endpoint with defects: everything that comes and goes passes here.
#include "agent/defects/defect.hpp"
#include "sip/hop.hpp"
#include "sip/message.hpp"

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace simplespec::agent {

/// Applies the defects of an endpoint to what it receives and sends. Without defects nothing is looked at. A
/// response to a request that was altered is matched to the request as the endpoint knows it.
class tampering {
  public:
    /// Throws std::invalid_argument for a name that no defect of this role has.
    tampering(std::span<const std::string> names, defect_role role);

    /// What the endpoint gets to see of it, in order.
    std::vector<sip::reception> arriving(const sip::reception& received);
    /// What goes out instead.
    std::vector<sip::transmission> leaving(std::vector<sip::transmission> sent);

    /// The defects, for what they do to settings.
    std::span<const defect* const> active() const { return active_; }

  private:
    struct exchange {
        sip::message first; // as the endpoint knows it
        std::optional<sip::message> before;
        std::size_t nth = 0;
    };
    /// Requests that went one way, by Call-ID and CSeq and by method; the oldest fall off.
    struct passed {
        std::map<std::string, exchange> by_cseq;
        std::map<std::string, std::pair<std::size_t, sip::message>> latest; // by method and Call-ID
        std::deque<std::string> order, latest_order;
    };
    void note(passed& where, const sip::message& request);
    void describe(passing& p, const passed& own, const passed& others) const;
    void restore(passing& p) const;

    std::vector<const defect*> active_;
    std::vector<defect_memory> kept_; // one a defect
    passed in_, out_;
    struct alteration {
        std::string known, sent; // the request as the endpoint knows it, and as it went out
    };
    std::map<std::string, alteration> altered_; // by the branch on the wire
    std::deque<std::string> altered_order_;
};

} // namespace simplespec::agent
