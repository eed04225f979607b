#include "events/subscriber.hpp"

#include "events/exchange.hpp"

#include <gtest/gtest.h>

namespace simplespec::events {
namespace {

using namespace exchange;
using namespace std::chrono_literals;
using sip::header;
using state = subscriber::state;

struct subscribing : testing::Test {
    sip::entropy random{7};
    subscriber s{settings(), random};
    sip::message first, last; // SUBSCRIBEs sent
    std::uint32_t cseq = 10;  // of the notifier
    subscriber::effects effects;

    static subscriber_settings settings() {
        subscriber_settings s;
        s.target = "sip:bob@example.com";
        s.from = "sip:alice@example.com";
        s.contact = "sip:alice@192.0.2.1:5070";
        s.accept = {"application/pidf+xml"};
        s.expires = 600s;
        return s;
    }
    std::string see(subscriber::effects got) {
        effects = std::move(got);
        if (const auto sent = requests(effects); !sent.empty()) {
            last = sent.back();
            if (!last.value(header::to).contains("tag=")) first = last;
        }
        return wire(effects);
    }
    std::string answered(sip::instant when, int status, std::vector<std::pair<header, std::string>> rows = {}) {
        return see(s.on_response(when, reply(last, status, std::move(rows))));
    }
    sip::composer notify(std::string_view how, std::string_view body = "", std::string_view tag = "bob") {
        auto m = sip::composer::request("NOTIFY", "sip:alice@192.0.2.1:5070");
        m.add(header::via, "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1")
            .add(header::from, "<sip:bob@example.com>;tag=" + std::string(tag))
            .add(header::to, first.value(header::from))
            .add(header::call_id, first.value(header::call_id))
            .add(header::cseq, std::to_string(++cseq) + " NOTIFY")
            .add(header::contact, "<sip:192.0.2.9:5060>")
            .add(header::event, "presence")
            .add(header::subscription_state, how);
        if (!body.empty()) m.body("application/pidf+xml", body);
        return m;
    }
    std::string notified(sip::instant when, const sip::composer& m) {
        return see(s.on_notify(when, sip::server_key{1}, m.take()));
    }
    std::string content() const {
        std::string out;
        for (const auto& c : all<content_arrived>(effects)) out += "[" + c.body.octets + "]";
        return out;
    }
    std::optional<sip::time_point> retry() const { return all<subscriber::ended>(effects).at(0).retry; }
    std::string reason() const { return all<subscriber::ended>(effects).at(0).reason; }
    // As far as active, refreshed 525 s after `when`.
    void begin(sip::instant when) {
        see(s.subscribe(when));
        answered(when, 200, {{header::expires, "600"}});
        notified(when, notify("active;expires=600", "here"));
        ASSERT_EQ(s.current(), state::active);
    }
};

TEST_F(subscribing, figure_1_by_way_of_pending) {
    EXPECT_EQ(s.current(), state::init);
    EXPECT_EQ(see(s.subscribe(at())), "SUBSCRIBE expires=600");
    EXPECT_EQ(last.value(header::accept), "application/pidf+xml");
    EXPECT_EQ(last.value(header::contact), "<sip:alice@192.0.2.1:5070>");
    EXPECT_EQ(s.current(), state::notify_wait);
    EXPECT_EQ(answered(at(), 200, {{header::expires, "600"}}), "");
    EXPECT_EQ(s.current(), state::notify_wait);
    EXPECT_EQ(notified(at(), notify("pending;expires=600")), "200");
    EXPECT_EQ(s.current(), state::pending);
    EXPECT_EQ(content(), "[]"); // the neutral state
    EXPECT_EQ(notified(at(1s), notify("active;expires=599", "here")), "200");
    EXPECT_EQ(s.current(), state::active);
    EXPECT_EQ(content(), "[here]");
    EXPECT_EQ(notified(at(2s), notify("terminated;reason=noresource")), "200");
    EXPECT_EQ(s.current(), state::terminated);
    EXPECT_FALSE(s.deadline());
}

TEST_F(subscribing, a_notify_may_come_before_the_200) {
    see(s.subscribe(at()));
    EXPECT_EQ(notified(at(), notify("active;expires=300", "here")), "200");
    EXPECT_EQ(s.current(), state::active);
    EXPECT_EQ(answered(at(), 200, {{header::expires, "600"}}), "");
    EXPECT_EQ(s.expires_at(), at(300s).steady); // the NOTIFY is the authority
    EXPECT_EQ(see(s.on_timer(at(225s))), "SUBSCRIBE expires=600");
    EXPECT_EQ(last.request_uri(), "sip:192.0.2.9:5060"); // within the dialog
}

TEST_F(subscribing, a_notify_proves_it_where_the_200_is_lost) {
    see(s.subscribe(at()));
    notified(at(), notify("active;expires=300", "here"));
    EXPECT_TRUE(s.on_failure(at(32s), failure::timed_out).empty());
    EXPECT_EQ(s.current(), state::active);
}

TEST_F(subscribing, other_branches_of_a_fork_do_not_match) {
    see(s.subscribe(at()));
    EXPECT_TRUE(s.matches(notify("active", "", "bob").take()));
    EXPECT_TRUE(s.matches(notify("active", "", "carol").take())); // whoever comes first
    notified(at(), notify("active;expires=600", "here", "carol"));
    EXPECT_FALSE(s.matches(notify("active", "", "bob").take()));
    EXPECT_TRUE(s.matches(notify("active", "", "carol").take()));
}

TEST_F(subscribing, event_and_id_must_match_octet_by_octet) {
    see(s.subscribe(at()));
    EXPECT_FALSE(s.matches(notify("active").set(header::event, "presence;id=1").take()));
    EXPECT_FALSE(s.matches(notify("active").set(header::event, "Presence").take()));
    EXPECT_FALSE(s.matches(notify("active").set(header::event, "presence.winfo").take()));
    EXPECT_FALSE(s.matches(notify("active").remove(header::event).take()));
    EXPECT_TRUE(s.matches(notify("active").set(header::event, "presence;shared").take()));
    EXPECT_FALSE(s.matches(notify("active").set(header::call_id, "other").take()));
    EXPECT_FALSE(s.matches(notify("active").set(header::to, "<sip:alice@example.com>;tag=other").take()));
}

TEST_F(subscribing, timer_n_ends_a_wait_for_nothing) {
    see(s.subscribe(at()));
    answered(at(), 200, {{header::expires, "600"}});
    EXPECT_EQ(s.deadline(), at(32s).steady);
    see(s.on_timer(at(32s)));
    EXPECT_EQ(s.current(), state::terminated);
    EXPECT_EQ(reason(), "timer-n");
    EXPECT_FALSE(s.matches(notify("active").take())); // 481 from now on
    EXPECT_EQ(retry(), at(92s).steady);
    const std::string before(first.value(header::call_id));
    EXPECT_EQ(see(s.on_timer(at(92s))), "SUBSCRIBE expires=600");
    EXPECT_NE(first.value(header::call_id), before);
}

TEST_F(subscribing, refreshes_and_timer_n_again) {
    begin(at());
    EXPECT_EQ(see(s.on_timer(at(525s))), "SUBSCRIBE expires=600");
    EXPECT_EQ(last.value(header::call_id), first.value(header::call_id));
    EXPECT_EQ(answered(at(525s), 200, {{header::expires, "600"}}), "");
    EXPECT_EQ(s.deadline(), at(557s).steady); // Timer N
    EXPECT_EQ(notified(at(526s), notify("active;expires=600", "here")), "200");
    EXPECT_EQ(s.expires_at(), at(1126s).steady);
    EXPECT_EQ(see(s.on_timer(at(1051s))), "SUBSCRIBE expires=600");
    see(s.on_timer(at(1083s)));
    EXPECT_EQ(reason(), "timer-n");
}

TEST_F(subscribing, conditional_refresh_of_rfc_5839) {
    see(s.subscribe(at()));
    answered(at(), 200, {{header::expires, "600"}});
    notified(at(), notify("active;expires=600", "here").add(header::sip_etag, "e1"));
    EXPECT_EQ(see(s.on_timer(at(525s))), "SUBSCRIBE suppress=e1 expires=600");
    EXPECT_EQ(answered(at(525s), 204, {{header::expires, "500"}}), "");
    EXPECT_EQ(s.current(), state::active);
    EXPECT_EQ(s.deadline(), at(950s).steady); // no Timer N, the next refresh
    EXPECT_EQ(s.expires_at(), at(1025s).steady);
    // A body left out for an entity-tag that we know is no news.
    EXPECT_EQ(notified(at(600s), notify("active;expires=400").add(header::sip_etag, "e1")), "200");
    EXPECT_EQ(content(), "");
    EXPECT_EQ(see(s.refresh(at(601s))), "SUBSCRIBE expires=600"); // asks for the whole
}

TEST_F(subscribing, what_a_failed_refresh_does) {
    struct row {
        int status;
        std::string retry_after;
        bool ends;
        std::optional<std::chrono::seconds> pause; // until the next SUBSCRIBE, after 525 s
    };
    const row rows[] = {
        {404, "", true, {}},  {405, "", true, {}},   {410, "", true, {}},     {416, "", true, {}},
        {480, "", true, 60s}, {481, "", true, 0s},   {482, "", true, {}},     {485, "", true, {}},
        {489, "", true, {}},  {501, "", true, {}},   {604, "", true, {}},     {503, "20", false, 20s},
        {500, "", false, 60s}, {403, "", false, 60s}, {408, "", false, 60s},
    };
    for (const auto& r : rows) {
        s = subscriber(settings(), random);
        begin(at());
        see(s.on_timer(at(525s)));
        answered(at(525s), r.status, r.retry_after.empty() ? std::vector<std::pair<header, std::string>>{}
                                                           : std::vector<std::pair<header, std::string>>{
                                                                 {header::retry_after, r.retry_after}});
        EXPECT_EQ(s.current() == state::terminated, r.ends) << r.status;
        ASSERT_EQ(s.deadline().has_value(), r.pause.has_value()) << r.status;
        if (r.pause) { EXPECT_EQ(*s.deadline(), at(525s + *r.pause).steady) << r.status; }
        if (!r.ends) { EXPECT_EQ(s.expires_at(), at(600s).steady) << r.status; }
    }
}

TEST_F(subscribing, one_that_cannot_be_refreshed_ends_when_it_expires) {
    begin(at());
    see(s.on_timer(at(525s)));
    answered(at(525s), 503, {{header::retry_after, "1000"}});
    EXPECT_EQ(s.deadline(), at(600s).steady);
    see(s.on_timer(at(600s)));
    EXPECT_EQ(reason(), "timeout");
    EXPECT_EQ(see(s.on_timer(at(600s))), "SUBSCRIBE expires=600");
}

TEST_F(subscribing, what_a_failed_first_subscribe_does) {
    struct row {
        int status;
        std::optional<std::chrono::seconds> pause;
    };
    const row rows[] = {{403, {}}, {404, {}}, {405, {}}, {406, {}}, {420, {}}, {481, {}}, {489, {}},
                        {603, {}}, {401, {}}, {503, 60s}, {500, 60s}, {480, 60s}, {302, {}}};
    for (const auto& r : rows) {
        s = subscriber(settings(), random);
        see(s.subscribe(at()));
        EXPECT_EQ(answered(at(), r.status), "") << r.status;
        EXPECT_EQ(s.current(), state::terminated) << r.status;
        EXPECT_EQ(reason(), std::to_string(r.status));
        EXPECT_EQ(retry().has_value(), r.pause.has_value()) << r.status;
        if (r.pause) { EXPECT_EQ(*retry(), at(*r.pause).steady) << r.status; }
    }
}

TEST_F(subscribing, interval_too_brief_is_raised) {
    see(s.subscribe(at()));
    EXPECT_EQ(answered(at(), 423, {{header::min_expires, "900"}}), "SUBSCRIBE expires=900");
    EXPECT_EQ(cseq_of(last), 2U);
    EXPECT_EQ(answered(at(), 423, {{header::min_expires, "900"}}), "");
    EXPECT_EQ(reason(), "423");
}

TEST_F(subscribing, fetch_is_one_question_and_one_answer) {
    EXPECT_EQ(see(s.fetch(at())), "SUBSCRIBE expires=0");
    EXPECT_EQ(answered(at(), 200, {{header::expires, "0"}}), "");
    EXPECT_EQ(notified(at(), notify("terminated;reason=timeout", "here")), "200");
    EXPECT_EQ(content(), "[here]");
    EXPECT_FALSE(retry());
    EXPECT_FALSE(s.deadline());
}

TEST_F(subscribing, unsubscribe_awaits_the_last_notify) {
    begin(at());
    EXPECT_EQ(see(s.unsubscribe(at(5s))), "SUBSCRIBE expires=0");
    EXPECT_EQ(answered(at(5s), 200, {{header::expires, "0"}}), "");
    EXPECT_EQ(notified(at(5s), notify("active;expires=595", "crossing")), "200");
    EXPECT_EQ(s.deadline(), at(37s).steady);
    EXPECT_EQ(notified(at(6s), notify("terminated;reason=timeout")), "200");
    EXPECT_EQ(s.current(), state::terminated);
    EXPECT_FALSE(retry());
}

TEST_F(subscribing, unsubscribe_waits_for_the_dialog) {
    see(s.subscribe(at()));
    EXPECT_EQ(see(s.unsubscribe(at())), "");
    answered(at(), 200, {{header::expires, "600"}});
    EXPECT_EQ(notified(at(), notify("active;expires=600", "here")), "200 | SUBSCRIBE expires=0");
}

TEST_F(subscribing, termination_reasons_and_the_way_back) {
    struct row {
        std::string_view how;
        std::optional<std::chrono::seconds> pause;
    };
    const row rows[] = {
        {"terminated;reason=deactivated", 0s},
        {"terminated;reason=probation;retry-after=40", 40s},
        {"terminated;reason=probation", 60s},
        {"terminated;reason=rejected;retry-after=40", {}},
        {"terminated;reason=timeout;retry-after=40", 0s},
        {"terminated;reason=giveup;retry-after=40", 40s},
        {"terminated;reason=noresource", {}},
        {"terminated;reason=invariant;retry-after=31536000", {}},
        {"terminated;expires=600;retry-after=40", 40s},
        {"terminated;reason=unheard-of", 60s},
    };
    for (const auto& r : rows) {
        s = subscriber(settings(), random);
        begin(at());
        EXPECT_EQ(notified(at(9s), notify(r.how)), "200");
        EXPECT_EQ(s.current(), state::terminated) << r.how;
        ASSERT_EQ(retry().has_value(), r.pause.has_value()) << r.how;
        if (!r.pause) continue;
        EXPECT_EQ(*retry(), at(9s + *r.pause).steady) << r.how;
        const std::string before(first.value(header::call_id));
        EXPECT_EQ(see(s.on_timer(at(9s + *r.pause))), "SUBSCRIBE expires=600");
        EXPECT_NE(first.value(header::call_id), before);
    }
}

TEST_F(subscribing, a_notifier_that_always_deactivates_is_not_asked_in_a_tight_loop) {
    see(s.subscribe(at()));
    notified(at(), notify("terminated;reason=deactivated"));
    EXPECT_EQ(retry(), at().steady);
    see(s.on_timer(at()));
    notified(at(), notify("terminated;reason=deactivated"));
    EXPECT_EQ(retry(), at(60s).steady);
}

TEST_F(subscribing, a_notify_out_of_order_is_answered_500_and_not_shown) {
    begin(at());
    const auto older = notify("active;expires=600", "old");
    notified(at(1s), notify("active;expires=600", "new"));
    EXPECT_EQ(notified(at(2s), older), "500");
    EXPECT_EQ(content(), "");
}

TEST_F(subscribing, what_cannot_be_read_is_refused) {
    begin(at());
    EXPECT_EQ(notified(at(), notify("active").remove(header::subscription_state)), "400");
    EXPECT_EQ(notified(at(), notify("active").body("text/plain", "hello")), "415");
    EXPECT_EQ(responses(effects).at(0).value(header::accept), "application/pidf+xml");
    EXPECT_EQ(notified(at(), notify("active", "x").add(header::content_encoding, "gzip")), "415");
    EXPECT_EQ(notified(at(), notify("active", "x").add(header::require, "eventlist")), "420");
    EXPECT_EQ(responses(effects).at(0).value(header::unsupported), "eventlist");
    EXPECT_EQ(content(), "");
    EXPECT_EQ(s.current(), state::active);
    EXPECT_EQ(notified(at(), notify("terminated;reason=rejected").body("text/plain", "no")), "415");
    EXPECT_EQ(s.current(), state::terminated); // over is over
}

} // namespace
} // namespace simplespec::events
