#include "reports/frame.hpp"

#include <algorithm>
#include <cassert>

namespace simplespec::reports {
namespace {

constexpr std::size_t ethernet_payload = 1500;
constexpr std::size_t v4_head = 20, v6_head = 40, fragment_head = 8, udp_head = 8, tcp_size = 20;
constexpr std::uint8_t tcp = 6, udp = 17, v6_fragment = 44;

bool is_v4(const endpoint& e) { return e.address.size() == 4; }
std::size_t ip_head(const endpoint& e) { return is_v4(e) ? v4_head : v6_head; }

// In the order of the network.
std::string be(std::uint64_t value, int octets) {
    std::string out;
    for (int i = octets - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
    return out;
}

// The Internet checksum: RFC 1071.
std::uint16_t checksum(std::string_view octets) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        const std::uint64_t octet = static_cast<std::uint8_t>(octets[i]);
        sum += i % 2 == 0 ? octet << 8U : octet;
    }
    while (sum > 0xffff) sum = (sum & 0xffffU) + (sum >> 16U);
    return static_cast<std::uint16_t>(~sum & 0xffffU);
}

// Over the addresses, too, as UDP and TCP count it; both families spell them so that the sum is the same.
std::uint16_t checksum(const endpoint& from, const endpoint& to, std::uint8_t protocol,
                       const std::string& packet) {
    return checksum(from.address + to.address + be(packet.size(), 4) + be(protocol, 4) + packet);
}

// A made-up address of a network card, the same for the same host: it is marked as locally administered.
std::string card(const endpoint& e) {
    return "\x02" + std::string(1, '\0') + e.address.substr(e.address.size() - 4);
}

std::string ethernet(const endpoint& from, const endpoint& to, const std::string& packet) {
    return card(to) + card(from) + be(is_v4(from) ? 0x0800 : 0x86dd, 2) + packet;
}

// `place` is that of a fragment, with the flag "more" where others follow.
std::string v4(const endpoint& from, const endpoint& to, std::uint8_t protocol, std::string_view payload,
               std::uint16_t id, std::uint16_t place) {
    constexpr std::uint8_t time_to_live = 64;
    const auto head = [&](std::uint16_t sum) {
        return be(0x4500, 2) + be(v4_head + payload.size(), 2) + be(id, 2) + be(place, 2) +
               be(time_to_live, 1) + be(protocol, 1) + be(sum, 2) + from.address + to.address;
    };
    return head(checksum(head(0))).append(payload);
}

std::string v6(const endpoint& from, const endpoint& to, std::uint8_t next, std::string_view payload) {
    constexpr std::uint8_t hop_limit = 64;
    return (be(0x60000000, 4) + be(payload.size(), 2) + be(next, 1) + be(hop_limit, 1) + from.address +
            to.address)
        .append(payload);
}

} // namespace

std::size_t most_of_udp(const endpoint& from) { return 65535 - udp_head - (is_v4(from) ? v4_head : 0); }

std::size_t most_of_tcp(const endpoint& from) { return ethernet_payload - ip_head(from) - tcp_size; }

std::vector<std::string> udp_frames(const endpoint& from, const endpoint& to, std::string_view payload,
                                    std::uint16_t id) {
    assert(from.address.size() == to.address.size() && payload.size() <= most_of_udp(from));
    const auto datagram = [&](std::uint16_t sum) {
        return (be(from.port, 2) + be(to.port, 2) + be(udp_head + payload.size(), 2) + be(sum, 2))
            .append(payload);
    };
    const auto sum = checksum(from, to, udp, datagram(0));
    const auto whole = datagram(sum == 0 ? 0xffff : sum); // 0 stands for "none"
    if (ip_head(from) + whole.size() <= ethernet_payload)
        return {ethernet(from, to, is_v4(from) ? v4(from, to, udp, whole, id, 0) : v6(from, to, udp, whole))};
    std::vector<std::string> out;
    const std::size_t room = (ethernet_payload - ip_head(from) - (is_v4(from) ? 0 : fragment_head)) / 8 * 8;
    for (std::size_t at = 0; at < whole.size(); at += room) {
        const auto part = std::string_view(whole).substr(at, room);
        const bool more = at + room < whole.size();
        if (is_v4(from)) {
            const auto place = static_cast<std::uint16_t>(at / 8 | (more ? 0x2000U : 0U));
            out.push_back(ethernet(from, to, v4(from, to, udp, part, id, place)));
        } else {
            const auto head = be(udp, 1) + be(0, 1) + be(at | (more ? 1U : 0U), 2) + be(id, 4);
            out.push_back(ethernet(from, to, v6(from, to, v6_fragment, head + std::string(part))));
        }
    }
    return out;
}

std::string tcp_frame(const endpoint& from, const endpoint& to, const tcp_head& head,
                      std::string_view payload, std::uint16_t id) {
    assert(from.address.size() == to.address.size() && payload.size() <= most_of_tcp(from));
    constexpr std::uint16_t window = 65535;
    const auto segment = [&](std::uint16_t sum) {
        const bool acks = (head.flags & tcp_head::ack) != 0;
        return (be(from.port, 2) + be(to.port, 2) + be(head.sequence, 4) +
                be(acks ? head.acknowledged : 0, 4) + be(tcp_size / 4 << 12U | head.flags, 2) +
                be(window, 2) + be(sum, 2) + be(0, 2))
            .append(payload);
    };
    const auto whole = segment(checksum(from, to, tcp, segment(0)));
    constexpr std::uint16_t whole_packet = 0x4000; // "don't fragment"
    return ethernet(from, to,
                    is_v4(from) ? v4(from, to, tcp, whole, id, whole_packet) : v6(from, to, tcp, whole));
}

} // namespace simplespec::reports
