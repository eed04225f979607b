#include "net/port.hpp"

#include "net/connection.hpp"

#include <boost/asio/ip/udp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <array>
#include <map>

namespace simplespec::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using boost::system::error_code;

template <class Endpoint>
sip::hop hop_of(sip::transport via, const Endpoint& e) {
    return {via, e.address().to_string(), e.port()};
}

std::string failure(std::string_view transport, const std::string& host, std::uint16_t number, const error_code& bad) {
    return fmt::format("cannot listen on {}: {}",
                       sip::describe({transport == "udp" ? sip::transport::udp : sip::transport::tcp, host, number}),
                       bad.message());
}

} // namespace

struct port::state : std::enable_shared_from_this<state> {
    state(run_loop& loop, port_limits l) : datagrams(loop.context()), listener(loop.context()), limits(l) {}

    error_code open_tcp(const asio::ip::address& host, std::uint16_t number) {
        error_code bad;
        const tcp::endpoint at(host, number);
        listener.open(at.protocol(), bad);
        if (!bad) listener.set_option(tcp::acceptor::reuse_address(true), bad);
        if (!bad && host.is_v6()) listener.set_option(asio::ip::v6_only(true), bad);
        if (!bad) listener.bind(at, bad);
        if (!bad) listener.listen(asio::socket_base::max_listen_connections, bad);
        return bad;
    }

    error_code open_udp(const asio::ip::address& host, std::uint16_t number) {
        error_code bad, ignored;
        const udp::endpoint at(host, number);
        datagrams.open(at.protocol(), bad);
        if (!bad && host.is_v6()) datagrams.set_option(asio::ip::v6_only(true), bad);
        if (!bad) datagrams.bind(at, bad);
        datagrams.set_option(asio::socket_base::receive_buffer_size(1 << 20), ignored);
        datagrams.non_blocking(true, ignored);
        return bad;
    }

    void start() {
        local = hop_of(sip::transport::udp, datagrams.local_endpoint());
        local_stream = {sip::transport::tcp, local.host, local.port};
        receive();
        accept();
    }

    void receive() {
        datagrams.async_receive_from(asio::buffer(datagram), peer,
                                     [self = shared_from_this()](const error_code& bad, std::size_t octets) {
                                         if (bad == asio::error::operation_aborted) return;
                                         if (!bad) self->on_datagram(octets);
                                         if (self->datagrams.is_open()) self->receive();
                                     });
    }

    // RFC 5626 section 4.4: a datagram of white space keeps a NAT's binding alive and is no message.
    void on_datagram(std::size_t octets) {
        std::string text(datagram.data(), octets);
        if (text.find_first_not_of(std::string_view("\r\n\0", 3)) == std::string::npos) return;
        if (events.received) events.received({hop_of(sip::transport::udp, peer), local, std::move(text)});
    }

    void accept() {
        listener.async_accept([self = shared_from_this()](const error_code& bad, tcp::socket socket) {
            if (bad == asio::error::operation_aborted) return;
            if (!bad) self->on_accept(std::move(socket));
            if (self->listener.is_open()) self->accept();
        });
    }

    void on_accept(tcp::socket socket) {
        error_code bad;
        const auto from = socket.remote_endpoint(bad);
        if (bad || connections.size() >= limits.connections) return; // the socket closes as it goes
        add(std::move(socket), hop_of(sip::transport::tcp, from))->start();
    }

    std::shared_ptr<connection> add(tcp::socket socket, const sip::hop& peer_hop) {
        connection_events told;
        told.received = [self = weak_from_this()](const sip::hop& from, std::string octets) {
            const auto s = self.lock();
            if (s && s->events.received) s->events.received({from, s->local_stream, std::move(octets)});
        };
        told.closed = [self = weak_from_this(), peer_hop](const sip::hop&, const std::deque<sip::transmission>& unsent,
                                                          const std::string& reason) {
            const auto s = self.lock();
            if (!s) return;
            s->connections.erase(peer_hop);
            for (const auto& one : unsent)
                if (one.from.port != 0) s->lose(one, reason); // not the answers to keep-alives
        };
        auto made = std::make_shared<connection>(std::move(socket), peer_hop, limits, std::move(told));
        connections[peer_hop] = made;
        return made;
    }

    // Never from within send(): who sends must not be called back before it has ended its own step.
    void lose(const sip::transmission& out, std::string reason) {
        asio::post(datagrams.get_executor(), [self = weak_from_this(), out, why = std::move(reason)] {
            const auto s = self.lock();
            if (s && s->events.lost) s->events.lost(out, why);
        });
    }

    void send(const sip::transmission& out) {
        error_code bad;
        const auto host = asio::ip::make_address(out.to.host, bad);
        if (bad) return lose(out, fmt::format("'{}' is not a numeric address", out.to.host));
        if (out.to.via == sip::transport::tls) return lose(out, "TLS is not offered");
        if (out.to.via == sip::transport::udp) return send_datagram(out, host);
        const auto open = connections.find(out.to);
        if (open != connections.end()) return open->second->send(out);
        if (connections.size() >= limits.connections) return lose(out, "too many connections are open");
        const auto made = add(tcp::socket(datagrams.get_executor()), out.to);
        made->send(out);
        made->connect({host, out.to.port}, listener.local_endpoint(bad).address());
    }

    // A datagram that the system has no room for is lost on the way, as any may be; one that it cannot carry is told.
    void send_datagram(const sip::transmission& out, const asio::ip::address& host) {
        error_code bad;
        datagrams.send_to(asio::buffer(out.octets), udp::endpoint(host, out.to.port), 0, bad);
        if (bad && bad != asio::error::would_block && bad != asio::error::no_buffer_space) lose(out, bad.message());
    }

    void close() {
        error_code ignored;
        events = {};
        datagrams.close(ignored);
        listener.close(ignored);
        for (auto& [hop, c] : connections) c->abandon();
        connections.clear();
    }

    udp::socket datagrams;
    tcp::acceptor listener;
    port_limits limits;
    port_events events;
    sip::hop local, local_stream;
    udp::endpoint peer;
    std::array<char, 65536> datagram{};
    std::map<sip::hop, std::shared_ptr<connection>> connections; // by the peer's end
};

port::port(std::shared_ptr<state> s) : state_(std::move(s)) { state_->start(); }
port::~port() { state_->close(); }

std::expected<std::unique_ptr<port>, std::string> port::open(run_loop& loop, const std::string& host,
                                                             std::uint16_t number, port_limits limits) {
    error_code bad;
    const auto address = asio::ip::make_address(host, bad);
    if (bad) return std::unexpected(fmt::format("cannot listen on '{}': it is not a numeric address", host));
    // With number 0 the system chooses for TCP; another process may hold the same number for UDP, so try again.
    std::string why;
    for (int attempt = 0; attempt < (number == 0 ? 50 : 1); ++attempt) {
        auto s = std::make_shared<state>(loop, limits);
        bad = s->open_tcp(address, number);
        if (bad) return std::unexpected(failure("tcp", host, number, bad));
        const auto chosen = s->listener.local_endpoint().port();
        bad = s->open_udp(address, chosen);
        if (!bad) return std::unique_ptr<port>(new port(std::move(s)));
        why = failure("udp", host, chosen, bad);
    }
    return std::unexpected(why);
}

void port::listen(port_events events) { state_->events = std::move(events); }
void port::send(const sip::transmission& out) { state_->send(out); }
sip::hop port::address() const { return state_->local; }

// Connecting a UDP socket sends nothing; it only asks for the route.
std::string address_toward(const std::string& host) {
    error_code bad;
    const auto to = asio::ip::make_address(host, bad);
    if (bad) return {};
    asio::io_context context;
    udp::socket probe(context);
    probe.connect({to, 5060}, bad);
    if (bad) return {};
    const auto from = probe.local_endpoint(bad);
    return bad ? std::string() : from.address().to_string();
}

} // namespace simplespec::net
