#include "agent/presence_server_exchange.hpp"

#include <gtest/gtest.h>

namespace simplespec::agent {
namespace {

using namespace std::chrono_literals;
using sip::header;
using testing::exchange;

constexpr std::string_view alice = "sip:alice@example.com";
constexpr std::string_view bob = "sip:bob@example.com";

server_settings two_users() {
    server_settings s;
    s.accounts = {{.user = "alice", .secret = {}}, {.user = "bob", .secret = {}}};
    s.presence_throttle = 0ms;
    return s;
}

struct presence_servers : ::testing::Test {
    exchange x{two_users()};
};

TEST_F(presence_servers, what_is_published_reaches_the_watcher) {
    const auto ok = x.send(x.subscribe("bob", alice).add(header::expires, "600"));
    EXPECT_EQ(ok.status(), 200);
    EXPECT_EQ(ok.value(header::expires), "600");
    ASSERT_EQ(x.notifies.size(), 1U);
    EXPECT_EQ(x.notifies[0].value(header::subscription_state), "active;expires=600");
    EXPECT_EQ(x.notifies[0].value(header::content_type), "application/pidf+xml");

    EXPECT_EQ(x.send(x.publish("alice", "Lunch")).status(), 200);
    ASSERT_EQ(x.notifies.size(), 2U);
    EXPECT_NE(x.notifies[1].body().find("Lunch"), std::string_view::npos);
    EXPECT_EQ(x.notifies[1].request_uri(), "sip:bob@192.0.2.1:5060");
}

TEST_F(presence_servers, a_refresh_changes_the_entity_tag_and_tells_nobody) {
    x.send(x.subscribe("bob", alice));
    const auto first = x.send(x.publish("alice", "Lunch"));
    const std::string etag(first.value(header::sip_etag));
    const auto told = x.notifies.size();
    auto refresh = x.request("PUBLISH", "alice", alice).add(header::event, "presence");
    const auto second = x.send(refresh.add(header::sip_if_match, etag));
    EXPECT_EQ(second.status(), 200);
    EXPECT_NE(second.value(header::sip_etag), etag);
    EXPECT_EQ(x.notifies.size(), told);
    auto stale = x.request("PUBLISH", "alice", alice).add(header::event, "presence");
    EXPECT_EQ(x.send(stale.add(header::sip_if_match, etag)).status(), 412);
}

TEST_F(presence_servers, a_publication_that_runs_out_is_told) {
    x.send(x.subscribe("bob", alice));
    x.send(x.publish("alice", "Lunch").add(header::expires, "60"));
    ASSERT_EQ(x.notifies.size(), 2U);
    x.pass(61s);
    ASSERT_EQ(x.notifies.size(), 3U);
    EXPECT_EQ(x.notifies[2].body().find("Lunch"), std::string_view::npos);
    EXPECT_EQ(x.server.count().publications, 0U);
}

TEST_F(presence_servers, a_subscription_that_runs_out_ends_with_timeout) {
    x.send(x.subscribe("bob", alice).add(header::expires, "60"));
    x.pass(60s);
    ASSERT_EQ(x.notifies.size(), 2U);
    EXPECT_EQ(x.notifies[1].value(header::subscription_state), "terminated;reason=timeout");
    EXPECT_EQ(x.server.count().subscriptions, 0U);
    x.pass(60s);
    EXPECT_EQ(x.server.count().transactions, 0U);
}

TEST_F(presence_servers, a_fetch_ends_with_the_state) {
    x.send(x.publish("alice", "Lunch"));
    EXPECT_EQ(x.send(x.subscribe("bob", alice).add(header::expires, "0")).status(), 200);
    ASSERT_EQ(x.notifies.size(), 1U);
    EXPECT_EQ(x.notifies[0].value(header::subscription_state), "terminated;reason=timeout");
    EXPECT_NE(x.notifies[0].body().find("Lunch"), std::string_view::npos);
    EXPECT_EQ(x.server.count().subscriptions, 0U);
}

TEST_F(presence_servers, a_refresh_stays_in_its_dialog) {
    auto first = x.subscribe("bob", alice);
    const auto ok = x.send(first);
    auto again = sip::composer::from(first.take());
    again.set(header::to, ok.value(header::to)).set(header::cseq, "100 SUBSCRIBE");
    again.set(header::contact, "<sip:bob@192.0.2.1:5099>");
    EXPECT_EQ(x.send(again).status(), 200);
    ASSERT_EQ(x.notifies.size(), 2U);
    EXPECT_EQ(x.notified[1].port, 5099) << "the target was refreshed";
    EXPECT_EQ(x.send(again.set(header::cseq, "99 SUBSCRIBE")).status(), 500);
    EXPECT_EQ(x.send(again.set(header::cseq, "101 SUBSCRIBE").set(header::event, "presence;id=2")).status(),
              481);
    EXPECT_EQ(
        x.send(again.set(header::cseq, "102 SUBSCRIBE").set(header::to, "<sip:alice@example.com>;tag=no"))
            .status(),
        481);
    EXPECT_EQ(x.server.count().subscriptions, 1U);
}

TEST_F(presence_servers, never_notifies_a_host_that_did_not_speak) {
    auto m = x.subscribe("bob", alice);
    m.set(header::contact, "<sip:bob@198.51.100.7>");
    x.send(m);
    ASSERT_EQ(x.notified.size(), 1U);
    EXPECT_EQ(x.notified[0], testing::alice_hop);
    EXPECT_EQ(x.notifies[0].request_uri(), "sip:bob@198.51.100.7");
}

TEST_F(presence_servers, a_watcher_that_is_gone_is_forgotten) {
    x.send(x.subscribe("bob", alice));
    x.notify_status = 481;
    x.send(x.publish("alice", "Lunch"));
    EXPECT_EQ(x.server.count().subscriptions, 0U);
    x.send(x.subscribe("bob", alice));
    x.notify_status = 0;
    x.send(x.subscribe("bob", alice));
    x.pass(33s);
    EXPECT_EQ(x.server.count().subscriptions, 0U) << "Timer F";
}

TEST(presence_server, tells_changes_at_most_every_five_seconds) {
    auto settings = two_users();
    settings.presence_throttle = 5s;
    exchange x{settings};
    x.send(x.subscribe("bob", alice));
    x.send(x.publish("alice", "Lunch"));
    x.send(x.publish("alice", "Dinner"));
    EXPECT_EQ(x.notifies.size(), 1U);
    x.pass(5s);
    ASSERT_EQ(x.notifies.size(), 2U);
    EXPECT_NE(x.notifies[1].body().find("Dinner"), std::string_view::npos);
}

struct policy_row {
    const char* name;
    watcher_policy policy;
    int status;
    const char* state;
    bool sees;
};

TEST(presence_server, policies) {
    const policy_row rows[] = {
        {"allow", watcher_policy::allow, 200, "active;expires=3600", true},
        {"pending", watcher_policy::pending, 200, "pending;expires=3600", false},
        {"reject", watcher_policy::reject, 403, "", false},
        {"polite block", watcher_policy::polite_block, 200, "active;expires=3600", false},
    };
    for (const auto& r : rows) {
        auto settings = two_users();
        settings.accounts[0].policy = r.policy;
        exchange x{settings};
        x.send(x.publish("alice", "Lunch"));
        EXPECT_EQ(x.send(x.subscribe("bob", alice)).status(), r.status) << r.name;
        if (r.status != 200) continue;
        ASSERT_EQ(x.notifies.size(), 1U) << r.name;
        EXPECT_EQ(x.notifies[0].value(header::subscription_state), r.state) << r.name;
        EXPECT_EQ(x.notifies[0].body().find("Lunch") != std::string_view::npos, r.sees) << r.name;
        x.send(x.publish("alice", "Dinner"));
        EXPECT_EQ(x.notifies.size(), r.sees ? 2U : 1U) << r.name;
    }
}

TEST_F(presence_servers, the_watchers_of_a_presentity_are_told_to_it) {
    auto winfo = x.subscribe("alice", alice);
    x.send(winfo.set(header::event, "presence.winfo"));
    ASSERT_EQ(x.notifies.size(), 1U);
    EXPECT_EQ(x.notifies[0].value(header::content_type), "application/watcherinfo+xml");
    x.pass(5s);
    x.send(x.subscribe("bob", alice), testing::bob_hop);
    ASSERT_EQ(x.notifies.size(), 3U);
    const auto& told = x.notifies[1].value(header::event) == "presence" ? x.notifies[2] : x.notifies[1];
    EXPECT_NE(told.body().find("sip:bob@example.com"), std::string_view::npos);
    EXPECT_NE(told.body().find("version=\"1\""), std::string_view::npos);
    EXPECT_NE(told.body().find("partial"), std::string_view::npos);
    auto foreign = x.subscribe("bob", alice);
    EXPECT_EQ(x.send(foreign.set(header::event, "presence.winfo")).status(), 403);
}

TEST(presence_server, an_undecided_watcher_waits_after_its_time) {
    auto settings = two_users();
    settings.accounts[0].policy = watcher_policy::pending;
    exchange x{settings};
    x.send(x.subscribe("bob", alice).add(header::expires, "60"));
    x.pass(61s);
    const auto fetch = [&] {
        x.notifies.clear();
        auto winfo = x.subscribe("alice", alice);
        x.send(winfo.set(header::event, "presence.winfo").add(header::expires, "0"));
        return std::string(x.notifies.at(0).body());
    };
    EXPECT_NE(fetch().find("waiting"), std::string::npos);
    x.pass(24h);
    EXPECT_EQ(fetch().find("waiting"), std::string::npos) << "given up";
}

TEST_F(presence_servers, a_fetch_is_no_news_of_watchers) {
    auto winfo = x.subscribe("alice", alice);
    x.send(winfo.set(header::event, "presence.winfo"));
    x.send(x.subscribe("bob", alice).add(header::expires, "0"));
    x.pass(10s);
    ASSERT_EQ(x.notifies.size(), 2U);
    EXPECT_EQ(x.notifies[1].value(header::event), "presence");
}

TEST(presence_server, a_decision_reaches_those_who_wait_for_it) {
    auto settings = two_users();
    settings.accounts[0].policy = watcher_policy::pending;
    exchange x{settings};
    x.send(x.publish("alice", "Lunch"));
    x.send(x.subscribe("bob", alice));
    EXPECT_EQ(x.notifies.at(0).value(header::subscription_state), "pending;expires=3600");
    EXPECT_TRUE(x.notifies[0].body().empty());
    x.deliver(x.server.decide(x.now, alice, bob, watcher_policy::allow));
    ASSERT_EQ(x.notifies.size(), 2U);
    EXPECT_EQ(x.notifies[1].value(header::subscription_state), "active;expires=3600");
    EXPECT_NE(x.notifies[1].body().find("Lunch"), std::string_view::npos);
    x.deliver(x.server.decide(x.now, alice, bob, watcher_policy::polite_block));
    ASSERT_EQ(x.notifies.size(), 3U);
    EXPECT_EQ(x.notifies[2].body().find("Lunch"), std::string_view::npos);
    x.deliver(x.server.decide(x.now, alice, bob, watcher_policy::reject));
    ASSERT_EQ(x.notifies.size(), 4U);
    EXPECT_EQ(x.notifies[3].value(header::subscription_state), "terminated;reason=rejected");
    EXPECT_EQ(x.send(x.subscribe("bob", alice)).status(), 403);
}

TEST_F(presence_servers, a_response_goes_to_a_maddr_that_has_spoken) {
    x.send(x.request("OPTIONS", "bob", "sip:example.com"), testing::bob_hop);
    const auto answered_at = [&](const char* maddr) {
        auto m = x.request("OPTIONS", "bob", "sip:example.com");
        m.prepend(header::via,
                  std::string("SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKm") + maddr + ";maddr=" + maddr);
        return x.server.on_reception(x.now, {testing::alice_hop, testing::server_hop, m.octets()})
            .at(0)
            .to.host;
    };
    EXPECT_EQ(answered_at("192.0.2.2"), "192.0.2.2");
    EXPECT_EQ(answered_at("198.51.100.9"), "192.0.2.1") << "never spoke to us";
}

// Beyond each limit the request that would grow the server is refused, and nothing else changes.
TEST(presence_server, keeps_its_bounds) {
    auto settings = two_users();
    settings.limits.publications = 1;
    settings.limits.subscriptions = 1;
    settings.limits.transactions = 3;
    exchange x{settings};
    EXPECT_EQ(x.send(x.publish("alice", "Lunch")).status(), 200);
    const auto full = x.send(x.publish("alice", "Dinner"));
    EXPECT_EQ(full.status(), 503);
    EXPECT_TRUE(full.has(header::retry_after));
    x.pass(33s);
    EXPECT_EQ(x.send(x.subscribe("bob", alice)).status(), 200);
    EXPECT_EQ(x.send(x.subscribe("bob", alice)).status(), 503);
    for (int i = 0; i < 5; ++i) x.send(x.request("OPTIONS", "bob", "sip:example.com"));
    EXPECT_EQ(x.send(x.request("OPTIONS", "bob", "sip:example.com")).status(), 503);
    EXPECT_EQ(x.server.count().subscriptions, 1U);
    x.pass(33s);
    EXPECT_EQ(x.send(x.request("OPTIONS", "bob", "sip:example.com")).status(), 200);
}

// Whatever octets of a message are changed, the server answers or ignores, and keeps its bounds.
TEST_F(presence_servers, broken_messages_do_no_harm) {
    sip::entropy random(7);
    for (int i = 0; i < 3000; ++i) {
        auto m = i % 3 == 0   ? x.publish("alice", "Lunch")
                 : i % 3 == 1 ? x.subscribe("bob", alice)
                              : x.request("REGISTER", "bob", "sip:example.com", bob)
                                    .add(header::contact, "<sip:bob@192.0.2.2>");
        m.prepend(header::via, "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK" + std::to_string(i));
        auto octets = m.octets();
        for (auto changes = random.below(4) + 1; changes > 0; --changes) {
            const auto at = random.below(octets.size());
            switch (random.below(3)) {
            case 0:
                octets[at] = static_cast<char>(random.below(256));
                break;
            case 1:
                octets.erase(at, random.below(20));
                break;
            default:
                octets.insert(at, octets.substr(random.below(octets.size()), random.below(20)));
                break;
            }
        }
        x.raw(std::move(octets));
        if (i % 100 == 0) x.pass(1s);
    }
    x.pass(3h);
    EXPECT_EQ(x.server.count(), presence_server::census{});
}

// What RFC 3261 section 8.2 and the packages refuse: one row a status.
TEST_F(presence_servers, refusals) {
    using change = std::function<sip::composer(exchange&)>;
    const struct {
        const char* name;
        change make;
        int status;
        header field;
        const char* value;
    } rows[] = {
        {"no Call-ID", [](auto& e) { return e.publish("alice", "").remove(header::call_id); }, 400, {}, ""},
        {"CSeq of another method",
         [](auto& e) { return e.publish("alice", "").set(header::cseq, "1 SUBSCRIBE"); },
         400,
         {},
         ""},
        {"unknown user", [](auto& e) { return e.subscribe("bob", "sip:nobody@example.com"); }, 404, {}, ""},
        {"other domain", [](auto& e) { return e.subscribe("bob", "sip:alice@example.org"); }, 404, {}, ""},
        {"other domain, no hops left",
         [](auto& e) { return e.subscribe("bob", "sip:alice@example.org").set(header::max_forwards, "0"); },
         483,
         {},
         ""},
        {"INVITE", [](auto& e) { return e.request("INVITE", "bob", alice); }, 405, header::allow,
         "CANCEL, OPTIONS, PUBLISH, REGISTER, SUBSCRIBE"},
        {"unknown method", [](auto& e) { return e.request("FROBNICATE", "bob", alice); }, 501, {}, ""},
        {"no format of ours",
         [](auto& e) { return e.subscribe("bob", alice).add(header::accept, "text/plain"); },
         406,
         {},
         ""},
        {"large body", [](auto& e) { return e.publish("alice", std::string(300000, 'x')); }, 413, {}, ""},
        {"body type", [](auto& e) { return e.publish("alice", "").body("text/plain", "hi"); }, 415,
         header::accept, "application/pidf+xml"},
        {"body on SUBSCRIBE", [](auto& e) { return e.subscribe("bob", alice).body("text/plain", "hi"); }, 415,
         header::accept, "application/pidf+xml"},
        {"coding", [](auto& e) { return e.publish("alice", "").add(header::content_encoding, "gzip"); }, 415,
         header::accept_encoding, "identity"},
        {"scheme", [](auto& e) { return e.request("OPTIONS", "bob", "tel:123"); }, 416, {}, ""},
        {"extension", [](auto& e) { return e.publish("alice", "").add(header::require, "eventlist, foo"); },
         420, header::unsupported, "foo"},
        {"brief publication", [](auto& e) { return e.publish("alice", "").add(header::expires, "5"); }, 423,
         header::min_expires, "60"},
        {"brief subscription", [](auto& e) { return e.subscribe("bob", alice).add(header::expires, "5"); },
         423, header::min_expires, "60"},
        {"NOTIFY", [](auto& e) { return e.request("NOTIFY", "bob", alice); }, 481, {}, ""},
        {"event of PUBLISH", [](auto& e) { return e.publish("alice", "").set(header::event, "dialog"); }, 489,
         header::allow_events, "presence, presence.winfo"},
        {"event of SUBSCRIBE", [](auto& e) { return e.subscribe("bob", alice).set(header::event, "dialog"); },
         489, header::allow_events, "presence, presence.winfo"},
        {"no event", [](auto& e) { return e.subscribe("bob", alice).remove(header::event); }, 489, {}, ""},
        {"no contact",
         [](auto& e) { return e.subscribe("bob", alice).remove(header::contact); },
         400,
         {},
         ""},
        {"nobody's list body",
         [](auto& e) { return e.publish("alice", "").body("application/pidf+xml", "no"); },
         400,
         {},
         ""},
        {"version",
         [](auto& e) { return e.publish("alice", "").start_line("PUBLISH sip:alice@example.com SIP/3.0"); },
         505,
         {},
         ""},
    };
    for (const auto& r : rows) {
        const auto answer = x.send(r.make(x));
        EXPECT_EQ(answer.status(), r.status) << r.name;
        if (r.field != header::other) {
            EXPECT_EQ(answer.value(r.field), r.value) << r.name;
        }
    }
    EXPECT_EQ(x.server.count().subscriptions, 0U);
    EXPECT_EQ(x.server.count().publications, 0U);
}

TEST_F(presence_servers, a_request_that_came_another_way_is_merged) {
    const auto m = x.publish("alice", "Lunch");
    EXPECT_EQ(x.send(m).status(), 200);
    EXPECT_EQ(x.send(m).status(), 482);
    x.pass(33s);
    EXPECT_EQ(x.send(m).status(), 200) << "the transaction is over";
}

TEST_F(presence_servers, options_tell_what_it_can) {
    const auto ok = x.send(x.request("OPTIONS", "bob", "sip:example.com"));
    EXPECT_EQ(ok.status(), 200);
    for (const header h : {header::accept, header::allow, header::supported, header::allow_events})
        EXPECT_TRUE(ok.has(h)) << sip::name(h);
}

TEST_F(presence_servers, a_cancel_comes_too_late_or_finds_nothing) {
    auto m = x.request("OPTIONS", "bob", "sip:example.com");
    m.prepend(header::via, "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKc");
    EXPECT_EQ(x.raw(m.octets()).status(), 200);
    auto cancel = sip::composer::from(m.take()).start_line("CANCEL sip:example.com SIP/2.0");
    cancel.set(header::cseq, "1 CANCEL");
    EXPECT_EQ(x.raw(cancel.octets()).status(), 200);
    EXPECT_EQ(x.send(cancel.remove(header::via)).status(), 481);
}

TEST_F(presence_servers, refresh_with_a_known_state_is_204) {
    x.send(x.publish("alice", "Lunch"));
    auto first = x.subscribe("bob", alice);
    const auto ok = x.send(first);
    const std::string etag(x.notifies.back().value(header::sip_etag));
    ASSERT_FALSE(etag.empty());
    auto again = sip::composer::from(first.take());
    again.set(header::to, ok.value(header::to)).set(header::cseq, "100 SUBSCRIBE");
    again.set(header::suppress_if_match, etag);
    EXPECT_EQ(x.send(again).status(), 204);
    EXPECT_EQ(x.notifies.size(), 1U);
}

} // namespace
} // namespace simplespec::agent
