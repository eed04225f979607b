#pragma once
// Where octets come from and go to, without a socket.
#include <cstdint>
#include <string>
#include <string_view>

namespace simplespec::sip {

enum class transport : std::uint8_t { udp, tcp, tls };

/// "UDP", "TCP", "TLS": as in the sent-protocol of a Via.
std::string_view name(transport t);
constexpr bool reliable(transport t) { return t != transport::udp; }

/// One end of a flow. `host` is a numeric address (IPv6 without brackets) or, before it is resolved, a name.
struct hop {
    transport via = transport::udp;
    std::string host;
    std::uint16_t port = 5060;

    bool operator==(const hop&) const = default;
    auto operator<=>(const hop&) const = default;
};

/// "192.0.2.1:5060" or "[2001:db8::1]:5060": a hostport as RFC 3261 section 25.1 spells it.
std::string hostport(const hop& h);
/// "udp:192.0.2.1:5060", for people.
std::string describe(const hop& h);

/// One whole message that arrived: from a datagram, or cut out of a stream by the framer.
struct reception {
    hop from;
    hop to; // our own end
    std::string octets;
};

/// One whole message to be sent from our end `from` to the peer `to`. Over a stream it goes on the connection that
/// already joins the two, if there is one.
struct transmission {
    hop from;
    hop to;
    std::string octets;
};

} // namespace simplespec::sip
