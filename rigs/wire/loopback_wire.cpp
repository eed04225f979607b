#include "rigs/wire/loopback_wire.hpp"

#include "net/station.hpp"

namespace simplespec::rigs {
namespace {

constexpr unsigned patience = 100000; // deadlines in one advance() before the rest is left to real time

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

bool loopback_wire::advance(sip::duration by, sip::duration) {
    const auto end = now().steady + by;
    for (unsigned fired = 0; station_ && fired < patience; ++fired) {
        loop().poll(); // what is under way on loopback arrives before time moves
        const auto next = node_->deadline();
        if (!next || *next > end) break;
        if (const auto ahead = *next - now().steady; ahead > sip::duration::zero()) watch().shift(ahead);
        station_->fire_due();
    }
    if (const auto rest = end - now().steady; rest > sip::duration::zero()) watch().shift(rest);
    loop().poll();
    return true;
}

} // namespace simplespec::rigs
