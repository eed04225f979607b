#include "rigs/wire/virtual_wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace simplespec::rigs {
namespace {

constexpr std::size_t largest_datagram = 65507; // what UDP over IPv4 can carry
constexpr unsigned patience = 100000;           // timers at one instant before a node is called stuck

} // namespace

virtual_wire::virtual_wire(virtual_settings settings)
    : link_(settings.link, settings.seed), start_(settings.start), ipv6_(settings.ipv6), clock_(start_.steady) {}

void virtual_wire::host(sip::node& node, const std::vector<sip::hop>& at) {
    nodes_.push_back(&node);
    for (const auto& hop : at) listening_[hop] = nodes_.size() - 1;
}

void virtual_wire::refuse(const sip::hop& at) {
    refused_.insert(at);
    std::erase_if(paths_, [&](const auto& entry) {
        const auto& [ends, path] = entry;
        return ends.first == at || ends.second == at || path.from == at || path.to == at;
    });
}

std::expected<sip::hop, std::string> virtual_wire::attach(std::string_view actor) {
    constexpr unsigned hosts = 250;
    const unsigned host = attached_ % hosts + 1;
    const auto port = static_cast<std::uint16_t>(5060 + attached_ / hosts);
    if (port >= 49152) return std::unexpected(fmt::format("no address is left for {}", actor));
    ++attached_;
    sip::hop hop{sip::transport::udp, ipv6_ ? fmt::format("2001:db8::{:x}", host) : fmt::format("198.51.100.{}", host),
                 port};
    listening_[hop] = actors;
    listening_[{sip::transport::tcp, hop.host, hop.port}] = actors;
    return hop;
}

void virtual_wire::send(const sip::transmission& out) { transmit(actors, out); }

void virtual_wire::transmit(owner sender, const std::vector<sip::transmission>& out) {
    for (const auto& one : out) transmit(sender, one);
}

void virtual_wire::transmit(owner sender, const sip::transmission& out) {
    if (sip::reliable(out.to.via))
        send_stream(sender, out);
    else
        send_datagram(sender, out);
}

// A datagram to where nobody listens is gone without a trace, as behind most firewalls.
void virtual_wire::send_datagram(owner sender, const sip::transmission& out) {
    if (out.octets.size() > largest_datagram) return lose(sender, clock_, out, "message too long for a datagram");
    const auto copies = link_.cross();
    const auto receiver = listening_.find(out.to);
    if (receiver == listening_.end()) return;
    for (const auto under_way : copies)
        schedule(clock_ + under_way, {receiver->second, sip::reception{out.from, out.to, out.octets}});
}

void virtual_wire::send_stream(owner sender, const sip::transmission& out) {
    const auto found = paths_.find({out.from, out.to});
    path* const way = found == paths_.end() ? connect(sender, out) : &found->second;
    if (way == nullptr) return lose(sender, clock_ + 2 * link_.delay(), out, "connection refused");
    way->last = std::max(way->last, clock_ + link_.delay());
    schedule(way->last, {way->whose, sip::reception{way->from, way->to, out.octets}});
}

/// Open a connection from the sender to out.to; the first message waits for the handshake, one round trip.
virtual_wire::path* virtual_wire::connect(owner sender, const sip::transmission& out) {
    const auto receiver = listening_.find(out.to);
    if (receiver == listening_.end() || refused_.contains(out.to)) return nullptr;
    const sip::hop opened{out.to.via, out.from.host, next_port_};
    next_port_ = next_port_ == 65535 ? 49152 : next_port_ + 1;
    paths_[{out.to, opened}] = {sender, out.to, out.from, clock_};
    return &(paths_[{out.from, out.to}] = {receiver->second, opened, out.to, clock_ + 3 * link_.delay()});
}

void virtual_wire::schedule(sip::time_point when, due what) {
    agenda_.emplace(std::pair{when, order_++}, std::move(what));
}

void virtual_wire::lose(owner sender, sip::time_point when, const sip::transmission& out, std::string reason) {
    schedule(when, {sender, out, std::move(reason)});
}

/// Let the next thing happen that is due by `until`; false where nothing is.
bool virtual_wire::step(sip::time_point until) {
    std::optional<sip::time_point> deadline;
    owner whose = actors;
    for (owner i = 0; i < nodes_.size(); ++i)
        if (const auto d = nodes_[i]->deadline(); d && (!deadline || *d < *deadline)) deadline = d, whose = i;

    const auto first = agenda_.begin();
    const bool message_waits = first != agenda_.end();
    if (deadline && *deadline <= until && (!message_waits || *deadline <= first->first.first)) {
        fire(whose, *deadline);
        return true;
    }
    if (!message_waits || first->first.first > until) return false;
    if (first->first.first > clock_) fired_here_ = 0;
    clock_ = std::max(clock_, first->first.first);
    auto what = std::move(first->second);
    agenda_.erase(first);
    deliver(std::move(what));
    return true;
}

void virtual_wire::fire(owner whose, sip::time_point deadline) {
    fired_here_ = deadline > clock_ ? 0 : fired_here_ + 1;
    if (fired_here_ > patience) throw std::logic_error("a node asks for its timer again and again without time passing");
    clock_ = std::max(clock_, deadline);
    transmit(whose, nodes_[whose]->on_timer(now()));
}

void virtual_wire::deliver(due what) {
    if (auto* in = std::get_if<sip::reception>(&what.what)) {
        if (what.whose == actors)
            events_.push_back(arrival{now(), std::move(*in)});
        else
            transmit(what.whose, nodes_[what.whose]->on_reception(now(), *in));
        return;
    }
    auto& lost = std::get<sip::transmission>(what.what);
    if (what.whose == actors)
        events_.push_back(undeliverable{now(), std::move(lost), std::move(what.reason)});
    else
        transmit(what.whose, nodes_[what.whose]->on_undeliverable(now(), lost));
}

void virtual_wire::run(sip::time_point until, bool stop_at_event) {
    while (step(until))
        if (stop_at_event && !events_.empty()) until = std::min(until, clock_); // and all else of this instant
    if (until != sip::time_point::max()) clock_ = std::max(clock_, until);
}

std::vector<wire_event> virtual_wire::wait(sip::time_point until) {
    if (events_.empty()) run(until, true);
    return std::exchange(events_, {});
}

bool virtual_wire::advance(sip::duration by, sip::duration) {
    run(clock_ + by, false);
    return true;
}

} // namespace simplespec::rigs
