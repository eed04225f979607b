#include "rigs/wire/loopback_wire.hpp"
#include "rigs/wire/remote_wire.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using namespace std::chrono_literals;
using sip::transport;
using testing::ElementsAre;
using testing::HasSubstr;

std::string message(std::string_view text) {
    return fmt::format("OPTIONS sip:a SIP/2.0\r\nContent-Length: {}\r\n\r\n{}", text.size(), text);
}

sip::hop tcp(sip::hop h) { return {transport::tcp, h.host, h.port}; }

/// Answers everything, and tells a subscriber when an hour has passed.
struct target : sip::node {
    std::vector<sip::transmission> on_reception(sip::instant now, const sip::reception& r) override {
        if (!due) due = now.steady + 1h;
        last = r;
        return {{r.to, r.from, r.octets}};
    }
    std::vector<sip::transmission> on_undeliverable(sip::instant, const sip::transmission&) override { return {}; }
    std::vector<sip::transmission> on_timer(sip::instant now) override {
        late = now.steady - *due;
        due = sip::time_point::max();
        return {{last.to, last.from, message("expired")}};
    }
    std::optional<sip::time_point> deadline() const override { return due; }

    sip::reception last;
    std::optional<sip::time_point> due;
    sip::duration late{};
};

std::vector<std::string> next(wire& w) {
    std::vector<std::string> out;
    for (const auto& e : w.wait(w.now().steady + 10s))
        out.push_back(std::holds_alternative<arrival>(e) ? std::get<arrival>(e).received.octets
                                                         : std::get<undeliverable>(e).reason);
    return out;
}

TEST(loopback_wire, joins_actors_and_target_over_both_transports) {
    for (const auto* host : {"127.0.0.1", "::1"}) {
        target node;
        const auto w = *loopback_wire::open(host);
        w->host(node);
        const auto alice = *w->attach("alice");
        w->send({alice, w->target(), message("a")});
        EXPECT_THAT(next(*w), ElementsAre(message("a")));
        EXPECT_EQ(node.last.from, alice);
        w->send({tcp(alice), tcp(w->target()), message("b")});
        EXPECT_THAT(next(*w), ElementsAre(message("b")));
        EXPECT_EQ(node.last.to, tcp(w->target()));
    }
}

TEST(loopback_wire, lets_an_hour_pass_at_once) {
    target node;
    const auto w = *loopback_wire::open();
    w->host(node);
    const auto alice = *w->attach("alice");
    w->send({alice, w->target(), message("a")});
    next(*w);
    const auto before = w->now();
    EXPECT_TRUE(w->advance(2h, 0s));
    EXPECT_GE(w->now().steady - before.steady, 2h);
    EXPECT_GE(w->now().wall - before.wall, 2h);
    EXPECT_LT(w->now().steady - before.steady, 2h + 1min);
    EXPECT_THAT(next(*w), ElementsAre(message("expired")));
    EXPECT_LT(node.late, 1min) << "called at its deadline, not at the end";
}

/// Sends over TCP a second from now, and gives up 32 seconds later.
struct impatient : target {
    std::vector<sip::transmission> on_reception(sip::instant now, const sip::reception& r) override {
        if (r.octets == message("answer")) {
            due.reset();
            answered = true;
        } else {
            peer = tcp(r.from);
            own = tcp(r.to);
            due = now.steady + 1s;
        }
        return {};
    }
    std::vector<sip::transmission> on_timer(sip::instant now) override {
        if (gave_up || asked) {
            gave_up = true;
            due.reset();
            return {};
        }
        asked = true;
        due = now.steady + 32s;
        return {{own, peer, message("question")}};
    }
    sip::hop own, peer;
    bool asked = false, answered = false, gave_up = false;
};

TEST(loopback_wire, does_not_let_the_clock_run_ahead_of_the_sockets) {
    for (int repeat = 0; repeat < 20; ++repeat) {
        impatient node;
        const auto w = *loopback_wire::open();
        w->host(node);
        const auto alice = *w->attach("alice");
        w->send({alice, w->target(), message("a")});
        for (int step = 0; step < 200; ++step) {
            EXPECT_TRUE(w->advance(400ms, 0s));
            for (const auto& e : w->wait(w->now().steady))
                if (const auto* in = std::get_if<arrival>(&e))
                    w->send({in->received.to, in->received.from, message("answer")});
        }
        EXPECT_TRUE(node.answered);
        EXPECT_FALSE(node.gave_up);
    }
}

TEST(remote_wire, joins_actors_with_each_other) {
    remote_wire w({.bind = "127.0.0.1"});
    const auto a = *w.attach("a"), b = *w.attach("b");
    w.send({a, b, message("x")});
    EXPECT_THAT(next(w), ElementsAre(message("x")));
    w.send({tcp(b), tcp(a), message("y")});
    EXPECT_THAT(next(w), ElementsAre(message("y")));
}

TEST(remote_wire, waits_in_real_time_and_no_longer_than_allowed) {
    remote_wire w({.bind = "127.0.0.1"});
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_FALSE(w.advance(1h, 10s));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
    EXPECT_TRUE(w.advance(30ms, 1s));
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 30ms);
    const auto now = w.now().steady;
    EXPECT_TRUE(w.wait(now + 20ms).empty());
    EXPECT_GE(w.now().steady, now + 20ms);
}

TEST(remote_wire, keeps_what_arrives_meanwhile) {
    remote_wire w({.bind = "127.0.0.1"});
    const auto a = *w.attach("a"), b = *w.attach("b");
    w.send({a, b, message("x")});
    EXPECT_TRUE(w.advance(10ms, 1s));
    EXPECT_THAT(next(w), ElementsAre(message("x")));
}

TEST(remote_wire, numbers_its_actors_by_two) {
    std::uint16_t free = 0;
    {
        remote_wire probe({.bind = "127.0.0.1"});
        free = probe.attach("a")->port;
    }
    remote_wire w({.bind = "127.0.0.1", .port = free});
    EXPECT_EQ(w.attach("a")->port, free);
    remote_wire other({.bind = "127.0.0.1", .port = free});
    EXPECT_EQ(other.attach("alice").error(),
              fmt::format("no address for alice: cannot listen on tcp:127.0.0.1:{}: Address already in use", free));
}

TEST(remote_wire, finds_its_own_address_by_the_route_to_the_target) {
    remote_wire w({.bind = "", .target = "127.0.0.1"});
    EXPECT_EQ(w.attach("a")->host, "127.0.0.1");
    remote_wire lost({.bind = "", .target = "nowhere"});
    EXPECT_THAT(lost.attach("a").error(), HasSubstr("no route to 'nowhere'"));
}

TEST(remote_wire, says_what_is_lost) {
    remote_wire w({.bind = "127.0.0.1"});
    const auto a = *w.attach("a");
    w.send({tcp(a), {transport::tls, "127.0.0.1", 5061}, message("x")});
    EXPECT_THAT(next(w), ElementsAre("TLS is not offered"));
    w.send({{transport::udp, "127.0.0.1", 1}, a, message("x")});
    EXPECT_THAT(next(w), ElementsAre("udp:127.0.0.1:1 is no address of ours"));
}

} // namespace
} // namespace simplespec::rigs
