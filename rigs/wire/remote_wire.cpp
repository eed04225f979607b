#include "rigs/wire/remote_wire.hpp"

#include "net/clock.hpp"
#include "net/port.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace simplespec::rigs {

remote_wire::remote_wire(remote_settings settings)
    : settings_(std::move(settings)), loop_(std::make_unique<net::run_loop>()), clock_(std::make_unique<net::clock>()) {
    if (settings_.bind.empty()) settings_.bind = net::address_toward(settings_.target);
}

remote_wire::~remote_wire() = default;

sip::instant remote_wire::now() const { return clock_->now(); }

std::expected<sip::hop, std::string> remote_wire::attach(std::string_view actor) {
    if (settings_.bind.empty())
        return std::unexpected(fmt::format("no address for {}: this machine has no route to '{}'", actor, settings_.target));
    auto opened = net::port::open(*loop_, settings_.bind, settings_.port);
    if (!opened) return std::unexpected(fmt::format("no address for {}: {}", actor, opened.error()));
    // By two: some user agents take the number above theirs as well.
    if (settings_.port != 0) settings_.port = static_cast<std::uint16_t>(settings_.port + 2);
    (*opened)->listen({[this](sip::reception in) { events_.push_back(arrival{now(), std::move(in)}); },
                       [this](const sip::transmission& out, const std::string& why) { lose(out, why); }});
    ports_.push_back(std::move(*opened));
    return ports_.back()->address();
}

void remote_wire::lose(const sip::transmission& out, std::string reason) {
    events_.push_back(undeliverable{now(), out, std::move(reason)});
}

void remote_wire::send(const sip::transmission& out) {
    const auto from = std::ranges::find_if(ports_, [&](const auto& p) {
        return p->address().host == out.from.host && p->address().port == out.from.port;
    });
    if (from == ports_.end()) return lose(out, fmt::format("{} is no address of ours", sip::describe(out.from)));
    (*from)->send(out);
}

std::vector<wire_event> remote_wire::wait(sip::time_point until) {
    loop_->run(clock_->real(until), [this] { return !events_.empty(); });
    return std::exchange(events_, {});
}

bool remote_wire::advance(sip::duration by, sip::duration max_wait) {
    if (by > max_wait) return false;
    loop_->run(clock_->real(now().steady + by), [] { return false; });
    return true;
}

} // namespace simplespec::rigs
