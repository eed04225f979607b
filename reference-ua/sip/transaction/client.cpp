#include "sip/transaction/client.hpp"

#include <algorithm>

namespace simplespec::sip {

client_transaction::effects client_transaction::start(instant now) {
    timer_f_ = now.steady + timers_.timeout();
    if (!reliable_) {
        interval_ = timers_.t1;
        timer_e_ = now.steady + interval_;
    }
    return {.transmit = true};
}

client_transaction::effects client_transaction::on_response(instant now, int status) {
    if (state_ == state::completed || state_ == state::terminated) return {}; // absorbed: a retransmission
    if (status < 200) {
        state_ = state::proceeding; // Timer E goes on, with T2 from its next firing
        return {.deliver = true};
    }
    timer_e_.reset();
    timer_f_.reset();
    if (reliable_) {
        state_ = state::terminated; // Timer K is zero
    } else {
        state_ = state::completed;
        timer_k_ = now.steady + timers_.t4;
    }
    return {.deliver = true};
}

client_transaction::effects client_transaction::on_transport_error(instant) {
    if (state_ == state::completed || state_ == state::terminated) return {};
    state_ = state::terminated;
    timer_e_.reset();
    timer_f_.reset();
    return {.transport_failed = true};
}

client_transaction::effects client_transaction::on_timer(instant now) {
    if (timer_k_ && *timer_k_ <= now.steady) {
        timer_k_.reset();
        state_ = state::terminated;
        return {};
    }
    if (timer_f_ && *timer_f_ <= now.steady) {
        timer_f_.reset();
        timer_e_.reset();
        state_ = state::terminated;
        return {.timed_out = true};
    }
    if (timer_e_ && *timer_e_ <= now.steady) {
        interval_ = state_ == state::trying ? std::min(2 * interval_, timers_.t2) : timers_.t2;
        timer_e_ = now.steady + interval_;
        return {.transmit = true};
    }
    return {};
}

std::optional<time_point> client_transaction::deadline() const {
    return earlier(timer_k_, earlier(timer_e_, timer_f_));
}

} // namespace simplespec::sip
