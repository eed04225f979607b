#pragma once
// From a captured frame to what UDP or TCP carried: link layers, IPv4 and IPv6, fragments.
#include "sip/hop.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// One UDP datagram or TCP segment. `payload` is what of it was captured.
struct segment {
    sip::hop source;
    sip::hop destination;
    std::string payload;
    std::size_t missing = 0; ///< octets at its end that were not captured
    std::uint16_t packet_id = 0; ///< of IPv4; 0 where there is none
    std::uint32_t sequence = 0; // TCP
    bool syn = false, fin = false, reset = false;
};

/// The network packet in a frame of this link type (libpcap's DLT_ number): Ethernet with VLAN tags, Linux cooked (both
/// versions), BSD loopback, raw IP. Empty where there is none.
std::string_view network_packet(int link_type, std::string_view frame);
/// Whether network_packet knows this link type.
bool knows_link_type(int link_type);

/// Reads network packets and puts fragments together. Holds at most 1024
/// unfinished datagrams; the oldest goes first.
class packet_reader {
public:
    std::optional<segment> read(std::string_view packet);
    /// What of unfinished datagrams can be read, at the end of the file.
    std::vector<segment> rest();

private:
    struct addresses {
        std::string source, destination;
        auto operator<=>(const addresses&) const = default;
    };
    struct fragment {
        std::uint8_t protocol;
        std::uint32_t id;
        std::size_t offset;
        bool last;
        std::string_view octets;
    };
    struct unfinished {
        addresses between;
        std::uint8_t protocol = 0;
        std::map<std::size_t, std::string> parts;
        std::optional<std::size_t> size;
        std::size_t received = 0;
    };
    using key = std::pair<addresses, std::pair<std::uint8_t, std::uint32_t>>;

    std::optional<segment> read_v4(std::string_view packet);
    std::optional<segment> read_v6(std::string_view packet);
    std::optional<segment> join(const addresses& between, const fragment& part);

    std::map<std::uint64_t, unfinished> unfinished_; // by age
    std::map<key, std::uint64_t> ages_;
    std::uint64_t next_age_ = 0;
};

} // namespace simplespec::scenarios
