#include "agent/desk_phone.hpp"

#include "sip/kinds.hpp"

#include <algorithm>
#include <array>

namespace simplespec::agent {

namespace {

// How a subscription or registration that ended tells of its server. RFC 6665 section 4.1.3: after these
// reasons it is tried again; RFC 3261 section 8.1.3.1: silence counts as 408, and a server that cannot be
// reached as 503.
handset::service service_of(std::string_view standing) {
    static constexpr std::array silence{"408", "503", "504", "timer-n", "0"};
    static constexpr std::array passing{"timeout", "deactivated", "probation", "giveup"};
    const auto colon = standing.find(": ");
    if (colon == std::string_view::npos)
        return standing == "active" || standing == "pending" || standing == "registered"
                   ? handset::service::present
                   : handset::service::trying;
    const auto reason = standing.substr(colon + 2);
    if (std::ranges::find(silence, reason) != silence.end()) return handset::service::away;
    return std::ranges::find(passing, reason) != passing.end() ? handset::service::trying
                                                               : handset::service::refused;
}

} // namespace

desk_phone::desk_phone(handset::settings s, std::size_t page, handset_settings line, sip::hop local,
                       sip::entropy random)
    : line_(std::move(line)), local_(std::move(local)), random_(random), person_(std::move(s), page) {
    make_wire();
}

void desk_phone::make_wire() {
    wire_ = std::make_unique<handset_agent>(line_, local_, sip::entropy(random_.next()));
}

std::vector<sip::transmission> desk_phone::start(sip::instant now) {
    auto out = wire_->start(now);
    return carry_out(now, person_.start(now), std::move(out));
}

std::vector<sip::transmission> desk_phone::press(sip::instant now, handset::key which, bool held) {
    return carry_out(now, person_.on_key(now, which, held), {});
}

std::vector<sip::transmission> desk_phone::change(sip::instant now, const handset::settings& s) {
    return carry_out(now, person_.on_settings(now, s), {});
}

std::vector<sip::transmission> desk_phone::reboot(sip::instant now) {
    make_wire();
    person_.on_contacts(wire_->current());
    person_.on_service(handset::service::off);
    return start(now);
}

std::vector<sip::transmission> desk_phone::carry_out(sip::instant now, const handset::effects& wanted,
                                                     transmissions out) {
    const auto add = [&](transmissions more) { std::ranges::move(more, std::back_inserter(out)); };
    for (const auto& each : wanted)
        std::visit(sip::kinds{[&](const handset::publish& p) { add(wire_->publish(now, p.document)); },
                              [&](const handset::withdraw&) { add(wire_->withdraw(now)); },
                              [&](const handset::watch& w) { add(wire_->watch(now, w.uri)); },
                              [&](const handset::unwatch& u) { add(wire_->unwatch(now, u.uri)); }},
                   each);
    return absorb(std::move(out));
}

void desk_phone::hear(const task_report& r) {
    const auto& set = person_.set();
    const bool about_list = r.task == "subscription" && r.uri == set.contact_list_uri;
    const bool about_line = r.task == "registration" && !set.contact_list;
    if (!about_list && !about_line) return;
    const auto service = service_of(r.standing);
    // While it tries again, what it said of the server before stands.
    if (service != handset::service::trying || person_.current().notice.empty()) person_.on_service(service);
}

// What the agent learnt goes to the display.
std::vector<sip::transmission> desk_phone::absorb(transmissions out) {
    bool changed = false;
    for (const auto& report : wire_->take_reports())
        std::visit(sip::kinds{[&](const contact_report&) { changed = true; },
                              [&](const task_report& r) { hear(r); }, [](const departure_report&) {}},
                   report.what);
    if (changed) person_.on_contacts(wire_->current());
    return out;
}

std::vector<sip::transmission> desk_phone::on_reception(sip::instant now, const sip::reception& received) {
    return absorb(wire_->on_reception(now, received));
}

std::vector<sip::transmission> desk_phone::on_undeliverable(sip::instant now, const sip::transmission& lost) {
    return absorb(wire_->on_undeliverable(now, lost));
}

std::vector<sip::transmission> desk_phone::on_timer(sip::instant now) {
    transmissions out;
    if (const auto due = wire_->deadline(); due && *due <= now.steady) out = wire_->on_timer(now);
    if (const auto due = person_.deadline(); due && *due <= now.steady)
        out = carry_out(now, person_.on_timer(now), std::move(out));
    return absorb(std::move(out));
}

std::optional<sip::time_point> desk_phone::deadline() const {
    return sip::earlier(wire_->deadline(), person_.deadline());
}

} // namespace simplespec::agent
