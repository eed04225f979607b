#include "events/notifier.hpp"

#include "events/exchange.hpp"

#include <gtest/gtest.h>

namespace simplespec::events {
namespace {

using namespace exchange;
using namespace std::chrono_literals;
using sip::header;
using state = notifier::state;
using substate = subscription_state::substate;

struct notifying : testing::Test {
    sip::entropy random{7};
    notifier n{settings(), random};
    sip::message last, ok; // NOTIFY sent last, response to the first SUBSCRIBE
    std::string body = "here";
    std::uint32_t cseq = 0;
    std::string ended;

    static notifier_settings settings() {
        notifier_settings s;
        s.formats = {"application/pidf+xml", "text/plain"};
        s.contact = "sip:192.0.2.9:5060";
        return s;
    }
    // Give the body when it is asked for, as the owner does.
    std::string see(sip::instant when, const notifier::effects& effects) {
        std::string out = wire(effects);
        for (const auto& m : requests(effects)) last = m;
        for (const auto& m : responses(effects))
            if (ok.octets().empty()) ok = m;
        for (const auto& e : all<notifier::ended>(effects)) ended = e.reason;
        for (const auto& wanted : all<notifier::state_wanted>(effects)) {
            const auto more = see(when, n.notify(when, {"application/pidf+xml", body + (wanted.full ? "" : "+"), ""}));
            out += (out.empty() ? "" : " | ") + more;
        }
        return out;
    }
    sip::composer subscribe(std::string_view expires = "600") {
        auto m = sip::composer::request("SUBSCRIBE", "sip:bob@example.com");
        m.add(header::via, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1")
            .add(header::from, "\"Alice\" <sip:alice@example.com>;tag=a")
            .add(header::to, ok.octets().empty() ? "<sip:bob@example.com>" : ok.value(header::to))
            .add(header::call_id, "call")
            .add(header::cseq, std::to_string(++cseq) + " SUBSCRIBE")
            .add(header::contact, "<sip:alice@192.0.2.1:5070>")
            .add(header::event, "presence;id=1");
        if (!expires.empty()) m.add(header::expires, expires);
        return m;
    }
    std::string subscribed(sip::instant when, const sip::composer& m, substate decision = substate::active) {
        subscription_state how;
        how.value = decision;
        if (decision == substate::terminated) how.reason = "rejected";
        return see(when, n.on_subscribe(when, sip::server_key{1}, m.take(), how));
    }
    std::string answered(sip::instant when, int status, std::vector<std::pair<header, std::string>> rows = {}) {
        return see(when, n.on_response(when, reply(last, status, std::move(rows))));
    }
    std::string change(sip::instant when, std::string_view to, std::string_view etag = "") {
        body = to;
        return see(when, n.on_change(when, etag));
    }
};

TEST_F(notifying, accepts_and_tells_at_once) {
    EXPECT_EQ(subscribed(at(), subscribe()), "200 expires=600 | NOTIFY state=active;expires=600 body=here");
    EXPECT_EQ(ok.value(header::contact), "<sip:192.0.2.9:5060>");
    EXPECT_EQ(last.request_uri(), "sip:alice@192.0.2.1:5070");
    EXPECT_EQ(last.value(header::event), "presence;id=1");
    EXPECT_EQ(last.value(header::to), "\"Alice\" <sip:alice@example.com>;tag=a");
    EXPECT_EQ(n.watcher(), "sip:alice@example.com");
    EXPECT_EQ(n.current(), state::active);
}

TEST_F(notifying, the_route_of_the_dialog_is_in_the_answer) {
    auto m = subscribe();
    m.add(header::record_route, "<sip:p1.example.com;lr>").add(header::record_route, "<sip:p2.example.com;lr>");
    subscribed(at(), m);
    EXPECT_EQ(ok.count(header::record_route), 2U);
    EXPECT_EQ(last.value(header::route), "<sip:p1.example.com;lr>");
}

TEST_F(notifying, lifetimes_are_lowered_never_raised) {
    struct row {
        std::string_view asked, granted;
    };
    for (const auto& r : {row{"60", "60"}, row{"7200", "7200"}, row{"99999", "7200"}, row{"", "3600"}}) {
        n = notifier(settings(), random);
        ok = {};
        EXPECT_TRUE(subscribed(at(), subscribe(r.asked)).starts_with("200 expires=" + std::string(r.granted) + " |"));
    }
}

TEST_F(notifying, refusals) {
    struct row {
        std::string_view name;
        sip::composer request;
        std::string_view told;
    };
    const row rows[] = {
        {"another package", subscribe().set(header::event, "dialog"), "489"},
        {"no Event", subscribe().remove(header::event), "489"},
        {"too brief", subscribe("59"), "423 min-expires=60"},
        {"no number", subscribe("soon"), "400"},
        {"nothing that we write", subscribe().add(header::accept, "application/xpidf+xml"), "406"},
        {"no Contact", subscribe().remove(header::contact), "400"},
    };
    for (const auto& r : rows) {
        n = notifier(settings(), random);
        EXPECT_EQ(subscribed(at(), r.request), r.told) << r.name;
        EXPECT_TRUE(n.done()) << r.name;
    }
}

TEST_F(notifying, accept_chooses_the_format) {
    subscribed(at(), subscribe().add(header::accept, "text/plain, application/rlmi+xml"));
    EXPECT_EQ(n.format(), "text/plain");
}

TEST_F(notifying, one_at_a_time_and_the_newest_next) {
    subscribed(at(), subscribe());
    EXPECT_EQ(change(at(1s), "one"), "");
    EXPECT_EQ(change(at(2s), "two"), "");
    EXPECT_EQ(answered(at(3s), 180), "");
    EXPECT_EQ(answered(at(3s), 200), "NOTIFY state=active;expires=597 body=two+");
    EXPECT_EQ(answered(at(3s), 200), "");
    EXPECT_EQ(change(at(4s), "three"), "NOTIFY state=active;expires=596 body=three+");
}

TEST_F(notifying, throttle_spares_changes_and_not_confirmations) {
    auto slow = settings();
    slow.throttle = 5s;
    n = notifier(slow, random);
    subscribed(at(), subscribe());
    answered(at(), 200);
    EXPECT_EQ(change(at(1s), "one"), "");
    EXPECT_EQ(change(at(2s), "two"), "");
    EXPECT_EQ(n.deadline(), at(5s).steady);
    EXPECT_EQ(see(at(5s), n.on_timer(at(5s))), "NOTIFY state=active;expires=595 body=two+");
    answered(at(5s), 200);
    EXPECT_EQ(subscribed(at(6s), subscribe()), "200 expires=600 | NOTIFY state=active;expires=600 body=two");
}

TEST_F(notifying, refresh_moves_the_end_and_tells_the_whole) {
    subscribed(at(), subscribe());
    answered(at(), 200);
    EXPECT_EQ(subscribed(at(500s), subscribe("300")), "200 expires=300 | NOTIFY state=active;expires=300 body=here");
    EXPECT_EQ(n.expires_at(), at(800s).steady);
    EXPECT_EQ(subscribed(at(501s), subscribe("5")), "423 min-expires=60");
    EXPECT_EQ(n.expires_at(), at(800s).steady);
}

TEST_F(notifying, a_subscribe_out_of_order_or_of_another_id_is_refused) {
    subscribed(at(), subscribe());
    const auto older = subscribe();
    subscribed(at(1s), subscribe());
    EXPECT_EQ(subscribed(at(2s), older), "500");
    EXPECT_FALSE(n.matches(subscribe().set(header::event, "presence").take()));
    EXPECT_EQ(subscribed(at(2s), subscribe().set(header::event, "presence;id=2")), "481");
}

TEST_F(notifying, runs_out) {
    subscribed(at(), subscribe("60"));
    answered(at(), 200);
    EXPECT_EQ(n.deadline(), at(60s).steady);
    EXPECT_EQ(see(at(60s), n.on_timer(at(60s))), "NOTIFY state=terminated;reason=timeout");
    EXPECT_EQ(ended, "timeout");
    EXPECT_FALSE(n.done());
    EXPECT_FALSE(n.matches(subscribe().take())); // 481 from now on
    answered(at(60s), 200);
    EXPECT_TRUE(n.done());
    EXPECT_FALSE(n.deadline());
}

TEST_F(notifying, fetch_and_unsubscribe_end_with_the_state) {
    EXPECT_EQ(subscribed(at(), subscribe("0")), "200 expires=0 | NOTIFY state=terminated;reason=timeout body=here");
    n = notifier(settings(), random);
    ok = {};
    subscribed(at(), subscribe());
    answered(at(), 200);
    EXPECT_EQ(subscribed(at(1s), subscribe("0")), "200 expires=0 | NOTIFY state=terminated;reason=timeout body=here");
}

TEST_F(notifying, unsubscribe_while_a_notify_is_under_way) {
    subscribed(at(), subscribe());
    EXPECT_EQ(subscribed(at(1s), subscribe("0")), "200 expires=0");
    EXPECT_EQ(answered(at(2s), 200), "NOTIFY state=terminated;reason=timeout body=here");
}

TEST_F(notifying, pending_hides_the_state_until_it_is_granted) {
    EXPECT_EQ(subscribed(at(), subscribe(), substate::pending), "200 expires=600 | NOTIFY state=pending;expires=600");
    answered(at(), 200);
    EXPECT_EQ(change(at(1s), "secret"), "");
    EXPECT_EQ(see(at(2s), n.grant(at(2s))), "NOTIFY state=active;expires=598 body=secret");
}

TEST_F(notifying, rejected_at_once_or_later) {
    EXPECT_EQ(subscribed(at(), subscribe(), substate::terminated), "200 expires=600 | NOTIFY state=terminated;reason=rejected");
    n = notifier(settings(), random);
    ok = {};
    subscribed(at(), subscribe(), substate::pending);
    answered(at(), 200);
    EXPECT_EQ(see(at(1s), n.terminate(at(1s), "rejected")), "NOTIFY state=terminated;reason=rejected");
    n = notifier(settings(), random);
    ok = {};
    subscribed(at(), subscribe());
    answered(at(), 200);
    EXPECT_EQ(see(at(1s), n.terminate(at(1s), "probation", 90s)),
              "NOTIFY state=terminated;reason=probation;retry-after=90");
}

TEST_F(notifying, what_a_failed_notify_does) {
    struct row {
        int status;
        std::string retry_after;
        bool ends;
    };
    const row rows[] = {{404, "", true},  {405, "", true},  {410, "", true}, {416, "", true},   {480, "", true},
                        {481, "", true},  {485, "", true},  {489, "", true}, {501, "", true},   {604, "", true},
                        {500, "", false}, {503, "", false}, {415, "", false}, {503, "20", false}};
    for (const auto& r : rows) {
        n = notifier(settings(), random);
        ok = {};
        ended.clear();
        subscribed(at(), subscribe());
        answered(at(), r.status, r.retry_after.empty() ? std::vector<std::pair<header, std::string>>{}
                                                       : std::vector<std::pair<header, std::string>>{
                                                             {header::retry_after, r.retry_after}});
        EXPECT_EQ(n.done(), r.ends) << r.status;
        EXPECT_EQ(ended, r.ends ? std::to_string(r.status) : "") << r.status;
        if (r.ends) continue;
        const bool held = !r.retry_after.empty();
        EXPECT_EQ(change(at(1s), "new"), held ? "" : "NOTIFY state=active;expires=599 body=new+") << r.status;
        if (held) { EXPECT_EQ(see(at(20s), n.on_timer(at(20s))), "NOTIFY state=active;expires=580 body=new"); }
    }
}

TEST_F(notifying, timer_f_removes_the_subscription) {
    subscribed(at(), subscribe());
    n.on_failure(at(32s), failure::timed_out);
    EXPECT_TRUE(n.done());
    EXPECT_FALSE(n.deadline());
}

TEST_F(notifying, conditional_forms_of_rfc_5839) {
    n.name_state("e1");
    EXPECT_EQ(subscribed(at(), subscribe()), "200 expires=600 | NOTIFY state=active;expires=600 etag=e1 body=here");
    answered(at(), 200);
    const auto conditional = [&](std::string_view tag, std::string_view expires = "600") {
        return subscribe(expires).add(header::suppress_if_match, tag);
    };
    EXPECT_EQ(subscribed(at(1s), conditional("e1")), "204 expires=600");
    EXPECT_EQ(change(at(2s), "here", "e1"), ""); // the same state
    EXPECT_EQ(change(at(2s), "gone", "e2"), "NOTIFY state=active;expires=599 etag=e2 body=gone+");
    answered(at(2s), 200);
    EXPECT_EQ(subscribed(at(3s), conditional("e1")),
              "200 expires=600 | NOTIFY state=active;expires=600 etag=e2 body=gone");
    answered(at(3s), 200);
    EXPECT_EQ(subscribed(at(4s), conditional("*")), "204 expires=600");
    EXPECT_EQ(change(at(5s), "back", "e3"), ""); // dormant
    EXPECT_EQ(subscribed(at(6s), conditional("*", "0")), "204 expires=0");
    EXPECT_TRUE(n.done());
}

TEST_F(notifying, a_true_condition_on_a_first_subscribe_leaves_the_body_out) {
    n.name_state("e1");
    EXPECT_EQ(subscribed(at(), subscribe().add(header::suppress_if_match, "e1")),
              "200 expires=600 | NOTIFY state=active;expires=600 etag=e1");
}

} // namespace
} // namespace simplespec::events
