#include "agent/presence_server_exchange.hpp"
#include "contacts/list_notification.hpp"

#include <gtest/gtest.h>

namespace simplespec::agent {
namespace {

using namespace std::chrono_literals;
using contacts::instance_state;
using sip::header;
using testing::exchange;

constexpr std::string_view friends = "sip:friends@example.com";

struct lists : ::testing::Test {
    exchange x{[] {
        server_settings s;
        s.accounts = {{.user = "alice", .secret = {}},
                      {.user = "bob", .secret = {}},
                      {.user = "carol", .secret = {}, .policy = watcher_policy::pending},
                      {.user = "dave", .secret = {}, .policy = watcher_policy::reject},
                      {.user = "erin", .secret = {}, .policy = watcher_policy::polite_block}};
        s.list_throttle = 0ms;
        s.lists = {{std::string(friends),
                    {{"sip:alice@example.com", "Alice"},
                     {"sip:carol@example.com", "Carol"},
                     {"sip:dave@example.com", ""},
                     {"sip:erin@example.com", ""},
                     {"sip:nobody@example.com", ""},
                     {"sip:zoe@example.org", "Zoe"}}}};
        return s;
    }()};

    sip::composer subscribe() {
        return x.subscribe("bob", friends)
            .add(header::supported, "eventlist")
            .add(header::accept, "application/pidf+xml, application/rlmi+xml, multipart/related");
    }
    contacts::list_notification document(std::size_t i) {
        const auto& m = x.notifies.at(i);
        auto read = contacts::read_list_notification(m.value(header::content_type), {}, m.body());
        EXPECT_TRUE(read.departures.empty()) << (read.departures.empty() ? "" : read.departures[0].what);
        return std::move(*read.value);
    }
};

TEST_F(lists, the_first_document_tells_everything) {
    x.send(x.publish("alice", "Lunch"));
    const auto ok = x.send(subscribe());
    EXPECT_EQ(ok.status(), 200);
    EXPECT_EQ(ok.value(header::require), "eventlist");
    ASSERT_EQ(x.notifies.size(), 1U);
    EXPECT_EQ(x.notifies[0].value(header::require), "eventlist");
    const auto told = document(0);
    EXPECT_TRUE(told.list.full_state);
    EXPECT_EQ(told.list.version, 0U);
    EXPECT_EQ(told.list.uri, friends);
    ASSERT_EQ(told.resources.size(), 6U);
    ASSERT_EQ(told.resources[0].instances.size(), 1U);
    ASSERT_TRUE(told.resources[0].instances[0].document);
    EXPECT_EQ(told.resources[0].instances[0].document->tuples.at(0).notes.at(0).text, "Lunch");
    EXPECT_EQ(told.resources[0].meta.names.at(0).text, "Alice");
    const instance_state states[] = {instance_state::active, instance_state::pending,
                                     instance_state::terminated, instance_state::active,
                                     instance_state::terminated};
    for (std::size_t i = 0; i < std::size(states); ++i)
        EXPECT_EQ(told.resources[i].instances.at(0).meta.state, states[i]) << i;
    EXPECT_EQ(told.resources[2].instances[0].meta.reason, "rejected");
    EXPECT_EQ(told.resources[4].instances[0].meta.reason, "noresource");
    EXPECT_TRUE(told.resources[5].instances.empty()) << "of another domain nothing is known";
}

TEST_F(lists, later_ones_tell_what_changed) {
    x.send(subscribe());
    x.send(x.publish("alice", "Lunch"));
    ASSERT_EQ(x.notifies.size(), 2U);
    const auto told = document(1);
    EXPECT_FALSE(told.list.full_state);
    EXPECT_EQ(told.list.version, 1U);
    ASSERT_EQ(told.resources.size(), 1U);
    EXPECT_EQ(told.resources[0].meta.uri, "sip:alice@example.com");
    x.send(x.publish("erin", "Secret"));
    x.send(x.publish("carol", "Secret"));
    EXPECT_EQ(x.notifies.size(), 2U) << "bob may not know";
}

TEST_F(lists, changes_during_an_unanswered_notify_are_told_together) {
    x.notify_status = 0;
    x.send(subscribe());
    x.send(x.publish("alice", "Lunch"));
    x.send(x.publish("alice", "Dinner"));
    ASSERT_EQ(x.notifies.size(), 1U);
    const auto late = sip::answer(x.notifies[0], 200, "x").octets();
    x.notify_status = 200;
    x.raw(late);
    ASSERT_EQ(x.notifies.size(), 2U);
    const auto told = document(1);
    EXPECT_EQ(told.list.version, 1U);
    EXPECT_EQ(told.resources.at(0).instances.at(0).document->tuples.size(), 2U);
}

TEST_F(lists, a_refresh_brings_full_state_with_the_next_version) {
    auto first = subscribe();
    const auto ok = x.send(first);
    auto again = sip::composer::from(first.take());
    again.set(header::to, ok.value(header::to)).set(header::cseq, "100 SUBSCRIBE");
    EXPECT_EQ(x.send(again).status(), 200);
    const auto told = document(1);
    EXPECT_TRUE(told.list.full_state);
    EXPECT_EQ(told.list.version, 1U);
}

TEST_F(lists, needs_the_extension_and_the_formats) {
    const auto no = x.send(subscribe().remove(header::supported));
    EXPECT_EQ(no.status(), 421);
    EXPECT_EQ(no.value(header::require), "eventlist");
    EXPECT_EQ(x.send(subscribe().set(header::accept, "application/pidf+xml")).status(), 406);
    auto winfo = subscribe();
    EXPECT_EQ(x.send(winfo.set(header::event, "presence.winfo")).status(), 489);
    auto publish = x.publish("bob", "");
    EXPECT_EQ(x.send(publish.start_line("PUBLISH sip:friends@example.com SIP/2.0")).status(), 404);
}

TEST_F(lists, a_large_document_goes_over_tcp) {
    x.send(x.publish("alice", std::string(1500, 'x')));
    x.send(subscribe());
    ASSERT_EQ(x.notified.size(), 1U);
    EXPECT_EQ(x.notified[0].via, sip::transport::tcp);
}

} // namespace
} // namespace simplespec::agent
