#include "scenarios/observer/observer.hpp"

#include <gtest/gtest.h>

namespace simplespec::scenarios {
namespace {

using namespace std::chrono_literals;

const sip::hop watcher{sip::transport::udp, "192.0.2.1", 5060};
const sip::hop server{sip::transport::udp, "192.0.2.9", 5060};

std::string head(std::string_view from_tag, std::string_view to_tag, std::string_view cseq,
                 std::string_view branch) {
    std::string out = "Via: SIP/2.0/UDP ";
    out += cseq.ends_with("NOTIFY") ? "192.0.2.9" : "192.0.2.1";
    out.append(";branch=z9hG4bK")
        .append(branch)
        .append("\r\nFrom: <sip:x@example.com>;tag=")
        .append(from_tag);
    out.append("\r\nTo: <sip:y@example.com>");
    if (!to_tag.empty()) out.append(";tag=").append(to_tag);
    return out.append("\r\nCall-ID: c1\r\nCSeq: ").append(cseq).append("\r\n");
}

class watching : public testing::Test {
  protected:
    occasion see(const sip::hop& from, const sip::hop& to, std::string text, bool deviates = false) {
        observed one{index++, now, from, to, sip::read_message(text + "\r\n")};
        one.deviates = deviates;
        auto met = o.meet(one);
        o.take(met);
        return met;
    }
    occasion subscribe(std::string_view to_tag = {}, std::string_view branch = "s1",
                       std::string_view cseq = "1 SUBSCRIBE", bool deviates = false) {
        return see(watcher, server,
                   "SUBSCRIBE sip:y@example.com SIP/2.0\r\n" + head("w", to_tag, cseq, branch) +
                       "Contact: <sip:x@192.0.2.1>\r\nEvent: presence\r\nExpires: 600\r\n",
                   deviates);
    }
    occasion accept(std::string_view branch = "s1", std::string_view cseq = "1 SUBSCRIBE") {
        return see(server, watcher, "SIP/2.0 200 OK\r\n" + head("w", "n", cseq, branch) + "Expires: 600\r\n");
    }
    occasion notify(std::string_view state, std::string_view branch = "n1", std::string_view notifier = "n") {
        return see(server, watcher,
                   "NOTIFY sip:x@192.0.2.1 SIP/2.0\r\n" + head(notifier, "w", "5 NOTIFY", branch) +
                       "Event: presence\r\nSubscription-State: " + std::string(state) + "\r\n");
    }

    observer o;
    sip::instant now{};
    std::size_t index = 0;
};

TEST_F(watching, matches_responses_and_retransmissions) {
    EXPECT_FALSE(subscribe().repeated);
    EXPECT_TRUE(subscribe().repeated);
    const auto answer = accept();
    ASSERT_TRUE(answer.transaction);
    EXPECT_EQ(answer.transaction->requests, 2U);
    EXPECT_FALSE(answer.repeated);
    EXPECT_TRUE(accept().repeated);
}

TEST_F(watching, binds_a_notify_that_comes_before_the_200) {
    subscribe();
    const auto n = notify("active;expires=600");
    ASSERT_TRUE(n.subscription);
    EXPECT_TRUE(n.subscription->initial);
    EXPECT_EQ(n.subscription->notifier_tag, "n");
    EXPECT_EQ(accept().subscription, n.subscription);
    for (const auto& each : o.missing(now + 33s))
        EXPECT_EQ(each.missing, absence::response) << "of the NOTIFY";
}

TEST_F(watching, takes_another_notifier_tag_for_a_fork) {
    subscribe();
    const auto first = notify("active;expires=600");
    const auto second = notify("active;expires=600", "n2", "other");
    EXPECT_EQ(second.subscription->notifier_tag, "n") << "as it was met";
    const auto again = notify("active;expires=500", "n3", "other");
    EXPECT_EQ(again.subscription->notifier_tag, "other");
    EXPECT_EQ(again.subscription->notifies, 2U);
    EXPECT_TRUE(again.subscription->initial);
}

TEST_F(watching, knows_nothing_of_a_subscription_that_it_did_not_see_begin) {
    EXPECT_EQ(notify("active;expires=600").subscription, nullptr);
    const auto n = notify("active;expires=600", "n2");
    ASSERT_TRUE(n.subscription);
    EXPECT_FALSE(n.subscription->initial);
    EXPECT_FALSE(n.subscription->granted);
}

TEST_F(watching, misses_a_notify_only_after_its_deadline) {
    subscribe();
    accept();
    EXPECT_TRUE(o.missing(now + 31s).empty());
    const auto missing = o.missing(now + 32s);
    ASSERT_EQ(missing.size(), 1U);
    EXPECT_EQ(missing[0].missing, absence::notify);
    EXPECT_TRUE(missing[0].message().is_response());
    EXPECT_TRUE(o.missing(now + 64s).empty()) << "each once";
}

TEST_F(watching, misses_a_response) {
    subscribe();
    const auto missing = o.missing(now + 32s);
    ASSERT_EQ(missing.size(), 1U);
    EXPECT_EQ(missing[0].missing, absence::response);
}

TEST_F(watching, misses_the_end_of_a_lapsed_subscription) {
    subscribe();
    accept();
    notify("active;expires=600");
    now = now + 32s;
    see(watcher, server, "SIP/2.0 200 OK\r\n" + head("n", "w", "5 NOTIFY", "n1"));
    EXPECT_TRUE(o.missing(now + 590s).empty());
    const auto missing = o.missing(now + 601s);
    ASSERT_EQ(missing.size(), 1U);
    EXPECT_EQ(missing[0].missing, absence::terminated);
}

TEST_F(watching, misses_nothing_after_a_gap_or_a_deviation) {
    subscribe();
    accept();
    o.on_gap();
    EXPECT_TRUE(o.missing(now + 64s).empty());
    subscribe({}, "s2", "2 SUBSCRIBE", true);
    accept("s2", "2 SUBSCRIBE");
    EXPECT_TRUE(o.missing(now + 64s).empty());
    EXPECT_TRUE(notify("active;expires=600").tainted);
}

TEST_F(watching, sees_that_a_request_was_passed_on) {
    subscribe();
    const sip::hop next{sip::transport::udp, "192.0.2.20", 5060};
    auto passed = "SUBSCRIBE sip:y@192.0.2.20 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKproxy\r\n" +
                  head("w", {}, "1 SUBSCRIBE", "s1") + "Event: presence\r\n";
    EXPECT_TRUE(see(server, next, passed).relayed);
    EXPECT_TRUE(accept().relayed);
}

TEST_F(watching, remembers_within_bounds) {
    o = observer({.transactions = 2, .subscriptions = 2, .publications = 2, .tags = 2});
    subscribe({}, "a");
    subscribe({}, "b");
    subscribe({}, "c");
    EXPECT_EQ(accept("a").transaction, nullptr);
    EXPECT_NE(accept("c").transaction, nullptr);
}

class publishing : public watching {
  protected:
    occasion publish(std::string_view branch, std::string_view match = {}) {
        auto text = "PUBLISH sip:y@example.com SIP/2.0\r\n" + head("w", {}, "1 PUBLISH", branch) +
                    "Event: presence\r\n";
        if (!match.empty()) text.append("SIP-If-Match: ").append(match).append("\r\n");
        return see(watcher, server, text);
    }
    occasion answer(std::string_view branch, std::string_view status, std::string_view tag) {
        auto text = "SIP/2.0 " + std::string(status) + " x\r\n" + head("w", "n", "1 PUBLISH", branch) +
                    "Expires: 60\r\n";
        if (!tag.empty()) text.append("SIP-ETag: ").append(tag).append("\r\n");
        return see(server, watcher, text);
    }
};

TEST_F(publishing, follows_the_chain_of_entity_tags) {
    publish("p1");
    answer("p1", "200", "one");
    publish("p2", "one");
    answer("p2", "200", "two");
    publish("p3", "one");
    const auto stale = answer("p3", "412", {});
    ASSERT_TRUE(stale.transaction->matched);
    EXPECT_EQ(stale.transaction->matched->now, entity_tag::standing::superseded);
    ASSERT_TRUE(stale.publication);
    EXPECT_EQ(stale.publication->tags.size(), 2U);
    publish("p4", "two");
    const auto live = answer("p4", "200", "three");
    EXPECT_EQ(live.transaction->matched->now, entity_tag::standing::live);
    publish("p5", "elsewhere");
    EXPECT_FALSE(answer("p5", "412", {}).transaction->matched);
}

} // namespace
} // namespace simplespec::scenarios
