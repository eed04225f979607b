#include "rigs/fingers/fingers.hpp"

#include <algorithm>

namespace simplespec::rigs {

std::expected<void, finger_error> fingers::carry_out(plan what, bool settle) {
    talk with(setup_.board, std::move(what));
    const auto lost = [this](const std::string& why) {
        line_.reset();
        return std::unexpected(finger_error{finger_trouble::line_away, "no board: " + why});
    };
    std::string say = with.start(line_->now(), settle);
    for (;;) {
        if (!say.empty())
            if (const auto sent = line_->write(say); !sent) return lost(sent.error());
        if (with.ended()) return *with.ended();
        const auto left = *with.deadline() - line_->now();
        const auto got = line_->read(std::max(left, sip::duration::zero()));
        if (!got) return lost(got.error());
        say = with.on_octets(line_->now(), *got);
        say += with.on_timer(line_->now());
    }
}

std::expected<void, finger_error> fingers::ready() {
    if (ready_) return {};
    if (!line_) {
        auto opened = open_();
        if (!opened)
            return std::unexpected(finger_error{finger_trouble::line_away, "no board: " + opened.error()});
        line_ = *std::move(opened);
    }
    const auto done = carry_out(opening_of(setup_), true);
    ready_ = done.has_value();
    return done;
}

std::expected<void, finger_error> fingers::hold(handset::key which, std::chrono::milliseconds how_long) {
    // What cannot be is found before anything moves.
    auto what = stroke_of(setup_, which, how_long);
    if (!what) return std::unexpected(what.error());
    if (const auto can = ready(); !can) return can;
    const auto done = carry_out(*std::move(what), false);
    // Whatever went wrong, nobody knows where the finger is now.
    ready_ = done.has_value();
    return done;
}

} // namespace simplespec::rigs
