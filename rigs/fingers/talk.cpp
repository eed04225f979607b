#include "rigs/fingers/talk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace simplespec::rigs {
namespace {

/// A line of a board in a sentence of ours: what can be printed of it.
std::string printable(std::string_view line) {
    std::string out;
    for (const char c : line.substr(0, 80)) out += c >= ' ' && c < 0x7f ? c : '?';
    return out;
}

} // namespace

std::string talk::start(sip::time_point now, bool settle_first) {
    if (plan_.orders.empty()) {
        ended_.emplace();
        return {};
    }
    if (!settle_first) return say(now);
    settle(now);
    return {};
}

void talk::settle(sip::time_point now) {
    settling_ = true;
    line_.clear();
    due_ = now + quiet;
    settled_by_ = now + 20 * quiet;
}

std::string talk::say(sip::time_point now) {
    settling_ = false;
    const auto& one = plan_.orders[at_];
    ++tries_;
    due_ = now + one.patience;
    return one.line + "\n";
}

std::string talk::give_up(finger_trouble what, std::string_view because) {
    ended_ = std::unexpected(
        finger_error{what, fmt::format("the board {} `{}`", because, plan_.orders[at_].line)});
    return plan_.release + "\n";
}

std::string talk::on_line(sip::time_point now, std::string_view line) {
    switch (meaning_of(board_, line)) {
    case board_said::remark:
        return {};
    case board_said::working:
        if (++renewals_ <= most_renewals) due_ = std::max(due_, now + plan_.orders[at_].patience);
        return {};
    case board_said::no:
        return give_up(finger_trouble::refused, fmt::format("answers `{}` to", printable(line)));
    case board_said::restarted:
        // A greeting before the first answer is that of a board which starts because its port was opened:
        // what was said before, it did not hear.
        if (at_ == 0 && plan_.orders[at_].tries > 1) {
            if (tries_ < plan_.orders[at_].tries) settle(now);
            return {};
        }
        return give_up(finger_trouble::restarted, "started anew at");
    case board_said::done:
        break;
    }
    // An answer to a second try may be followed by one to the first.
    const bool tried_again = tries_ > 1;
    tries_ = renewals_ = 0;
    if (++at_ == plan_.orders.size()) {
        ended_.emplace();
        return {};
    }
    if (!tried_again) return say(now);
    settle(now);
    return {};
}

std::string talk::on_octets(sip::time_point now, std::string_view octets) {
    std::string out;
    for (const char c : octets) {
        if (ended_) break;
        if (settling_) {
            due_ = std::min(now + quiet, settled_by_);
            break;
        }
        if (c != '\n' && c != '\r') {
            if (line_.size() < longest_line) line_ += c;
            continue;
        }
        if (line_.empty()) continue;
        const std::string whole = std::exchange(line_, {});
        out += on_line(now, whole);
    }
    return out;
}

std::string talk::on_timer(sip::time_point now) {
    if (ended_ || now < due_) return {};
    if (settling_) return say(now);
    if (tries_ < plan_.orders[at_].tries) return say(now);
    return give_up(finger_trouble::no_answer, "does not answer");
}

std::optional<sip::time_point> talk::deadline() const {
    if (ended_) return std::nullopt;
    return due_;
}

} // namespace simplespec::rigs
