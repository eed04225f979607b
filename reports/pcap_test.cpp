#include "reports/pcap.hpp"

#include "reports/frame.hpp"
#include "scenarios/captures/capture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace simplespec::reports {
namespace {

using scenarios::message_record;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string request(std::string_view method, std::size_t body) {
    return std::string(method) + " sip:a@example.com SIP/2.0\r\nContent-Length: " + std::to_string(body) +
           "\r\n\r\n" + std::string(body, 'x');
}
const std::string ok = "SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n";

message_record record(std::string from, std::string to, std::string transport, std::string octets,
                      std::int64_t at_us = 0) {
    return {.at_us = at_us,
            .source = "alice",
            .destination = "target",
            .source_address = std::move(from),
            .destination_address = std::move(to),
            .transport = std::move(transport),
            .start_line = {},
            .octets = std::move(octets)};
}

scenarios::scenario_result with(std::vector<message_record> messages) {
    scenarios::scenario_result s{.id = "a/b"};
    s.messages = std::move(messages);
    return s;
}

struct exchange_row {
    const char* name;
    const char* ours;
    const char* theirs;
    const char* transport;
    std::size_t body;
};

void PrintTo(const exchange_row& row, std::ostream* out) { *out << row.name; }

class exchange : public testing::TestWithParam<exchange_row> {};

TEST_P(exchange, is_read_back_identically) {
    const auto& row = GetParam();
    const auto s = with({record(row.ours, row.theirs, row.transport, request("PUBLISH", row.body), 1500),
                         record(row.theirs, row.ours, row.transport, ok, 2000250),
                         record(row.theirs, row.ours, row.transport, request("NOTIFY", row.body), 3000000),
                         record(row.ours, row.theirs, row.transport, ok, 3000001)});
    const auto written = to_pcap(s, "2026-01-02T03:04:05Z");
    EXPECT_THAT(written.notes, IsEmpty());
    const auto read = scenarios::read_capture(written.octets);
    ASSERT_TRUE(read) << read.error();
    EXPECT_THAT(read->notes, IsEmpty());
    EXPECT_TRUE(read->complete);
    ASSERT_EQ(read->messages.size(), s.messages.size());
    for (std::size_t i = 0; i < s.messages.size(); ++i) {
        const auto& want = s.messages[i];
        const auto& got = read->messages[i];
        EXPECT_EQ(got.octets, want.octets);
        EXPECT_EQ(sip::hostport(got.source), want.source_address);
        EXPECT_EQ(sip::hostport(got.destination), want.destination_address);
        EXPECT_EQ(got.source.via,
                  std::string(row.transport) == "UDP" ? sip::transport::udp : sip::transport::tcp);
        EXPECT_FALSE(got.truncated || got.gap_before);
        EXPECT_EQ(got.at.wall.time_since_epoch(),
                  std::chrono::seconds(1767323045) + std::chrono::microseconds(want.at_us));
    }
}

constexpr auto our4 = "198.51.100.1:5060", their4 = "192.0.2.1:5080", our6 = "[2001:db8::1]:5060",
               their6 = "[2001:db8::2]:5080";

INSTANTIATE_TEST_SUITE_P(pcap, exchange,
                         testing::Values(exchange_row{"udp", our4, their4, "UDP", 10},
                                         exchange_row{"udp_odd", our4, their4, "UDP", 11},
                                         exchange_row{"udp_fragments", our4, their4, "UDP", 5000},
                                         exchange_row{"udp_largest", our4, their4, "UDP", 65400},
                                         exchange_row{"udp_v6", our6, their6, "UDP", 10},
                                         exchange_row{"udp_v6_fragments", our6, their6, "UDP", 5000},
                                         exchange_row{"tcp", our4, their4, "TCP", 10},
                                         exchange_row{"tcp_segments", our4, their4, "TCP", 200000},
                                         exchange_row{"tcp_v6", our6, their6, "TCP", 10},
                                         exchange_row{"tcp_v6_segments", our6, their6, "TCP", 5001},
                                         exchange_row{"tls_in_the_clear", our4, "192.0.2.1:5061", "TLS", 10}),
                         [](const auto& row) { return std::string(row.param.name); });

// The one's complement sum over all that a checksum covers, it included, is all ones.
std::uint32_t folded(std::string_view octets, std::uint32_t sum = 0) {
    for (std::size_t i = 0; i < octets.size(); ++i)
        sum += static_cast<std::uint8_t>(octets[i]) << (i % 2 == 0 ? 8U : 0U);
    while (sum > 0xffff) sum = (sum & 0xffffU) + (sum >> 16U);
    return sum;
}

TEST(frame, has_right_checksums) {
    const endpoint a{std::string("\xc6\x33\x64\x01", 4), 5060}, b{std::string("\xc0\x00\x02\x01", 4), 5080};
    const endpoint a6{std::string(15, '\x20') + "\x01", 5060}, b6{std::string(15, '\x20') + "\x02", 5080};
    for (const std::string payload : {"", "even", "odd", "\xff\xff"}) {
        const auto udp = udp_frames(a, b, payload, 7).at(0);
        EXPECT_EQ(folded(udp.substr(14, 20)), 0xffffU);
        EXPECT_EQ(folded(udp.substr(34),
                         folded(udp.substr(26, 8), 17 + 8 + static_cast<std::uint32_t>(payload.size()))),
                  0xffffU);
        const auto tcp = tcp_frame(a, b, {1, 2, tcp_head::ack}, payload, 7);
        EXPECT_EQ(folded(tcp.substr(14, 20)), 0xffffU);
        EXPECT_EQ(folded(tcp.substr(34),
                         folded(tcp.substr(26, 8), 6 + 20 + static_cast<std::uint32_t>(payload.size()))),
                  0xffffU);
        const auto six = udp_frames(a6, b6, payload, 7).at(0);
        EXPECT_EQ(folded(six.substr(54),
                         folded(six.substr(22, 32), 17 + 8 + static_cast<std::uint32_t>(payload.size()))),
                  0xffffU);
    }
}

TEST(frame, fits_an_ethernet) {
    const endpoint a{std::string(4, '\x01'), 5060}, b{std::string(4, '\x02'), 5080};
    const auto frames = udp_frames(a, b, std::string(most_of_udp(a), 'x'), 7);
    EXPECT_EQ(frames.size(), 45U);
    for (const auto& f : frames) EXPECT_LE(f.size(), 1514U);
}

TEST(pcap, says_what_is_not_as_it_was) {
    const auto named =
        to_pcap(with({record("phone.example:5060", "192.0.2.1:5060", "UDP", request("PUBLISH", 1)),
                      record("192.0.2.1:5060", "phone.example:5060", "UDP", ok),
                      record("phone.example", "[2001:db8::1]:5060", "UDP", request("PUBLISH", 1))}),
                "never");
    EXPECT_THAT(named.notes,
                ElementsAre("phone.example has no numeric address here: 203.0.113.1 stands for it"));
    const auto read = scenarios::read_capture(named.octets);
    ASSERT_TRUE(read);
    ASSERT_EQ(read->messages.size(), 3U);
    EXPECT_EQ(read->messages[0].source.host, "203.0.113.1");
    EXPECT_EQ(read->messages[1].destination.host, "203.0.113.1");
    EXPECT_EQ(read->messages[2].source.host, "::ffff:203.0.113.1");
    const auto large = to_pcap(with({record(our4, their4, "UDP", request("PUBLISH", 70000))}), "");
    EXPECT_THAT(large.notes, ElementsAre(HasSubstr("no UDP datagram holds it")));
}

TEST(pcap, keeps_connections_apart) {
    const auto read = scenarios::read_capture(
        to_pcap(with({record(our4, their4, "TCP", request("SUBSCRIBE", 1)),
                      record("192.0.2.1:49152", our4, "TCP", request("NOTIFY", 2)),
                      record(their4, our4, "TCP", ok), record(our4, "192.0.2.1:49152", "TCP", ok)}),
                "2026-01-02T03:04:05Z")
            .octets);
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->complete);
    std::vector<std::string> from;
    for (const auto& m : read->messages) from.push_back(sip::hostport(m.source));
    EXPECT_THAT(from, ElementsAre(our4, "192.0.2.1:49152", their4, our4));
}

TEST(pcap, names_never_leave_their_folder) {
    EXPECT_EQ(pcap_name("rfc6665/4.1.2/a-b"), "rfc6665/4.1.2/a-b.pcap");
    EXPECT_EQ(pcap_name("../../etc/pass wd"), "_./_./etc/pass_wd.pcap");
    EXPECT_EQ(pcap_name("/etc//x"), "etc/x.pcap");
    EXPECT_EQ(pcap_name(""), "scenario.pcap");
}

} // namespace
} // namespace simplespec::reports
