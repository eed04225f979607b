#pragma once
// The wire in virtual time: an hour passes in a microsecond, and the same seed gives the same octets and instants.
#include "rigs/wire/link.hpp"
#include "rigs/wire/wire.hpp"
#include "sip/node.hpp"

#include <map>
#include <set>
#include <utility>

namespace simplespec::rigs {

struct virtual_settings {
    std::uint64_t seed = 1;
    link_settings link{};
    /// Where time begins: 2026-01-05 12:00:00 UTC on the wall, one day on the steady clock.
    sip::instant start{sip::time_point{} + std::chrono::hours(24),
                       sip::wall_time{} + std::chrono::seconds(1767614400)};
    bool ipv6 = false; ///< actors get addresses of 2001:db8::/32 instead of 198.51.100.0/24
};

/// Joins actors and any number of nodes. Datagrams cross the link; streams are ordered and whole, and each connection has
/// a port of its own at the end that opened it, as on a real network. Everything happens inside wait() and advance(),
/// in order of time; where a node's deadline and an arrival fall together the deadline comes first.
class virtual_wire final : public wire {
public:
    explicit virtual_wire(virtual_settings settings = {});

    /// Host a node at these addresses, each with its transport. The node must outlive the wire.
    void host(sip::node& node, const std::vector<sip::hop>& at);
    /// Refuse streams to this address from now on, and cut those that are open.
    void refuse(const sip::hop& at);
    /// Change the link for what is sent from now on.
    void set_link(const link_settings& settings) { link_.set(settings); }

    sip::instant now() const override { return at(clock_); }
    std::expected<sip::hop, std::string> attach(std::string_view actor) override;
    void send(const sip::transmission& out) override;
    std::vector<wire_event> wait(sip::time_point until) override;
    bool advance(sip::duration by, sip::duration max_wait) override;

private:
    using owner = std::size_t; // index into nodes_; `actors` for an attached address
    static constexpr owner actors = SIZE_MAX;

    struct due {
        owner whose;
        std::variant<sip::reception, sip::transmission> what; // an arrival, or what was lost
        std::string reason{};                                 // why it was lost
    };
    /// One direction of an open connection.
    struct path {
        owner whose;
        sip::hop from, to; // as the receiver sees them
        sip::time_point last;
    };

    sip::instant at(sip::time_point t) const { return start_ + (t - start_.steady); }
    void transmit(owner sender, const sip::transmission& out);
    void transmit(owner sender, const std::vector<sip::transmission>& out);
    void send_datagram(owner sender, const sip::transmission& out);
    void send_stream(owner sender, const sip::transmission& out);
    path* connect(owner sender, const sip::transmission& out);
    void schedule(sip::time_point when, due what);
    void lose(owner sender, sip::time_point when, const sip::transmission& out, std::string reason);
    bool step(sip::time_point until);
    void fire(owner whose, sip::time_point deadline);
    void deliver(due what);
    void run(sip::time_point until, bool stop_at_event);

    link link_;
    sip::instant start_;
    bool ipv6_;
    sip::time_point clock_;
    std::vector<sip::node*> nodes_;
    std::map<sip::hop, owner> listening_;
    std::set<sip::hop> refused_;
    std::map<std::pair<sip::hop, sip::hop>, path> paths_; // by (sender's end, peer's end)
    std::map<std::pair<sip::time_point, std::uint64_t>, due> agenda_;
    std::vector<wire_event> events_;
    std::uint64_t order_ = 0;
    std::uint16_t next_port_ = 49152;
    unsigned attached_ = 0;
    unsigned fired_here_ = 0; // timers in a row without time passing
};

} // namespace simplespec::rigs
