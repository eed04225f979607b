#pragma once
// One SIP port: a UDP socket and a TCP listener on the same number, with the connections that came in or were opened.
#include "net/run_loop.hpp"
#include "sip/hop.hpp"

#include <expected>
#include <functional>
#include <memory>
#include <string>

namespace simplespec::net {

/// Who listens to a port. Called from the run loop.
struct port_events {
    std::function<void(sip::reception)> received;
    std::function<void(const sip::transmission&, const std::string& reason)> lost;
};

struct port_limits {
    std::size_t connections = 1024;        ///< open at once; a new peer beyond is closed at once
    std::size_t unsent = std::size_t{8} << 20U; ///< octets that wait for one slow peer before its connection is closed
    sip::duration connect = std::chrono::seconds(4);
};

/// Whole messages in, whole messages out. Nothing here blocks: a datagram that the system will not take is lost, a stream
/// that is not read is closed. Over TCP a message goes on the connection that joins this port with its `to`; where there
/// is none, one is opened. TLS is not offered: such a transmission is lost with that reason.
class port {
public:
    /// Listen at a numeric address; number 0 takes any that is free for both. On failure a sentence that says which
    /// address and why.
    static std::expected<std::unique_ptr<port>, std::string> open(run_loop& loop, const std::string& host,
                                                                  std::uint16_t number, port_limits limits = {});
    ~port();
    port(const port&) = delete;
    port& operator=(const port&) = delete;

    /// Who hears of arrivals and losses from now on.
    void listen(port_events events);
    void send(const sip::transmission& out);
    /// The UDP hop; TCP has the same host and number.
    sip::hop address() const;

    struct state;

private:
    explicit port(std::shared_ptr<state> s);
    std::shared_ptr<state> state_; // pending operations of Asio share it
};

/// The address that this machine would send from to reach `host` (numeric); empty where there is no route.
std::string address_toward(const std::string& host);

} // namespace simplespec::net
