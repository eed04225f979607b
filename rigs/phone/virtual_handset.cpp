#include "rigs/phone/virtual_handset.hpp"

#include "handset/own_states.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace simplespec::rigs {

namespace {

handset_setup fitted(handset_setup s) {
    // The one make whose Presence State list is known lends it to the others.
    constexpr std::string_view known_states = "snom";
    const auto& m = s.kind;
    s.person.make = handset::own_states(m.make).empty() ? std::string(known_states) : m.make;
    s.person.device = fmt::format("{}-{}", m.name, s.mac);
    s.person.programmable.resize(static_cast<std::size_t>(m.programmable));
    s.line.name = fmt::format("{}/{}", m.name, m.firmware);
    s.line.device = s.person.device;
    return s;
}

} // namespace

virtual_handset::virtual_handset(handset_setup setup, sip::entropy random)
    : setup_(fitted(std::move(setup))), random_(random), kept_(setup_.person) {
    power_on(kept_);
}

void virtual_handset::power_on(handset::settings s) {
    desk_ = std::make_unique<agent::desk_phone>(std::move(s), layout_of(setup_.kind).rows, setup_.line,
                                                setup_.local, sip::entropy(random_.next()));
}

std::vector<sip::transmission> virtual_handset::start(sip::instant now) { return desk_->start(now); }
std::vector<sip::transmission> virtual_handset::stop(sip::instant now) { return desk_->stop(now); }

void virtual_handset::keep(std::vector<sip::transmission> more) {
    std::ranges::move(more, std::back_inserter(unsent_));
}

std::vector<sip::transmission> virtual_handset::take() { return std::exchange(unsent_, {}); }

bool virtual_handset::press(sip::instant now, const std::vector<stroke>& strokes) {
    if (waiting_.size() + strokes.size() > most_strokes) return false;
    if (booting()) return true; // nobody hears it
    free_from_ = std::max(free_from_, now.steady);
    for (const auto& s : strokes) {
        waiting_.push_back(
            {free_from_, s.which, s.hold >= std::chrono::milliseconds(handset::long_press_ms)});
        free_from_ += s.hold + s.pause;
    }
    press_due(now);
    return true;
}

void virtual_handset::press_due(sip::instant now) {
    while (!waiting_.empty() && waiting_.front().due <= now.steady) {
        const auto next = waiting_.front();
        waiting_.pop_front();
        keep(desk_->press(now, next.which, next.held));
    }
}

void virtual_handset::change(sip::instant now, const handset::settings& s, bool kept) {
    if (kept) kept_ = s;
    if (!booting()) keep(desk_->change(now, s));
}

void virtual_handset::reboot(sip::instant now) {
    kept_.presence_state = desk_->person().set().presence_state;
    waiting_.clear();
    free_from_ = now.steady;
    boots_until_ = now.steady + setup_.boot;
}

void virtual_handset::reset(sip::instant now) {
    reboot(now);
    kept_ = setup_.person;
}

handset::screen virtual_handset::screen() const { return booting() ? handset::screen{} : person().current(); }

handset::lights virtual_handset::lights() const {
    auto out = person().lit();
    if (booting())
        for (auto& [key, light] : out) light = {};
    return out;
}

picture virtual_handset::shot() { return painter_.display(screen(), kind()); }
front virtual_handset::seen(bool dark) { return painter_.whole(screen(), lights(), kind(), dark); }

std::vector<sip::transmission> virtual_handset::on_reception(sip::instant now,
                                                             const sip::reception& received) {
    return booting() ? std::vector<sip::transmission>{} : desk_->on_reception(now, received);
}

std::vector<sip::transmission> virtual_handset::on_undeliverable(sip::instant now,
                                                                 const sip::transmission& lost) {
    return booting() ? std::vector<sip::transmission>{} : desk_->on_undeliverable(now, lost);
}

std::vector<sip::transmission> virtual_handset::on_timer(sip::instant now) {
    if (booting()) {
        if (*boots_until_ > now.steady) return {};
        boots_until_.reset();
        power_on(kept_);
        keep(desk_->start(now));
    }
    press_due(now);
    if (const auto due = desk_->deadline(); due && *due <= now.steady) keep(desk_->on_timer(now));
    return take();
}

std::optional<sip::time_point> virtual_handset::deadline() const {
    if (booting()) return boots_until_;
    const auto pressed = waiting_.empty() ? std::nullopt : std::optional(waiting_.front().due);
    return sip::earlier(desk_->deadline(), pressed);
}

} // namespace simplespec::rigs
