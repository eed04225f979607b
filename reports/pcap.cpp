#include "reports/pcap.hpp"

#include "reports/frame.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <map>
#include <optional>

#include <arpa/inet.h>

namespace simplespec::reports {
namespace {

using scenarios::message_record;

constexpr std::uint32_t snap_length = 262144;
constexpr std::uint32_t ethernet_link = 1; // LINKTYPE_ETHERNET

std::string le(std::uint64_t value, int octets) {
    std::string out;
    for (int i = 0; i < octets; ++i) out += static_cast<char>(value >> (8 * i));
    return out;
}

// "2026-01-02T03:04:05Z"; the epoch where it is no such text.
std::int64_t microseconds_of(std::string_view started) {
    using namespace std::chrono;
    const auto number = [&](std::size_t at, std::size_t digits) {
        int out = 0;
        if (at + digits <= started.size())
            std::from_chars(started.data() + at, started.data() + at + digits, out);
        return out;
    };
    const year_month_day day{year(number(0, 4)), month(static_cast<unsigned>(number(5, 2))),
                             std::chrono::day(static_cast<unsigned>(number(8, 2)))};
    if (started.size() < 20 || !day.ok()) return 0;
    const auto at = sys_days(day) + hours(number(11, 2)) + minutes(number(14, 2)) + seconds(number(17, 2));
    return duration_cast<microseconds>(at.time_since_epoch()).count();
}

// "192.0.2.1" or "2001:db8::1": its octets. Nothing where it is a name.
std::optional<std::string> numeric(const std::string& host) {
    std::array<char, 16> octets{};
    if (inet_pton(AF_INET, host.c_str(), octets.data()) == 1) return std::string(octets.data(), 4);
    const auto without_zone = host.substr(0, host.find('%'));
    if (inet_pton(AF_INET6, without_zone.c_str(), octets.data()) == 1) return std::string(octets.data(), 16);
    return {};
}

class capture_writer {
  public:
    explicit capture_writer(std::string_view started) : began_(microseconds_of(started)) {
        out_.octets =
            le(0xa1b2c3d4, 4) + le(2, 2) + le(4, 2) + le(0, 8) + le(snap_length, 4) + le(ethernet_link, 4);
    }

    void write(const message_record& m) {
        now_ = began_ + m.at_us;
        endpoint from = place(m.source_address.empty() ? m.source : m.source_address);
        endpoint to = place(m.destination_address.empty() ? m.destination : m.destination_address);
        // Two families never meet in a packet: an IPv4 address goes into the IPv6 ones that stand for such.
        for (auto* end : {&from, &to})
            if (from.address.size() != to.address.size() && end->address.size() == 4)
                end->address = std::string(10, '\0') + "\xff\xff" + end->address;
        if (m.transport == "UDP")
            datagram(from, to, m);
        else
            stream(from, to, m);
    }

    pcap_file end() {
        for (auto& [ends, c] : connections_) close(c);
        return std::move(out_);
    }

  private:
    struct side {
        endpoint at;
        std::uint32_t next = 0; // sequence number
    };
    struct connection {
        side caller, called;
    };

    // "192.0.2.1:5060", "[2001:db8::1]:5060", or a name for which a number stands.
    endpoint place(const std::string& hostport) {
        const auto colon = hostport.rfind(':');
        const bool bracketed = hostport.starts_with('[');
        const bool port_there = colon != std::string::npos && (!bracketed || hostport.rfind(']') < colon);
        int port = 5060;
        if (port_there) std::from_chars(hostport.data() + colon + 1, hostport.data() + hostport.size(), port);
        std::string host = port_there ? hostport.substr(0, colon) : hostport;
        if (bracketed) host = host.substr(1, host.rfind(']') - 1);
        auto address = numeric(host);
        if (!address) address = stand_in(host);
        return {*address, static_cast<std::uint16_t>(port)};
    }

    std::string stand_in(const std::string& name) {
        const auto [entry, fresh] = stand_ins_.try_emplace(name, stand_ins_.size() + 1);
        const auto address = fmt::format("203.0.113.{}", entry->second % 256);
        if (fresh)
            out_.notes.push_back(
                fmt::format("{} has no numeric address here: {} stands for it", name, address));
        return *numeric(address);
    }

    void frame(const std::string& octets) {
        const auto time = static_cast<std::uint64_t>(std::max<std::int64_t>(now_, 0));
        out_.octets += le(time / 1000000, 4) + le(time % 1000000, 4) + le(octets.size(), 4) +
                       le(octets.size(), 4) + octets;
    }

    void datagram(const endpoint& from, const endpoint& to, const message_record& m) {
        if (m.octets.size() > most_of_udp(from)) {
            out_.notes.push_back(
                fmt::format("a message of {} octets is left out: no UDP datagram holds it", m.octets.size()));
            return;
        }
        for (const auto& octets : udp_frames(from, to, m.octets, ++id_)) frame(octets);
    }

    void segment(side& from, const side& to, std::uint8_t flags, std::string_view payload = {}) {
        using head = tcp_head;
        frame(tcp_frame(from.at, to.at, {from.next, to.next, flags}, payload, ++id_));
        from.next +=
            static_cast<std::uint32_t>(payload.size()) + ((flags & (head::syn | head::fin)) != 0 ? 1 : 0);
    }

    // The two ends of a connection, either of which may send.
    connection& joined(const endpoint& from, const endpoint& to, bool response) {
        const auto [found, fresh] = connections_.try_emplace(std::minmax(from, to));
        auto& c = found->second;
        if (!fresh) return c;
        const auto number = static_cast<std::uint32_t>(connections_.size());
        // Who asks is who called.
        c = {{response ? to : from, number * 0x01000000U},
             {response ? from : to, number * 0x01000000U + 0x00800000U}};
        segment(c.caller, c.called, tcp_head::syn);
        segment(c.called, c.caller, tcp_head::syn | tcp_head::ack);
        segment(c.caller, c.called, tcp_head::ack);
        return c;
    }

    void stream(const endpoint& from, const endpoint& to, const message_record& m) {
        constexpr std::size_t unacknowledged = 32; // segments, so that the window never fills
        auto& c = joined(from, to, m.octets.starts_with("SIP/2.0"));
        auto& sender = c.caller.at == from ? c.caller : c.called;
        auto& receiver = c.caller.at == from ? c.called : c.caller;
        const auto room = most_of_tcp(from);
        for (std::size_t at = 0, count = 1; at < m.octets.size(); at += room, ++count) {
            const bool last = at + room >= m.octets.size();
            const auto flags = static_cast<std::uint8_t>(tcp_head::ack | (last ? tcp_head::push : 0));
            segment(sender, receiver, flags, std::string_view(m.octets).substr(at, room));
            if (last || count % unacknowledged == 0) segment(receiver, sender, tcp_head::ack);
        }
    }

    void close(connection& c) {
        segment(c.caller, c.called, tcp_head::fin | tcp_head::ack);
        segment(c.called, c.caller, tcp_head::fin | tcp_head::ack);
        segment(c.caller, c.called, tcp_head::ack);
    }

    pcap_file out_;
    std::int64_t began_ = 0;
    std::int64_t now_ = 0;
    std::uint16_t id_ = 0;
    std::map<std::string, std::size_t> stand_ins_;
    std::map<std::pair<endpoint, endpoint>, connection> connections_;
};

} // namespace

pcap_file to_pcap(const scenarios::scenario_result& scenario, std::string_view started) {
    capture_writer writer(started);
    for (const auto& m : scenario.messages)
        if (!m.octets.empty()) writer.write(m);
    return writer.end();
}

std::string pcap_name(std::string_view id) {
    std::string out;
    while (!id.empty()) {
        const auto slash = std::min(id.find('/'), id.size());
        auto part = std::string(id.substr(0, slash));
        id.remove_prefix(std::min(slash + 1, id.size()));
        constexpr std::string_view plain = "-._";
        for (char& c : part) {
            const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && plain.find(c) == std::string_view::npos) c = '_';
        }
        if (part.empty()) continue;
        if (part.starts_with('.')) part[0] = '_';
        out += (out.empty() ? "" : "/") + part;
    }
    return (out.empty() ? "scenario" : out) + ".pcap";
}

} // namespace simplespec::reports
