#pragma once
// The filter between an endpoint and its wire: what the endpoint sends goes through an alteration.
#include "sip/alteration.hpp"
#include "sip/node.hpp"

#include <cstdint>
#include <map>
#include <utility>

namespace simplespec::rigs {

/// An endpoint whose messages are altered on the way out. Host it in the place of the endpoint: on a virtual wire, on
/// loopback, on a station of real sockets. What it receives reaches the endpoint as it is, or at once as `received` has it.
class altered_node final : public sip::node {
public:
    /// The endpoint must outlive this.
    altered_node(sip::node& endpoint, sip::alteration sent, sip::alteration received = {})
        : endpoint_(&endpoint), sent_(std::move(sent)), received_(std::move(received)) {}

    std::vector<sip::transmission> on_reception(sip::instant now, const sip::reception& received) override;
    std::vector<sip::transmission> on_undeliverable(sip::instant now, const sip::transmission& lost) override;
    std::vector<sip::transmission> on_timer(sip::instant now) override;
    std::optional<sip::time_point> deadline() const override;

private:
    std::vector<sip::transmission> pass(sip::instant now, const std::vector<sip::transmission>& sent);

    sip::node* endpoint_;
    sip::alteration sent_, received_;
    std::map<std::pair<sip::time_point, std::uint64_t>, sip::transmission> held_; // by when they are due
    std::uint64_t order_ = 0;
};

} // namespace simplespec::rigs
