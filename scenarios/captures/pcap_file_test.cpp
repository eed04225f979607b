#include "scenarios/captures/packet.hpp"
#include "scenarios/captures/pcap_file.hpp"
#include "scenarios/captures/tcp_stream.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pcap/dlt.h>

namespace simplespec::scenarios {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

std::string message(std::string_view text) {
    return fmt::format("NOTIFY sip:a SIP/2.0\r\nContent-Length: {}\r\n\r\n{}", text.size(), text);
}

// Frames, written by hand.
std::string be(std::uint64_t value, int octets) {
    std::string out;
    for (int i = octets - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
    return out;
}
std::string le(std::uint64_t value, int octets) {
    auto out = be(value, octets);
    std::reverse(out.begin(), out.end());
    return out;
}
std::string udp(const std::string& payload, int from = 5060, int to = 5062) {
    return be(from, 2) + be(to, 2) + be(payload.size() + 8, 2) + be(0, 2) + payload;
}
enum : int { fin = 1, syn = 2, ack = 16 };
std::string tcp(std::uint32_t sequence, const std::string& payload, int flags = ack, int from = 40000, int to = 5060) {
    return be(from, 2) + be(to, 2) + be(sequence, 4) + be(0, 4) + be(5 << 12 | flags, 2) + be(1000, 2) + be(0, 4) + payload;
}
std::string v4(int protocol, const std::string& payload, int place = 0, int id = 1, int from = 1, int to = 2) {
    return be(0x45, 1) + be(0, 1) + be(20 + payload.size(), 2) + be(id, 2) + be(place, 2) + be(64, 1) + be(protocol, 1) + be(0, 2) +
           be(0xc0000200 + from, 4) + be(0xc0000200 + to, 4) + payload;
}
std::string v6(int next, const std::string& payload) {
    const auto address = [](int n) { return be(0x20010db8, 4) + be(0, 8) + be(n, 4); };
    return be(0x60000000, 4) + be(payload.size(), 2) + be(next, 1) + be(64, 1) + address(1) + address(2) + payload;
}
std::string ethernet(const std::string& packet, const std::string& tags = "") {
    return std::string(12, 'm') + tags + be(packet[0] == 0x45 ? 0x0800 : 0x86dd, 2) + packet;
}

std::string pcap(const std::vector<std::string>& frames, int link_type = DLT_EN10MB, std::size_t snap = 262144, bool apart = true) {
    std::string out = le(0xa1b2c3d4, 4) + le(2, 2) + le(4, 2) + le(0, 8) + le(snap, 4) + le(link_type, 4);
    int second = 1700000000;
    for (const auto& f : frames) {
        const auto kept = f.substr(0, snap);
        out += le(apart ? second++ : second, 4) + le(250000, 4) + le(kept.size(), 4) + le(f.size(), 4) + kept;
    }
    return out;
}
std::string pcapng(const std::vector<std::string>& frames) {
    const auto block = [](std::uint32_t type, std::string body) {
        body.resize((body.size() + 3) / 4 * 4);
        const auto size = le(body.size() + 12, 4);
        return le(type, 4) + size + body + size;
    };
    std::string out = block(0x0a0d0d0a, le(0x1a2b3c4d, 4) + le(1, 2) + le(0, 2) + le(~0ULL, 8)) +
                      block(1, le(DLT_EN10MB, 2) + le(0, 2) + le(0, 4));
    for (const auto& f : frames) out += block(6, le(0, 4) + le(0, 8) + le(f.size(), 4) + le(f.size(), 4) + f);
    return out;
}

capture read(const std::string& file) {
    auto c = read_capture(file);
    EXPECT_TRUE(c) << c.error();
    return c ? *c : capture{};
}
std::vector<std::string> octets(const capture& c) {
    std::vector<std::string> out;
    for (const auto& m : c.messages) out.push_back(m.octets);
    return out;
}

TEST(pcap_file, gives_frame_time_and_addresses) {
    const auto c = read(pcap({ethernet(v4(1, "ping")), ethernet(v4(17, udp(message("a"))))}));
    ASSERT_THAT(octets(c), ElementsAre(message("a")));
    const auto& m = c.messages[0];
    EXPECT_EQ(m.frame, 2U);
    EXPECT_EQ(sip::describe(m.source), "udp:192.0.2.1:5060");
    EXPECT_EQ(sip::describe(m.destination), "udp:192.0.2.2:5062");
    EXPECT_EQ(m.at.wall.time_since_epoch(), std::chrono::milliseconds(1700000001250));
    EXPECT_EQ(m.at.steady.time_since_epoch(), std::chrono::seconds(1));
    EXPECT_TRUE(c.timed);
    EXPECT_FALSE(c.complete) << "one direction only";
    EXPECT_TRUE(read(pcap({ethernet(v4(17, udp(message("a")))), ethernet(v4(17, udp(message("b")), 0, 2, 2, 1))})).complete);
}

TEST(pcap_file, knows_link_layers) {
    const auto packet = v4(17, udp(message("a")));
    const auto six = v6(17, udp(message("a")));
    const std::string vlan = be(0x8100, 2) + be(5, 2);
    struct row {
        const char* name;
        int type;
        std::string frame;
    };
    for (const auto& [name, type, frame] : std::vector<row>{
             {"ethernet", DLT_EN10MB, ethernet(packet)},
             {"ethernet, v6", DLT_EN10MB, ethernet(six)},
             {"ethernet, padded", DLT_EN10MB, ethernet(packet) + "padding"},
             {"vlan", DLT_EN10MB, ethernet(packet, vlan)},
             {"two tags", DLT_EN10MB, ethernet(packet, be(0x88a8, 2) + be(1, 2) + vlan)},
             {"cooked", DLT_LINUX_SLL, std::string(14, '\0') + be(0x0800, 2) + packet},
             {"cooked, v6", DLT_LINUX_SLL, std::string(14, '\0') + be(0x86dd, 2) + six},
             {"cooked 2", DLT_LINUX_SLL2, be(0x0800, 2) + std::string(18, '\0') + packet},
             {"loopback, little", DLT_NULL, le(2, 4) + packet},
             {"loopback, big, v6", DLT_NULL, be(30, 4) + six},
             {"loop", 108, be(2, 4) + packet},
             {"raw", 101, packet},
             {"raw, v6", 101, six}}) {
        const auto file = pcap({frame}, type);
        EXPECT_THAT(octets(read(file)), ElementsAre(message("a"))) << name;
    }
    const auto unknown = read_capture(pcap({"x"}, 105));
    ASSERT_FALSE(unknown);
    EXPECT_THAT(unknown.error(), HasSubstr("link type"));
}

TEST(pcap_file, reads_pcapng) {
    EXPECT_THAT(octets(read(pcapng({ethernet(v4(17, udp(message("a")))), ethernet(v6(17, udp(message("b"))))}))),
                ElementsAre(message("a"), message("b")));
}

TEST(pcap_file, puts_fragments_together_in_any_order) {
    const auto whole = udp(message(std::string(3000, 'x')));
    const auto part = [&](std::size_t from, std::size_t size) {
        const bool more = from + size < whole.size();
        return ethernet(v4(17, whole.substr(from, size), static_cast<int>(from / 8) | (more ? 0x2000 : 0), 7));
    };
    const auto part6 = [&](std::size_t from, std::size_t size) {
        const bool more = from + size < whole.size();
        return ethernet(v6(44, be(17, 1) + be(0, 1) + be(from | (more ? 1 : 0), 2) + be(9, 4) + whole.substr(from, size)));
    };
    const auto expected = ElementsAre(message(std::string(3000, 'x')));
    EXPECT_THAT(octets(read(pcap({part(0, 1480), part(1480, 1480), part(2960, 1480)}))), expected);
    EXPECT_THAT(octets(read(pcap({part(2960, 1480), part(0, 1480), part(0, 1480), part(1480, 1480)}))), expected);
    EXPECT_THAT(octets(read(pcap({part6(1448, 1448), part6(2896, 1448), part6(0, 1448)}))), expected);

    const auto lost = read(pcap({part(0, 1480), part(2960, 1480)}));
    ASSERT_EQ(lost.messages.size(), 1U);
    EXPECT_TRUE(lost.messages[0].truncated);
    EXPECT_THAT(lost.notes, Contains(HasSubstr("lacks fragments")));
}

TEST(pcap_file, steps_over_ipv6_extensions) {
    const auto hop_by_hop = be(17, 1) + be(0, 1) + std::string(6, '\0');
    EXPECT_THAT(octets(read(pcap({ethernet(v6(0, hop_by_hop + udp(message("a"))))}))), ElementsAre(message("a")));
}

TEST(pcap_file, marks_what_the_snap_length_cut_off) {
    const auto c = read(pcap({ethernet(v4(17, udp(message(std::string(500, 'x')))))}, DLT_EN10MB, 200));
    ASSERT_EQ(c.messages.size(), 1U);
    EXPECT_TRUE(c.messages[0].truncated);
    EXPECT_EQ(c.messages[0].octets.size(), 200U - 14 - 20 - 8);
    EXPECT_THAT(c.notes, Contains(HasSubstr("cut off")));
}

TEST(pcap_file, keeps_what_stands_before_its_cut_end) {
    const auto file = pcap({ethernet(v4(17, udp(message("a")))), ethernet(v4(17, udp(message("b"))))});
    const auto c = read(file.substr(0, file.size() - 5));
    EXPECT_THAT(octets(c), ElementsAre(message("a")));
    EXPECT_THAT(c.notes, Contains(HasSubstr("up to frame 1")));
    EXPECT_FALSE(c.complete);
    EXPECT_FALSE(read_capture(file.substr(0, 10))) << "not even a header";
}

TEST(pcap_file, survives_a_cut_anywhere) {
    const auto file = pcap({ethernet(v4(17, udp(message("a")))), ethernet(v4(6, tcp(1, message("b")))),
                            ethernet(v6(44, be(17, 1) + be(0, 1) + be(1, 2) + be(9, 4) + udp("x")))});
    for (std::size_t size = 0; size < file.size(); ++size) static_cast<void>(read_capture(std::string_view(file).substr(0, size)));
    const auto frame = ethernet(v6(0, be(44, 1) + be(0, 1) + std::string(6, '\0') + be(17, 1) + be(0, 1) + be(0, 2) + be(9, 4) + udp("x")));
    for (std::size_t size = 0; size < frame.size(); ++size)
        EXPECT_TRUE(read(pcap({frame.substr(0, size)})).messages.empty()) << size;
}

TEST(pcap_file, takes_a_datagram_once_that_crossed_two_interfaces) {
    const auto one = ethernet(v4(17, udp(message("a")), 0, 7)), other = ethernet(v4(17, udp(message("a")), 0, 8));
    const auto at_once = [](const std::vector<std::string>& frames) { return octets(read(pcap(frames, DLT_EN10MB, 262144, false))); };
    EXPECT_EQ(at_once({one, one}).size(), 1U);
    EXPECT_EQ(at_once({one, other}).size(), 2U) << "sent twice";
    EXPECT_EQ(octets(read(pcap({one, one}))).size(), 2U) << "a second later";
}

TEST(pcap_file, passes_over_what_is_not_sip) {
    const auto c = read(pcap({ethernet(v4(17, udp("\r\n\r\n"))), ethernet(v4(17, udp(std::string("\0\1\0\0", 4)))),
                              ethernet(v4(17, udp("hello"))), ethernet(v4(17, udp("hello", 53, 4000))),
                              ethernet(v4(6, tcp(1, "GET / HTTP/1.1\r\n\r\n")))}));
    EXPECT_TRUE(c.messages.empty());
    EXPECT_THAT(c.notes, ElementsAre("1 datagrams on port 5060 are not SIP"));
}

// TCP: the stream "a, b" in segments of every size, in order and not.
std::vector<std::string> frames_of(std::uint32_t first, const std::string& stream, std::size_t size) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < stream.size(); at += size)
        out.push_back(ethernet(v4(6, tcp(first + static_cast<std::uint32_t>(at), stream.substr(at, size)))));
    return out;
}

TEST(pcap_file, reads_a_stream_however_it_was_cut) {
    const auto stream = message("a") + "\r\n\r\n" + message("b");
    for (const std::uint32_t first : {1000U, 0xfffffff0U})
        for (std::size_t size = 1; size <= stream.size(); ++size) {
            auto frames = frames_of(first, stream, size);
            frames.insert(frames.begin(), ethernet(v4(6, tcp(first - 1, "", syn))));
            EXPECT_THAT(octets(read(pcap(frames))), ElementsAre(message("a"), message("b"))) << size;
            if (frames.size() > 60) continue;
            std::reverse(frames.begin() + 1, frames.end());
            EXPECT_THAT(octets(read(pcap(frames))), ElementsAre(message("a"), message("b"))) << size << " backwards";
            for (auto& f : frames_of(first, stream, size + 1)) frames.push_back(f); // sent again, cut elsewhere
            EXPECT_THAT(octets(read(pcap(frames))), ElementsAre(message("a"), message("b"))) << size << " twice";
        }
}

TEST(pcap_file, goes_on_behind_a_hole_in_a_stream) {
    const auto a = message("a"), b = message("b"), c = message("c");
    auto frames = frames_of(1, a + b + c, a.size()); // all of one size
    frames.erase(frames.begin() + 1);
    const auto got = read(pcap(frames));
    ASSERT_THAT(octets(got), ElementsAre(a, c));
    EXPECT_FALSE(got.messages[0].gap_before);
    EXPECT_TRUE(got.messages[1].gap_before);
    EXPECT_THAT(got.notes, Contains(HasSubstr("has holes")));
    EXPECT_FALSE(got.complete);
}

TEST(pcap_file, begins_in_the_middle_of_a_stream) {
    const auto a = message("a"), b = message("b");
    EXPECT_THAT(octets(read(pcap({ethernet(v4(6, tcp(1, "middle of something\r\n"))), ethernet(v4(6, tcp(22, a + b)))}))), ElementsAre(a, b));
}

TEST(pcap_file, yields_the_beginning_of_a_message_that_was_not_captured_whole) {
    const auto a = message(std::string(100, 'x'));
    const auto c = read(pcap({ethernet(v4(6, tcp(1, a.substr(0, 80)))), ethernet(v4(6, tcp(81, "", fin | ack)))}));
    ASSERT_THAT(octets(c), ElementsAre(a.substr(0, 80)));
    EXPECT_TRUE(c.messages[0].truncated);
}

TEST(pcap_file, yields_a_message_that_tells_no_length) {
    const std::string endless = "PUBLISH sip:a SIP/2.0\r\nExpires: 0\r\n\r\n";
    const auto c = read(pcap({ethernet(v4(6, tcp(1, endless))),
                              ethernet(v4(6, tcp(1 + static_cast<std::uint32_t>(endless.size()), message("b"))))}));
    ASSERT_THAT(octets(c), ElementsAre(endless, message("b")));
    EXPECT_FALSE(c.messages[0].truncated);
}

TEST(pcap_file, takes_a_new_connection_for_a_new_one) {
    const auto c = read(pcap({ethernet(v4(6, tcp(9, "", syn))), ethernet(v4(6, tcp(10, message("a")))),
                              ethernet(v4(6, tcp(500, "", syn))), ethernet(v4(6, tcp(501, message("b"))))}));
    EXPECT_THAT(octets(c), ElementsAre(message("a"), message("b")));
    EXPECT_TRUE(c.notes.empty());
}

TEST(packet_reader, forgets_the_oldest_of_too_many_unfinished_datagrams) {
    packet_reader reader;
    for (int id = 0; id < 5000; ++id) EXPECT_FALSE(reader.read(v4(17, udp("abcd"), 0x2000, id)));
    EXPECT_EQ(reader.rest().size(), 1024U);
}

} // namespace
} // namespace simplespec::scenarios
