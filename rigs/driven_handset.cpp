#include "rigs/driven_handset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace simplespec::rigs {

driven_handset::driven_handset(const sip::hop& local, sip::entropy random) : local_(local), random_(random) {}
driven_handset::~driven_handset() = default;

void driven_handset::set_up(agent::handset_settings settings) { settings_ = std::move(settings); }

std::expected<void, std::string> driven_handset::act(sip::instant now, std::string_view sentence) {
    const auto said = [&](std::string_view words) {
        if (!sentence.starts_with(words)) return false;
        sentence.remove_prefix(words.size());
        return true;
    };
    const auto send = [&](std::vector<sip::transmission> out) {
        if (waiting_.empty()) since_ = now.steady;
        std::ranges::move(out, std::back_inserter(waiting_));
    };
    const std::string whole(sentence);
    const bool registers = sentence == "register";
    if (!handset_) {
        settings_.registers = registers;
        sip::hop at = local_;
        at.via = settings_.server.via;
        handset_ = std::make_unique<agent::handset_agent>(settings_, at, random_);
        send(handset_->start(now));
        if (registers) return {};
    }
    if (said("publish ") || said("change to ")) {
        const auto* state = agent::find_user_state(sentence);
        if (state == nullptr) return std::unexpected(fmt::format("the handset offers no state `{}`", sentence));
        send(handset_->set_state(now, *state));
    } else if (said("watch the list ") || said("watch ")) {
        send(handset_->watch(now, sentence));
    } else if (said("stop watching ")) {
        send(handset_->unwatch(now, sentence));
    } else if (sentence == "switch off") {
        send(handset_->stop(now));
    } else {
        return std::unexpected(fmt::format("the handset does not know how to \"{}\"", whole));
    }
    return {};
}

std::vector<sip::transmission> driven_handset::on_reception(sip::instant now, const sip::reception& received) {
    return handset_ ? handset_->on_reception(now, received) : std::vector<sip::transmission>{};
}

std::vector<sip::transmission> driven_handset::on_undeliverable(sip::instant now, const sip::transmission& lost) {
    return handset_ ? handset_->on_undeliverable(now, lost) : std::vector<sip::transmission>{};
}

std::vector<sip::transmission> driven_handset::on_timer(sip::instant now) {
    auto out = std::exchange(waiting_, {});
    if (handset_)
        if (const auto due = handset_->deadline(); due && *due <= now.steady)
            std::ranges::move(handset_->on_timer(now), std::back_inserter(out));
    return out;
}

std::optional<sip::time_point> driven_handset::deadline() const {
    if (!waiting_.empty()) return since_;
    return handset_ ? handset_->deadline() : std::nullopt;
}

} // namespace simplespec::rigs
