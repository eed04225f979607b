#include "net/station.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace simplespec::net {

struct station::state : std::enable_shared_from_this<state> {
    state(run_loop& loop, const clock& c, sip::node& n, std::vector<std::unique_ptr<port>> p)
        : watch(c), node(&n), ports(std::move(p)), timer(loop.context()) {}

    void start() {
        for (auto& p : ports)
            p->listen({[this](const sip::reception& in) { transmit(node->on_reception(watch.now(), in)); },
                       [this](const sip::transmission& out, const std::string&) {
                           transmit(node->on_undeliverable(watch.now(), out));
                       }});
        rearm();
    }

    /// The port with this address; the first one of its family where the node names another (it listens on all).
    port* port_of(const sip::hop& from) {
        for (auto& p : ports)
            if (p->address().host == from.host && p->address().port == from.port) return p.get();
        const bool six = from.host.find(':') != std::string::npos;
        for (auto& p : ports)
            if ((p->address().host.find(':') != std::string::npos) == six) return p.get();
        return ports.empty() ? nullptr : ports.front().get();
    }

    void transmit(const std::vector<sip::transmission>& out) {
        for (const auto& one : out)
            if (auto* p = port_of(one.from)) p->send(one);
        rearm();
    }

    void rearm() {
        const auto next = node->deadline();
        if (next == armed) return;
        armed = next;
        timer.cancel();
        if (!next) return;
        timer.expires_at(watch.real(*next));
        timer.async_wait([self = weak_from_this()](const boost::system::error_code& bad) {
            if (const auto s = self.lock(); s && !bad) {
                s->armed.reset();
                s->fire();
            }
        });
    }

    bool fire() {
        const auto next = node->deadline();
        const auto now = watch.now();
        const bool due = next && *next <= now.steady;
        if (due) transmit(node->on_timer(now));
        rearm();
        return due;
    }

    const clock& watch;
    sip::node* node;
    std::vector<std::unique_ptr<port>> ports;
    boost::asio::steady_timer timer;
    std::optional<sip::time_point> armed;
};

station::station(run_loop& loop, const clock& clock, sip::node& node, std::vector<std::unique_ptr<port>> ports)
    : state_(std::make_shared<state>(loop, clock, node, std::move(ports))) {
    state_->start();
}

station::~station() { // NOLINT(bugprone-exception-escape): only an exhausted memory could throw here
    for (auto& p : state_->ports) p->listen({});
    state_->timer.cancel();
}

void station::transmit(const std::vector<sip::transmission>& out) { state_->transmit(out); }
bool station::fire_due() { return state_->fire(); }

} // namespace simplespec::net
