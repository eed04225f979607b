#include "rigs/probe_inquiry.hpp"

#include "agent/presence_server.hpp"
#include "rigs/wire/virtual_wire.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

/// The reference server on a virtual wire, and an inquiry about it.
struct asked {
    explicit asked(inquiry_settings about = {}, agent::server_settings server = {}, virtual_settings settings = {})
        : node(filled(std::move(server)), at, sip::entropy(1)), wire(settings) {
        wire.host(node, {at, {sip::transport::tcp, at.host, at.port}});
        if (about.target.host.empty()) about.target = at;
        about.local = *wire.attach("the inquiry");
        about.domain = "example.com";
        self.emplace(std::move(about), sip::entropy(2));
    }
    static agent::server_settings filled(agent::server_settings s) {
        s.domains = {"example.com"};
        return s;
    }
    const inquiry_findings& run() {
        send(self->begin(wire.now()));
        const auto end = wire.now().steady + 5min;
        while (!self->over() && wire.now().steady < end) {
            for (const auto& e : wire.wait(std::min(end, self->deadline().value_or(end)))) {
                if (const auto* in = std::get_if<arrival>(&e)) send(self->on_reception(in->at, in->received));
                if (const auto* lost = std::get_if<undeliverable>(&e)) {
                    self->note_reason(lost->reason);
                    send(self->on_undeliverable(lost->at, lost->lost));
                }
            }
            if (const auto due = self->deadline(); due && *due <= wire.now().steady) send(self->on_timer(wire.now()));
        }
        return self->learnt();
    }
    void send(const std::vector<sip::transmission>& all) {
        for (const auto& one : all) wire.send(one);
    }

    sip::hop at{sip::transport::udp, "192.0.2.10", 5060};
    agent::presence_server node;
    virtual_wire wire;
    std::optional<inquiry> self;
};

agent::server_settings with_accounts() {
    agent::server_settings out;
    out.accounts = {{.user = "alice", .secret = "wonderland"}, {.user = "bob", .secret = "builder"}};
    out.lists = {{.uri = "sip:friends@example.com", .members = {{.uri = "sip:bob@example.com", .name = {}}}}};
    return out;
}

TEST(inquiry, learns_what_a_server_is_and_does) {
    asked it({.users = {{"alice", "wonderland"}, {"bob", "builder"}}, .lists = {"sip:friends@example.com"}}, with_accounts());
    const auto& found = it.run();
    ASSERT_TRUE(it.self->over());
    for (const auto q : {question::options_udp, question::options_tcp, question::registration, question::publication,
                         question::removal, question::presence, question::list})
        EXPECT_TRUE(found.accepted(q)) << name(q) << ": " << (found.find(q) ? found.find(q)->said : "not asked");
    EXPECT_EQ(found.find(question::registration_bare)->status, 401);
    EXPECT_EQ(found.find(question::registration, "bob")->status, 200);
    EXPECT_TRUE(found.find(question::presence)->notified);
    EXPECT_FALSE(found.find(question::presence)->lists);
    EXPECT_TRUE(found.find(question::list)->lists);
    EXPECT_THAT(found.allow, Contains("PUBLISH"));
    EXPECT_THAT(found.allow_events, Contains("presence"));
    EXPECT_TRUE(found.names_least_interval);
    EXPECT_TRUE(found.tags_notifications);
    EXPECT_THAT(found.algorithms, testing::Not(IsEmpty()));
}

TEST(inquiry, leaves_nothing_behind) {
    asked it({.users = {{"alice", "wonderland"}}}, with_accounts());
    EXPECT_FALSE(it.run().left_publication);
    it.wire.advance(1s, 1s);
    const auto held = it.node.count();
    EXPECT_EQ(held.bindings, 0U);
    EXPECT_EQ(held.publications, 0U);
    EXPECT_EQ(held.subscriptions, 0U);
}

TEST(inquiry, does_so_when_datagrams_are_lost) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        asked it({.users = {{"alice", "wonderland"}}, .patience = 40s}, with_accounts(),
                 {.seed = seed, .link = {.loss = 0.2}});
        const auto& found = it.run();
        EXPECT_TRUE(found.accepted(question::publication)) << seed;
        it.wire.advance(70s, 70s);
        EXPECT_EQ(it.node.count().publications, 0U) << seed;
    }
}

TEST(inquiry, tells_a_wrong_password_from_none) {
    asked wrong({.users = {{"alice", "looking-glass"}}}, with_accounts());
    EXPECT_EQ(wrong.run().find(question::registration)->status, 401);
    EXPECT_FALSE(wrong.self->learnt().accepted(question::publication));
    asked none({.users = {{"alice", ""}}}, with_accounts());
    EXPECT_EQ(none.run().find(question::registration)->status, 401);
    asked open({.users = {{"alice", ""}}});
    EXPECT_EQ(open.run().find(question::registration_bare)->status, 200);
}

TEST(inquiry, asks_no_more_where_nobody_answers) {
    asked it({.target = {sip::transport::udp, "192.0.2.99", 5060}, .users = {{"alice", "wonderland"}}});
    const auto& found = it.run();
    ASSERT_TRUE(it.self->over());
    EXPECT_FALSE(found.reachable());
    EXPECT_EQ(found.answers.size(), 2U);
    EXPECT_THAT(found.find(question::options_tcp)->said, HasSubstr("refused"));
}

} // namespace
} // namespace simplespec::rigs
