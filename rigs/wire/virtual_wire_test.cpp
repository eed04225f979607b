#include "rigs/wire/virtual_wire.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using namespace std::chrono_literals;
using sip::transport;
using testing::ElementsAre;

const sip::hop server_udp{transport::udp, "192.0.2.1", 5060};
const sip::hop server_tcp{transport::tcp, "192.0.2.1", 5060};

/// Answers "X" with "re X", and when told so speaks at a deadline.
struct echo : sip::node {
    std::vector<sip::transmission> on_reception(sip::instant now, const sip::reception& r) override {
        log.push_back(fmt::format("{}+{}", r.octets, (now.steady - sip::time_point{}) / 1us % 1000000));
        last = r;
        if (r.octets == "quiet") return {};
        return {{r.to, r.from, "re " + r.octets}};
    }
    std::vector<sip::transmission> on_undeliverable(sip::instant, const sip::transmission& t) override {
        log.push_back("lost " + t.octets);
        return {};
    }
    std::vector<sip::transmission> on_timer(sip::instant now) override {
        log.push_back(fmt::format("timer+{}", (now.steady - *due) / 1us));
        if (!stuck) due.reset();
        if (!to_say) return {};
        return {*std::exchange(to_say, {})};
    }
    std::optional<sip::time_point> deadline() const override { return due; }

    std::vector<std::string> log;
    sip::reception last;
    std::optional<sip::time_point> due;
    std::optional<sip::transmission> to_say;
    bool stuck = false;
};

struct network : testing::Test {
    network() { wire.host(server, {server_udp, server_tcp}); }
    sip::hop tcp(sip::hop h) const { return {transport::tcp, h.host, h.port}; }
    std::vector<std::string> texts(const std::vector<wire_event>& events) const {
        std::vector<std::string> out;
        for (const auto& e : events)
            if (const auto* a = std::get_if<arrival>(&e)) out.push_back(a->received.octets);
        return out;
    }

    echo server;
    virtual_wire wire;
    sip::hop alice = *wire.attach("alice");
    sip::time_point begin = wire.now().steady;
};

TEST_F(network, carries_a_datagram_there_and_the_answer_back) {
    wire.send({alice, server_udp, "a"});
    const auto events = wire.wait(begin + 1s);
    ASSERT_EQ(events.size(), 1U);
    const auto& got = std::get<arrival>(events[0]);
    EXPECT_EQ(got.received.octets, "re a");
    EXPECT_EQ(got.received.from, server_udp);
    EXPECT_EQ(got.received.to, alice);
    EXPECT_EQ(got.at.steady, begin + 2ms);
    EXPECT_EQ(wire.now().steady, begin + 2ms);
}

TEST_F(network, jumps_over_an_hour_in_which_nothing_happens) {
    const auto wall = wire.now().wall;
    EXPECT_TRUE(wire.wait(begin + 1h).empty());
    EXPECT_EQ(wire.now().steady, begin + 1h);
    EXPECT_EQ(wire.now().wall, wall + 1h);
    EXPECT_TRUE(wire.wait(begin).empty()) << "a moment that is past";
    EXPECT_EQ(wire.now().steady, begin + 1h);
    EXPECT_TRUE(wire.wait(sip::time_point::max()).empty()) << "nothing will ever happen";
    EXPECT_EQ(wire.now().steady, begin + 1h);
}

TEST_F(network, calls_deadlines_and_arrivals_in_order_of_time) {
    server.due = begin + 1ms;
    wire.send({alice, server_udp, "quiet"});
    wire.wait(begin + 1s);
    EXPECT_THAT(server.log, ElementsAre("timer+0", "quiet+1000"));
    server.log.clear();
    server.due = begin; // long past: handled before anything else
    wire.send({alice, server_udp, "quiet"});
    wire.wait(wire.now().steady + 1s);
    EXPECT_THAT(server.log, ElementsAre("timer+1000000", "quiet+1000"));
}

TEST_F(network, stops_waiting_at_the_first_event_with_all_of_that_instant) {
    wire.send({alice, server_udp, "a"});
    wire.send({alice, server_udp, "b"});
    wire.wait(begin + 500us);
    wire.send({alice, server_udp, "c"});
    EXPECT_THAT(texts(wire.wait(begin + 1s)), ElementsAre("re a", "re b"));
    EXPECT_THAT(texts(wire.wait(begin + 1s)), ElementsAre("re c"));
}

TEST_F(network, keeps_what_arrives_while_the_clock_is_shifted) {
    server.due = begin + 30min;
    server.to_say = {server_udp, alice, "expired"};
    EXPECT_TRUE(wire.advance(1h, 0s));
    EXPECT_EQ(wire.now().steady, begin + 1h);
    const auto events = wire.wait(begin + 2h);
    ASSERT_THAT(texts(events), ElementsAre("expired"));
    EXPECT_EQ(std::get<arrival>(events[0]).at.steady, begin + 30min + 1ms);
    EXPECT_EQ(wire.now().steady, begin + 1h);
}

TEST_F(network, joins_actors_with_each_other) {
    const auto bob = *wire.attach("bob");
    EXPECT_NE(alice, bob);
    wire.send({alice, bob, "hi"});
    const auto events = wire.wait(begin + 1s);
    ASSERT_THAT(texts(events), ElementsAre("hi"));
    EXPECT_EQ(std::get<arrival>(events[0]).received.to, bob);
}

TEST_F(network, gives_every_actor_an_address_of_its_own) {
    std::set<sip::hop> seen{alice};
    for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(*wire.attach("x")).second);
    virtual_wire six({.ipv6 = true});
    EXPECT_EQ(sip::hostport(*six.attach("a")), "[2001:db8::1]:5060");
}

TEST_F(network, answers_on_the_connection_that_brought_the_request) {
    wire.send({tcp(alice), server_tcp, "a"});
    const auto events = wire.wait(begin + 1s);
    ASSERT_THAT(texts(events), ElementsAre("re a"));
    const auto& back = std::get<arrival>(events[0]);
    EXPECT_EQ(back.received.to, tcp(alice));
    EXPECT_EQ(back.received.from, server_tcp);
    EXPECT_EQ(back.at.steady, begin + 4ms) << "a handshake first";
    EXPECT_NE(server.last.from, tcp(alice)) << "it was opened from a port of its own";
    EXPECT_EQ(server.last.from.host, alice.host);

    const auto first = server.last.from;
    wire.send({tcp(alice), server_tcp, "b"});
    EXPECT_EQ(std::get<arrival>(wire.wait(begin + 1s)[0]).at.steady, begin + 6ms) << "no second handshake";
    EXPECT_EQ(server.last.from, first);
}

TEST_F(network, opens_a_new_connection_to_a_listening_address) {
    wire.send({tcp(alice), server_tcp, "quiet"});
    server.due = begin + 1s;
    server.to_say = {server_tcp, tcp(alice), "notify"};
    const auto events = wire.wait(begin + 2s);
    ASSERT_THAT(texts(events), ElementsAre("notify"));
    const auto from = std::get<arrival>(events[0]).received.from;
    EXPECT_EQ(from.host, server_tcp.host);
    EXPECT_NE(from.port, server_tcp.port);
    wire.send({tcp(alice), from, "quiet"});
    wire.wait(begin + 3s);
    EXPECT_EQ(server.last.to, server_tcp);
}

TEST_F(network, says_when_a_stream_is_refused) {
    wire.send({tcp(alice), {transport::tcp, "192.0.2.9", 5060}, "nobody"});
    const auto nobody = wire.wait(begin + 1s);
    ASSERT_EQ(nobody.size(), 1U);
    EXPECT_EQ(std::get<undeliverable>(nobody[0]).lost.octets, "nobody");
    EXPECT_EQ(std::get<undeliverable>(nobody[0]).reason, "connection refused");

    wire.send({tcp(alice), server_tcp, "a"});
    EXPECT_THAT(texts(wire.wait(begin + 1s)), ElementsAre("re a"));
    wire.refuse(server_tcp);
    wire.send({tcp(alice), server_tcp, "b"});
    EXPECT_EQ(std::get<undeliverable>(wire.wait(begin + 1s).at(0)).lost.octets, "b");
    wire.send({alice, server_udp, "c"});
    EXPECT_THAT(texts(wire.wait(begin + 1s)), ElementsAre("re c")) << "datagrams are not concerned";
}

TEST_F(network, tells_a_node_of_its_own_losses) {
    wire.send({tcp(alice), server_tcp, "a"});
    wire.refuse(tcp(alice)); // what is under way arrives, the answer does not
    wire.wait(begin + 1s);
    EXPECT_THAT(server.log, ElementsAre("a+3000", "lost re a"));
}

TEST_F(network, loses_a_datagram_to_nowhere_without_a_word) {
    wire.send({alice, {transport::udp, "192.0.2.9", 5060}, "nobody"});
    EXPECT_TRUE(wire.wait(begin + 1h).empty());
}

TEST_F(network, refuses_what_no_datagram_can_carry) {
    wire.send({alice, server_udp, std::string(65508, 'x')});
    EXPECT_TRUE(std::holds_alternative<undeliverable>(wire.wait(begin + 1s).at(0)));
    wire.send({tcp(alice), server_tcp, std::string(1 << 20, 'x')});
    EXPECT_EQ(texts(wire.wait(begin + 1s)).at(0).size(), (1U << 20U) + 3);
}

TEST_F(network, keeps_a_stream_in_order_on_a_rough_link) {
    wire.set_link({.loss = 0.9, .duplication = 0.9, .reordering = 0.9});
    for (int i = 0; i < 50; ++i) wire.send({tcp(alice), server_tcp, std::to_string(i)});
    std::vector<std::string> got;
    while (wire.now().steady < begin + 1s)
        for (auto& t : texts(wire.wait(begin + 1s))) got.push_back(std::move(t));
    ASSERT_EQ(got.size(), 50U);
    for (int i = 0; i < 50; ++i) EXPECT_EQ(got[static_cast<std::size_t>(i)], fmt::format("re {}", i));
}

std::vector<std::string> rough_run(std::uint64_t seed) {
    echo server;
    virtual_wire wire({.seed = seed, .link = {.loss = 0.3, .duplication = 0.3, .reordering = 0.5}});
    wire.host(server, {server_udp});
    const auto alice = *wire.attach("alice");
    for (int i = 0; i < 30; ++i) wire.send({alice, server_udp, std::to_string(i)});
    std::vector<std::string> trace;
    const auto end = wire.now().steady + 1s;
    while (wire.now().steady < end)
        for (const auto& e : wire.wait(end)) {
            const auto& a = std::get<arrival>(e);
            trace.push_back(fmt::format("{} {}", a.received.octets, a.at.steady.time_since_epoch().count()));
        }
    return trace;
}

TEST(virtual_wire, repeats_itself_from_the_seed_to_the_nanosecond) {
    const auto once = rough_run(1);
    EXPECT_EQ(once, rough_run(1));
    EXPECT_NE(once, rough_run(2));
    EXPECT_FALSE(std::ranges::is_sorted(once, {}, [](const auto& s) { return std::stoi(s.substr(3)); }))
        << "datagrams overtake each other";
}

TEST_F(network, does_not_hang_on_a_node_whose_deadline_never_moves) {
    server.stuck = true;
    server.due = begin + 1s;
    EXPECT_THROW(wire.wait(begin + 2s), std::logic_error);
}

} // namespace
} // namespace simplespec::rigs
