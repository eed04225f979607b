#include "scenarios/runner/watched_node.hpp"

#include "agent/presence_server.hpp"
#include "scenarios/runner/runner.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace simplespec::scenarios {
namespace {

const sip::hop server{sip::transport::udp, "192.0.2.1", 5060};
const sip::hop phone{sip::transport::udp, "198.51.100.1", 5060};

struct desk {
    desk() : inside({}, server, sip::entropy(1)), watched(inside, server, "pbx", catalogue::built_in()) {}
    void publish(const std::string& forwards) {
        watched.on_reception(now, {phone, server,
                                   "PUBLISH sip:alice@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 198.51.100.1:5060;branch=z9hG4bK1;rport\r\n" +
                                       forwards +
                                       "From: <sip:alice@example.com>;tag=1\r\nTo: <sip:alice@example.com>\r\nCall-ID: a@b\r\n"
                                       "CSeq: 1 PUBLISH\r\nEvent: presence\r\nExpires: 600\r\nContent-Type: application/pidf+xml\r\n"
                                       "Content-Length: 78\r\n\r\n"
                                       "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:alice@example.com\"/>"});
    }
    sip::instant now{sip::time_point(std::chrono::hours(1)), {}};
    agent::presence_server inside;
    watched_node watched;
};

bool accused(const scenario_result& r, const std::string& id) {
    return std::ranges::any_of(r.findings, [&](const auto& f) { return f.requirement == id && f.level == severity::error; });
}

TEST(watched_nodes, accuse_whoever_speaks_wrong_and_nobody_else) {
    desk right, wrong;
    right.publish("Max-Forwards: 70\r\n");
    wrong.publish("");
    const auto good = right.watched.close(right.now), bad = wrong.watched.close(wrong.now);
    EXPECT_FALSE(accused(good, "RFC3261-8.1.1.6-1"));
    EXPECT_TRUE(accused(bad, "RFC3261-8.1.1.6-1"));
    EXPECT_EQ(good.outcome, verdict::pass);
    EXPECT_GE(good.messages.size(), 2U) << "the answer is written down, too";
}

TEST(watched_nodes, make_a_run_of_what_they_saw) {
    desk wrong;
    wrong.publish("");
    auto seen = wrong.watched.close(wrong.now);
    auto run = run_of(std::move(seen), wrong.watched.exercised());
    EXPECT_EQ(summarize(run, false).exit_code, 1);
    EXPECT_TRUE(std::ranges::any_of(run.requirements, [](const auto& r) { return r.id == "RFC3261-8.1.1.6-1" && r.outcome == verdict::fail; }));
}

TEST(watched_nodes, to_whom_nobody_spoke_are_inconclusive) {
    desk d;
    EXPECT_EQ(d.watched.close(d.now).outcome, verdict::inconc);
}

} // namespace
} // namespace simplespec::scenarios
