#include "contacts/list_subscriber.hpp"

namespace simplespec::contacts {

list_effects list_subscriber::on_notify(sip::instant now, std::string_view content_type,
                                        std::string_view transfer_encoding, std::string_view body) {
    auto came = list_->apply_body(now.wall, content_type, transfer_encoding, body);
    list_effects out{std::move(came.changes), std::move(came.departures), false};
    if (came.full) ask_again_.reset();
    if (came.refresh && !ask_again_) {
        out.refresh = true;
        ask_again_ = now.steady + patience_;
    }
    return out;
}

void list_subscriber::on_new_subscription() {
    list_->restart_versions();
    ask_again_.reset();
}

list_effects list_subscriber::on_timer(sip::instant now) {
    list_effects out;
    if (!ask_again_ || now.steady < *ask_again_) return out;
    out.refresh = true;
    ask_again_ = now.steady + patience_;
    return out;
}

} // namespace simplespec::contacts
