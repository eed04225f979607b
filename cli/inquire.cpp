#include "cli/inquire.hpp"

#include "net/clock.hpp"
#include "net/interrupt.hpp"
#include "net/resolver.hpp"
#include "rigs/wire/remote_wire.hpp"

#include <fmt/format.h>

namespace simplespec::cli {

namespace {

void send(rigs::wire& wire, const std::vector<sip::transmission>& all) {
    for (const auto& one : all) wire.send(one);
}

void deliver(rigs::wire& wire, rigs::inquiry& asking, const rigs::wire_event& event) {
    if (const auto* in = std::get_if<rigs::arrival>(&event)) {
        send(wire, asking.on_reception(in->at, in->received));
    } else if (const auto* lost = std::get_if<rigs::undeliverable>(&event)) {
        asking.note_reason(lost->reason);
        send(wire, asking.on_undeliverable(lost->at, lost->lost));
    }
}

// Behind the last question the answers to late NOTIFYs still go out.
void converse(rigs::wire& wire, rigs::inquiry& asking) {
    using namespace std::chrono_literals;
    send(wire, asking.begin(wire.now()));
    while (!asking.over() && !net::interrupted()) {
        const auto until = std::min(wire.now().steady + 100ms, asking.deadline().value_or(sip::time_point::max()));
        for (const auto& event : wire.wait(until)) deliver(wire, asking, event);
        if (const auto due = asking.deadline(); due && *due <= wire.now().steady) send(wire, asking.on_timer(wire.now()));
    }
    for (const auto& event : wire.wait(wire.now().steady + 100ms)) deliver(wire, asking, event);
}

} // namespace

std::expected<rigs::inquiry_findings, std::string> inquire(rigs::inquiry_settings about, const std::string& bind) {
    const auto found = net::resolve(about.target.host);
    if (!found)
        return std::unexpected(fmt::format("{}: {}\n  Is the name right? A numeric address does without a resolver.",
                                           about.target.host, found.error()));
    about.target.host = found->front();
    rigs::remote_wire wire({.bind = bind, .target = about.target.host});
    const auto at = wire.attach("the inquiry");
    if (!at) return std::unexpected(at.error());
    about.local = *at;
    const auto target = about.target;
    rigs::inquiry asking(std::move(about), sip::entropy(net::system_seed()));
    converse(wire, asking);
    const auto& learnt = asking.learnt();
    if (net::interrupted()) return std::unexpected("interrupted");
    if (learnt.reachable()) return learnt;
    const auto why = [&](rigs::question q) { return learnt.find(q) == nullptr ? "not asked" : learnt.find(q)->said; };
    return std::unexpected(fmt::format("{} does not answer OPTIONS: by UDP {}; by TCP {}\n"
                                       "  Is the server running, does it listen at this address and port, and does a firewall "
                                       "let us through?",
                                       sip::hostport(target), why(rigs::question::options_udp),
                                       why(rigs::question::options_tcp)));
}

} // namespace simplespec::cli
