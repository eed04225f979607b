#include "rigs/wire/alteration.hpp"

namespace simplespec::rigs {

/// What is to leave now: what was held until now, then what the endpoint just sent, altered.
std::vector<sip::transmission> altered_node::pass(sip::instant now, const std::vector<sip::transmission>& sent) {
    std::vector<sip::transmission> out;
    while (!held_.empty() && held_.begin()->first.first <= now.steady) {
        out.push_back(std::move(held_.begin()->second));
        held_.erase(held_.begin());
    }
    for (const auto& one : sent)
        for (auto& instead : sent_(one.octets)) {
            sip::transmission next{one.from, one.to, std::move(instead.octets)};
            if (instead.after <= sip::duration::zero())
                out.push_back(std::move(next));
            else
                held_.emplace(std::pair{now.steady + instead.after, order_++}, std::move(next));
        }
    return out;
}

std::vector<sip::transmission> altered_node::on_reception(sip::instant now, const sip::reception& received) {
    if (!received_) return pass(now, endpoint_->on_reception(now, received));
    std::vector<sip::transmission> out;
    for (auto& instead : received_(received.octets))
        for (auto& one : pass(now, endpoint_->on_reception(now, {received.from, received.to, std::move(instead.octets)})))
            out.push_back(std::move(one));
    return out;
}

std::vector<sip::transmission> altered_node::on_undeliverable(sip::instant now, const sip::transmission& lost) {
    return pass(now, endpoint_->on_undeliverable(now, lost));
}

std::vector<sip::transmission> altered_node::on_timer(sip::instant now) {
    const auto own = endpoint_->deadline();
    const bool due = own && *own <= now.steady;
    return pass(now, due ? endpoint_->on_timer(now) : std::vector<sip::transmission>{});
}

std::optional<sip::time_point> altered_node::deadline() const {
    const auto own = endpoint_->deadline();
    if (held_.empty()) return own;
    return sip::earlier(own, std::optional(held_.begin()->first.first));
}

} // namespace simplespec::rigs
