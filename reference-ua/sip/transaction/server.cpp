#include "sip/transaction/server.hpp"

namespace simplespec::sip {

server_transaction::effects server_transaction::on_respond(instant now, int status) {
    if (state_ == state::completed || state_ == state::terminated) return {};
    if (status < 200) {
        state_ = state::proceeding;
        return {.transmit = true};
    }
    if (reliable_) {
        state_ = state::terminated; // Timer J is zero
    } else {
        state_ = state::completed;
        timer_j_ = now.steady + timers_.timeout();
    }
    return {.transmit = true};
}

server_transaction::effects server_transaction::on_retransmission(instant) {
    return {.transmit = state_ == state::proceeding || state_ == state::completed};
}

server_transaction::effects server_transaction::on_transport_error(instant) {
    if (state_ == state::terminated) return {};
    const bool tell = state_ != state::trying; // nothing was sent while trying
    if (tell) {
        state_ = state::terminated;
        timer_j_.reset();
    }
    return {.transport_failed = tell};
}

server_transaction::effects server_transaction::on_timer(instant now) {
    if (timer_j_ && *timer_j_ <= now.steady) {
        timer_j_.reset();
        state_ = state::terminated;
    }
    return {};
}

} // namespace simplespec::sip
