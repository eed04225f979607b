#include "events/publisher.hpp"

#include "events/exchange.hpp"

#include <gtest/gtest.h>

namespace simplespec::events {
namespace {

using namespace exchange;
using namespace std::chrono_literals;
using sip::header;
using state = publisher::state;

const content lunch{"application/pidf+xml", "lunch", ""};
const content desk{"application/pidf+xml", "desk", ""};

struct publishing : testing::Test {
    sip::entropy random{7};
    publisher p{settings(), random};
    sip::message last; // the PUBLISH sent last

    static publisher_settings settings() {
        publisher_settings s;
        s.target = s.from = "sip:alice@example.com";
        return s;
    }
    std::string see(const publisher::effects& effects) {
        if (const auto sent = requests(effects); !sent.empty()) last = sent.back();
        return wire(effects);
    }
    std::string publish(sip::instant when, const content& body) { return see(p.publish(when, body)); }
    std::string answered(sip::instant when, int status, std::vector<std::pair<header, std::string>> rows = {}) {
        return see(p.on_response(when, reply(last, status, std::move(rows))));
    }
    std::string ok(sip::instant when, std::string etag, std::string expires = "3600") {
        return answered(when, 200, {{header::sip_etag, std::move(etag)}, {header::expires, std::move(expires)}});
    }
};

TEST_F(publishing, initial_refresh_modify_remove_of_table_1) {
    EXPECT_EQ(publish(at(), lunch), "PUBLISH expires=3600 body=lunch");
    EXPECT_EQ(last.value(header::event), "presence");
    EXPECT_EQ(last.value(header::content_type), "application/pidf+xml");
    EXPECT_EQ(ok(at(), "a"), "");
    EXPECT_EQ(p.current(), state::published);
    EXPECT_EQ(see(p.on_timer(at(3524s))), "");
    EXPECT_EQ(p.deadline(), at(3525s).steady);
    EXPECT_EQ(see(p.on_timer(at(3525s))), "PUBLISH if-match=a expires=3600");
    EXPECT_EQ(ok(at(3525s), "b"), "");
    EXPECT_EQ(publish(at(3600s), desk), "PUBLISH if-match=b expires=3600 body=desk");
    EXPECT_EQ(ok(at(3600s), "c"), "");
    EXPECT_EQ(see(p.remove(at(3700s))), "PUBLISH if-match=c expires=0");
    EXPECT_EQ(ok(at(3700s), "d", "0"), "");
    EXPECT_EQ(p.current(), state::init);
    EXPECT_FALSE(p.deadline());
}

TEST_F(publishing, one_request_at_a_time_and_the_newest_state_next) {
    publish(at(), lunch);
    EXPECT_EQ(publish(at(1s), desk), "");
    EXPECT_EQ(publish(at(1s), lunch), "");
    EXPECT_EQ(publish(at(1s), desk), "");
    EXPECT_EQ(answered(at(2s), 100), "");
    EXPECT_EQ(ok(at(2s), "a"), "PUBLISH if-match=a expires=3600 body=desk");
    EXPECT_EQ(ok(at(3s), "b"), "");
    EXPECT_EQ(publish(at(4s), desk), ""); // nothing new
}

TEST_F(publishing, removal_waits_for_the_answer_under_way) {
    publish(at(), lunch);
    EXPECT_EQ(see(p.remove(at(1s))), "");
    EXPECT_EQ(ok(at(2s), "a"), "PUBLISH if-match=a expires=0");
    EXPECT_EQ(publish(at(3s), desk), "");
    EXPECT_EQ(ok(at(4s), "b", "0"), "PUBLISH expires=3600 body=desk");
}

TEST_F(publishing, cseq_grows_within_one_call_id) {
    publish(at(), lunch);
    const auto first = last;
    ok(at(), "a");
    publish(at(), desk);
    EXPECT_EQ(first.value(header::call_id), last.value(header::call_id));
    EXPECT_EQ(cseq_of(first), 1U);
    EXPECT_EQ(cseq_of(last), 2U);
}

TEST_F(publishing, a_response_that_comes_again_changes_nothing) {
    publish(at(), lunch);
    const auto first = reply(last, 200, {{header::sip_etag, "a"}, {header::expires, "3600"}});
    p.on_response(at(), first);
    see(p.publish(at(), desk));
    EXPECT_TRUE(p.on_response(at(), first).empty());
    EXPECT_EQ(p.current(), state::publishing);
}

TEST_F(publishing, a_refusal_412_leads_to_a_fresh_initial_publication) {
    publish(at(), lunch);
    ok(at(), "a");
    EXPECT_EQ(publish(at(), desk), "PUBLISH if-match=a expires=3600 body=desk");
    EXPECT_EQ(answered(at(), 412), "PUBLISH expires=3600 body=desk");
    EXPECT_EQ(p.etag(), "");
    EXPECT_EQ(answered(at(), 412), ""); // nonsense: there was no condition
    EXPECT_EQ(p.current(), state::failed);
}

TEST_F(publishing, a_refresh_refused_412_publishes_the_state_again) {
    publish(at(), lunch);
    ok(at(), "a", "60");
    EXPECT_EQ(see(p.on_timer(at(30s))), "PUBLISH if-match=a expires=3600");
    EXPECT_EQ(answered(at(30s), 412), "PUBLISH expires=3600 body=lunch");
}

TEST_F(publishing, interval_too_brief_is_raised_once) {
    publish(at(), lunch);
    EXPECT_EQ(answered(at(), 423, {{header::min_expires, "7200"}}), "PUBLISH expires=7200 body=lunch");
    EXPECT_EQ(answered(at(), 423, {{header::min_expires, "7200"}}), "");
    EXPECT_EQ(p.current(), state::failed);
}

TEST_F(publishing, a_lifetime_never_grows_and_a_shorter_one_counts) {
    publish(at(), lunch);
    ok(at(), "a", "999999");
    EXPECT_EQ(p.deadline(), at(3525s).steady);
    publish(at(), desk);
    ok(at(), "b", "100");
    EXPECT_EQ(p.deadline(), at(50s).steady);
}

TEST_F(publishing, a_challenge_is_answered_with_the_next_cseq) {
    auto with = settings();
    with.who = {"alice", "wonder"};
    p = publisher(with, random);
    publish(at(), lunch);
    const std::string challenge = "Digest realm=\"example.com\", nonce=\"n\", qop=\"auth\"";
    EXPECT_EQ(answered(at(), 401, {{header::www_authenticate, challenge}}), "PUBLISH expires=3600 body=lunch");
    EXPECT_TRUE(last.value(header::authorization).starts_with("Digest username=\"alice\""));
    EXPECT_EQ(cseq_of(last), 2U);
    EXPECT_EQ(answered(at(), 401, {{header::www_authenticate, challenge}}), ""); // refused
    EXPECT_EQ(p.current(), state::failed);
}

TEST_F(publishing, failures_and_when_the_next_try_comes) {
    struct row {
        std::string_view name;
        int status;
        std::string retry_after;
        std::optional<std::chrono::seconds> pause;
    };
    const row rows[] = {
        {"overload that says when", 503, "120", 120s}, {"overload that does not", 503, "", 30s},
        {"server error", 500, "", 30s},                {"request timeout", 408, "", 30s},
        {"not found", 404, "", {}},                    {"not found, later perhaps", 404, "9", 9s},
        {"bad event", 489, "", {}},                    {"unsupported media type", 415, "", {}},
        {"forbidden", 403, "", {}},                    {"challenge without an account", 401, "", {}},
        {"method not allowed", 405, "", {}},           {"moved", 302, "", {}},
    };
    for (const auto& r : rows) {
        sip::entropy random{7};
        publisher p(settings(), random);
        const auto sent = requests(p.publish(at(), lunch)).at(0);
        const auto why = r.retry_after.empty() ? reply(sent, r.status)
                                               : reply(sent, r.status, {{header::retry_after, r.retry_after}});
        const auto effects = p.on_response(at(), why);
        EXPECT_EQ(all<publisher::failed>(effects).at(0).status, r.status) << r.name;
        EXPECT_EQ(p.current(), r.pause ? state::waiting : state::failed) << r.name;
        ASSERT_EQ(p.deadline().has_value(), r.pause.has_value()) << r.name;
        if (!r.pause) continue;
        EXPECT_EQ(*p.deadline(), at(*r.pause).steady) << r.name;
        EXPECT_TRUE(p.publish(at(1s), desk).empty()) << r.name; // the pause is kept
        EXPECT_EQ(wire(p.on_timer(at(*r.pause))), "PUBLISH expires=3600 body=desk") << r.name;
    }
}

TEST_F(publishing, after_a_timeout_the_old_entity_tag_is_tried_first) {
    publish(at(), lunch);
    ok(at(), "a");
    publish(at(1s), desk);
    EXPECT_TRUE(requests(p.on_failure(at(33s), failure::timed_out)).empty());
    EXPECT_EQ(see(p.on_timer(at(63s))), "PUBLISH if-match=a expires=3600 body=desk");
    EXPECT_EQ(answered(at(63s), 412), "PUBLISH expires=3600 body=desk"); // the lost response had carried a new one
}

TEST_F(publishing, what_ran_out_while_waiting_is_published_afresh) {
    publish(at(), lunch);
    ok(at(), "a", "60");
    see(p.on_timer(at(30s)));
    answered(at(30s), 503, {{header::retry_after, "300"}});
    EXPECT_EQ(see(p.on_timer(at(330s))), "PUBLISH expires=3600 body=lunch");
}

} // namespace
} // namespace simplespec::events
