#include "net/station.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::net {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

struct speaker : sip::node {
    std::vector<sip::transmission> on_reception(sip::instant, const sip::reception& r) override {
        heard.push_back(r.octets);
        return {{r.to, r.from, "re " + r.octets}};
    }
    std::vector<sip::transmission> on_undeliverable(sip::instant, const sip::transmission& t) override {
        heard.push_back("lost " + t.octets);
        return {};
    }
    std::vector<sip::transmission> on_timer(sip::instant now) override {
        EXPECT_GE(now.steady, *due);
        due.reset();
        heard.emplace_back("timer");
        return {};
    }
    std::optional<sip::time_point> deadline() const override { return due; }

    std::vector<std::string> heard;
    std::optional<sip::time_point> due;
};

struct hosted : testing::Test {
    std::unique_ptr<port> open() { return std::move(*port::open(loop, "127.0.0.1", 0)); }
    std::vector<std::unique_ptr<port>> one(std::unique_ptr<port> p) {
        std::vector<std::unique_ptr<port>> out;
        out.push_back(std::move(p));
        return out;
    }
    void until(const std::function<bool()>& done) {
        loop.run(std::chrono::steady_clock::now() + 10s, done);
        EXPECT_TRUE(done()) << "it did not happen in time";
    }

    run_loop loop;
    clock watch;
    speaker node;
};

TEST_F(hosted, hears_and_answers) {
    auto p = open();
    const auto at = p->address();
    const station s(loop, watch, node, one(std::move(p)));
    const auto peer = open();
    std::string got;
    peer->listen({[&](const sip::reception& in) { got = in.octets; }, {}});
    peer->send({peer->address(), at, "hello"});
    until([&] { return !got.empty(); });
    EXPECT_EQ(got, "re hello");
}

TEST_F(hosted, learns_what_could_not_be_delivered) {
    auto p = open();
    const auto at = p->address();
    station s(loop, watch, node, one(std::move(p)));
    s.transmit({{{sip::transport::tls, at.host, at.port}, {sip::transport::tls, at.host, 5061}, "x"}});
    until([&] { return !node.heard.empty(); });
    EXPECT_THAT(node.heard, ElementsAre("lost x"));
}

TEST_F(hosted, is_called_when_its_deadline_passes) {
    node.due = watch.now().steady + 20ms;
    const station s(loop, watch, node, one(open()));
    until([&] { return !node.heard.empty(); });
    EXPECT_THAT(node.heard, ElementsAre("timer"));
}

TEST_F(hosted, is_called_at_once_after_the_clock_was_shifted) {
    node.due = watch.now().steady + 1h;
    station s(loop, watch, node, one(open()));
    EXPECT_FALSE(s.fire_due());
    watch.shift(2h);
    EXPECT_TRUE(s.fire_due());
    EXPECT_THAT(node.heard, ElementsAre("timer"));
    EXPECT_FALSE(s.fire_due());
}

} // namespace
} // namespace simplespec::net
