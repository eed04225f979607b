#include "scenarios/captures/packet.hpp"

#include <fmt/format.h>
#include <pcap/dlt.h>

#include <array>

#include <arpa/inet.h>

namespace simplespec::scenarios {
namespace {

constexpr std::size_t most_unfinished = 1024;
constexpr std::size_t largest_datagram = 65535;
constexpr std::uint8_t tcp = 6, udp = 17;

std::uint8_t u8(std::string_view p, std::size_t at) { return static_cast<std::uint8_t>(p[at]); }
std::uint16_t u16(std::string_view p, std::size_t at) {
    return static_cast<std::uint16_t>(u8(p, at) << 8U | u8(p, at + 1));
}
std::uint32_t u32(std::string_view p, std::size_t at) {
    return static_cast<std::uint32_t>(u16(p, at)) << 16U | u16(p, at + 2);
}
std::string_view behind(std::string_view p, std::size_t octets) { return p.substr(std::min(octets, p.size())); }

std::string address(int family, std::string_view octets) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(family, octets.data(), text.data(), text.size());
    return text.data();
}

// IEEE 802.3 with any number of tags of IEEE 802.1Q before the type of the payload.
std::string_view tagged(std::string_view frame, std::size_t type_at) {
    while (frame.size() >= type_at + 2) {
        const auto type = u16(frame, type_at);
        if (type == 0x0800 || type == 0x86dd) return behind(frame, type_at + 2);
        if (type != 0x8100 && type != 0x88a8 && type != 0x9100) break;
        type_at += 4;
    }
    return {};
}

/// What UDP or TCP carried; `packet` is what of it was captured, `missing` what was not.
std::optional<segment> transport_segment(const std::string& source, const std::string& destination,
                                         std::uint8_t protocol, std::string_view packet, std::size_t missing) {
    if ((protocol != udp && protocol != tcp) || packet.size() < (protocol == udp ? 8U : 20U)) return {};
    const auto via = protocol == udp ? sip::transport::udp : sip::transport::tcp;
    segment out{{via, source, u16(packet, 0)}, {via, destination, u16(packet, 2)}, {}, missing};
    if (protocol == udp) {
        const std::size_t length = u16(packet, 4);
        // 0 stands for a length that only the IP packet knows (offloading); padding may follow what UDP counts.
        if (length >= 8 && length < packet.size()) packet = packet.substr(0, length);
        if (length > packet.size() + missing) out.missing = length - packet.size();
        out.payload = behind(packet, 8);
        return out;
    }
    out.sequence = u32(packet, 4);
    const auto flags = u8(packet, 13);
    out.fin = (flags & 1U) != 0;
    out.syn = (flags & 2U) != 0;
    out.reset = (flags & 4U) != 0;
    out.payload = behind(packet, static_cast<std::size_t>(u8(packet, 12) >> 4U) * 4);
    return out;
}

} // namespace

bool knows_link_type(int link_type) {
    switch (link_type) {
    case DLT_EN10MB:
    case DLT_LINUX_SLL:
    case DLT_LINUX_SLL2:
    case DLT_NULL:
    case DLT_LOOP:
    case DLT_RAW:
    case DLT_IPV4:
    case DLT_IPV6: return true;
    default: return false;
    }
}

std::string_view network_packet(int link_type, std::string_view frame) {
    switch (link_type) {
    case DLT_EN10MB: return tagged(frame, 12);
    case DLT_LINUX_SLL: return tagged(frame, 14);
    case DLT_LINUX_SLL2: {
        if (frame.size() < 20) return {};
        const auto type = u16(frame, 0);
        if (type == 0x8100 || type == 0x88a8) return tagged(frame, 22);
        return type == 0x0800 || type == 0x86dd ? behind(frame, 20) : std::string_view();
    }
    case DLT_NULL: // the family in the byte order of the machine that captured; the IP version tells as much
    case DLT_LOOP: return behind(frame, 4);
    case DLT_RAW:
    case DLT_IPV4:
    case DLT_IPV6: return frame;
    default: return {};
    }
}

std::optional<segment> packet_reader::read(std::string_view packet) {
    if (packet.empty()) return {};
    const auto version = u8(packet, 0) >> 4U;
    if (version == 4) return read_v4(packet);
    if (version == 6) return read_v6(packet);
    return {};
}

std::optional<segment> packet_reader::read_v4(std::string_view packet) {
    if (packet.size() < 20) return {};
    const auto header = static_cast<std::size_t>(u8(packet, 0) & 15U) * 4;
    std::size_t total = u16(packet, 2);
    if (total == 0) total = packet.size(); // left to the network card
    if (header < 20 || total < header || packet.size() < header) return {};
    const auto payload = packet.substr(header, total - header);
    const auto missing = total - header - payload.size();
    const addresses between{address(AF_INET, packet.substr(12, 4)), address(AF_INET, packet.substr(16, 4))};
    const auto place = u16(packet, 6);
    const bool more = (place & 0x2000U) != 0;
    const auto offset = static_cast<std::size_t>(place & 0x1fffU) * 8;
    if (!more && offset == 0) {
        auto out = transport_segment(between.source, between.destination, u8(packet, 9), payload, missing);
        if (out) out->packet_id = u16(packet, 4);
        return out;
    }
    return join(between, {u8(packet, 9), u16(packet, 4), offset, !more, payload});
}

std::optional<segment> packet_reader::read_v6(std::string_view packet) {
    if (packet.size() < 40) return {};
    const std::size_t length = u16(packet, 4);
    const addresses between{address(AF_INET6, packet.substr(8, 16)), address(AF_INET6, packet.substr(24, 16))};
    auto next = u8(packet, 6);
    auto rest = length == 0 ? packet.substr(40) : packet.substr(40, length);
    const auto missing = length > rest.size() ? length - rest.size() : 0;
    for (int extensions = 0; extensions < 8; ++extensions) {
        if (next == 44 && rest.size() >= 8) {
            const auto place = u16(rest, 2);
            return join(between, {u8(rest, 0), u32(rest, 4), static_cast<std::size_t>(place & 0xfff8U),
                                  (place & 1U) == 0, rest.substr(8)});
        }
        const bool skippable = next == 0 || next == 43 || next == 60;
        if (!skippable || rest.size() < 8) break;
        next = u8(rest, 0);
        rest = behind(rest, (static_cast<std::size_t>(u8(rest, 1)) + 1) * 8);
    }
    return transport_segment(between.source, between.destination, next, rest, missing);
}

std::optional<segment> packet_reader::join(const addresses& between, const fragment& part) {
    if (part.offset + part.octets.size() > largest_datagram) return {};
    const key which{between, {part.protocol, part.id}};
    const auto [age, fresh] = ages_.try_emplace(which, next_age_);
    if (fresh) {
        ++next_age_;
        unfinished_[age->second] = {between, part.protocol, {}, {}, 0};
        if (unfinished_.size() > most_unfinished) {
            const auto oldest = unfinished_.begin()->first;
            std::erase_if(ages_, [&](const auto& entry) { return entry.second == oldest; });
            unfinished_.erase(unfinished_.begin());
        }
    }
    auto& u = unfinished_[age->second];
    if (part.last) u.size = part.offset + part.octets.size();
    if (u.parts.try_emplace(part.offset, part.octets).second) u.received += part.octets.size();
    if (!u.size || u.received < *u.size) return {};
    std::string whole;
    for (const auto& [offset, octets] : u.parts) {
        if (offset > whole.size()) return {};
        whole.replace(offset, octets.size(), octets); // where two overlap, the later place wins
    }
    const auto protocol = u.protocol;
    unfinished_.erase(age->second);
    ages_.erase(age);
    return transport_segment(between.source, between.destination, protocol, whole, 0);
}

std::vector<segment> packet_reader::rest() {
    std::vector<segment> out;
    for (const auto& [age, u] : unfinished_) {
        const auto first = u.parts.find(0);
        if (first == u.parts.end()) continue;
        const auto missing = u.size.value_or(first->second.size() + 1) - first->second.size();
        if (auto s = transport_segment(u.between.source, u.between.destination, u.protocol, first->second, missing))
            out.push_back(std::move(*s));
    }
    unfinished_.clear();
    ages_.clear();
    return out;
}

} // namespace simplespec::scenarios
