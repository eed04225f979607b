#pragma once
// Octets of SIP put into the frames that would have carried them: Ethernet, IPv4 or IPv6, UDP or TCP, with
// checksums.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::reports {

/// One end of a flow: 4 or 16 octets of address, and a port.
struct endpoint {
    std::string address;
    std::uint16_t port = 0;

    bool operator==(const endpoint&) const = default;
    auto operator<=>(const endpoint&) const = default;
};

/// The most that one UDP datagram between these carries.
std::size_t most_of_udp(const endpoint& from);
/// The most that one TCP segment between these carries on an Ethernet.
std::size_t most_of_tcp(const endpoint& from);

/// A datagram of at most most_of_udp() octets: one frame, or several where it is longer than an Ethernet
/// frame holds. `id` tells the fragments of one datagram from those of another. Both ends are of one family.
std::vector<std::string> udp_frames(const endpoint& from, const endpoint& to, std::string_view payload,
                                    std::uint16_t id);

/// What distinguishes a segment of a connection (RFC 9293).
struct tcp_head {
    static constexpr std::uint8_t fin = 1, syn = 2, push = 8, ack = 16;
    std::uint32_t sequence = 0;
    std::uint32_t acknowledged = 0; ///< means something with the flag `ack`
    std::uint8_t flags = 0;
};
std::string tcp_frame(const endpoint& from, const endpoint& to, const tcp_head& head,
                      std::string_view payload, std::uint16_t id);

} // namespace simplespec::reports
