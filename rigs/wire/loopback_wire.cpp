#include "rigs/wire/loopback_wire.hpp"

#include "net/station.hpp"

namespace simplespec::rigs {
namespace {

constexpr unsigned patience = 100000; // deadlines in one advance() before the rest is left to real time
constexpr unsigned longest_exchange = 10000;
constexpr auto silence = std::chrono::milliseconds(2); // after which nothing is under way on this machine's loopback

} // namespace

loopback_wire::loopback_wire(const std::string& host) : remote_wire({.bind = host, .target = host}) {}
loopback_wire::~loopback_wire() = default;

std::expected<std::unique_ptr<loopback_wire>, std::string> loopback_wire::open(const std::string& host) {
    std::unique_ptr<loopback_wire> made(new loopback_wire(host));
    auto opened = net::port::open(made->loop(), host, 0);
    if (!opened) return std::unexpected(opened.error());
    made->target_ = (*opened)->address();
    made->port_ = std::move(*opened);
    return made;
}

void loopback_wire::host(sip::node& node) {
    std::vector<std::unique_ptr<net::port>> ports;
    ports.push_back(std::move(port_));
    node_ = &node;
    station_ = std::make_unique<net::station>(loop(), watch(), node, std::move(ports));
}

void loopback_wire::send(const sip::transmission& out) {
    under_way_ = true;
    remote_wire::send(out);
}

std::vector<wire_event> loopback_wire::wait(sip::time_point until) {
    if (station_) static_cast<void>(station_->fire_due()); // it may have been told to do something between two calls
    const bool waits = until > now().steady; // the target may speak meanwhile
    auto events = remote_wire::wait(until);
    under_way_ = under_way_ || waits || !events.empty();
    return events;
}

/// Let what is under way arrive. Costs the silence only where something may be.
void loopback_wire::settle() {
    for (unsigned handled = 0; under_way_ && handled < longest_exchange; ++handled) under_way_ = loop().handle_one(silence);
}

bool loopback_wire::advance(sip::duration by, sip::duration) {
    const auto end = now().steady + by;
    for (unsigned fired = 0; station_ && fired < patience; ++fired) {
        settle();
        const auto next = node_->deadline();
        if (!next || *next > end) break;
        if (const auto ahead = *next - now().steady; ahead > sip::duration::zero()) watch().shift(ahead);
        under_way_ = station_->fire_due();
    }
    if (const auto rest = end - now().steady; rest > sip::duration::zero()) watch().shift(rest);
    loop().poll();
    return true;
}

} // namespace simplespec::rigs
