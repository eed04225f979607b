#include "events/compositor.hpp"

#include "events/exchange.hpp"

#include <gtest/gtest.h>

#include <set>

namespace simplespec::events {
namespace {

using namespace exchange;
using namespace std::chrono_literals;
using sip::header;

constexpr std::string_view alice = "sip:alice@example.com";

struct publish_request {
    std::string event = "presence";
    std::string if_match{};
    std::string expires = "600";
    std::string type = "application/pidf+xml";
    std::string body{};

    sip::message message() const {
        auto m = sip::composer::request("PUBLISH", alice);
        m.add(header::via, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1")
            .add(header::from, "<sip:alice@example.com>;tag=1")
            .add(header::to, "<sip:alice@example.com>")
            .add(header::call_id, "1")
            .add(header::cseq, "1 PUBLISH");
        if (!event.empty()) m.add(header::event, event);
        if (!if_match.empty()) m.add(header::sip_if_match, if_match);
        if (!expires.empty()) m.add(header::expires, expires);
        if (!body.empty()) m.body(type, body);
        return m.take();
    }
};

struct composing : testing::Test {
    sip::entropy random{3};
    compositor c{settings(), random};

    static compositor_settings settings() {
        compositor_settings s;
        s.formats = {"application/pidf+xml"};
        s.max_octets = 100;
        s.max_publications = 2;
        return s;
    }
    sip::message publish(sip::instant when, const publish_request& r) {
        effects = c.on_publish(when, alice, sip::server_key{1}, r.message());
        return responses(effects).at(0);
    }
    std::string etag(sip::instant when, const publish_request& r) {
        const auto response = publish(when, r);
        EXPECT_EQ(response.status(), 200);
        return std::string(response.value(header::sip_etag));
    }
    std::string held() const {
        std::string out;
        for (const auto& p : c.current(alice, "presence")) out += (out.empty() ? "" : ",") + p.body.octets;
        return out;
    }
    bool changed() const { return !all<compositor::state_changed>(effects).empty(); }
    compositor::effects effects;
};

TEST_F(composing, initial_refresh_modify_remove) {
    const auto a = etag(at(), {.body = "lunch"});
    EXPECT_TRUE(changed());
    EXPECT_EQ(held(), "lunch");
    const auto b = etag(at(1s), {.if_match = a});
    EXPECT_FALSE(changed()); // a refresh tells watchers nothing
    EXPECT_EQ(held(), "lunch");
    EXPECT_EQ(publish(at(2s), {.if_match = a}).status(), 412);
    const auto c2 = etag(at(3s), {.if_match = b, .body = "desk"});
    EXPECT_TRUE(changed());
    EXPECT_EQ(held(), "desk");
    const auto d = etag(at(4s), {.if_match = c2, .expires = "0"});
    EXPECT_TRUE(changed());
    EXPECT_EQ(held(), "");
    EXPECT_EQ((std::set{a, b, c2, d}.size()), 4U);
    EXPECT_EQ(publish(at(5s), {.if_match = c2, .expires = "0"}).status(), 412);
}

TEST_F(composing, publications_stand_side_by_side_in_the_order_of_their_news) {
    const auto a = etag(at(), {.body = "one"});
    etag(at(1s), {.body = "two"});
    EXPECT_EQ(held(), "one,two");
    etag(at(2s), {.if_match = a, .body = "three"});
    EXPECT_EQ(held(), "two,three");
    const auto live = c.current(alice, "presence");
    EXPECT_LT(live[0].sequence, live[1].sequence);
    EXPECT_EQ(live[1].published, at(2s));
    EXPECT_EQ(live[1].expires, at(602s).steady);
}

TEST_F(composing, refusals_by_step_of_section_6) {
    const auto a = etag(at(), {.body = "lunch"});
    struct row {
        std::string_view name;
        publish_request request;
        int status;
        header row;
        std::string_view value;
    };
    const row rows[] = {
        {"no Event", {.event = "", .body = "x"}, 489, header::allow_events, "presence"},
        {"an unknown package", {.event = "dialog", .body = "x"}, 489, header::allow_events, "presence"},
        {"case counts", {.event = "Presence", .body = "x"}, 489, header::allow_events, "presence"},
        {"two entity-tags", {.if_match = a + ", b", .body = "x"}, 400, header::sip_etag, ""},
        {"not a token", {.if_match = "\"a\"", .body = "x"}, 400, header::sip_etag, ""},
        {"an unknown entity-tag", {.if_match = "zzz", .body = "x"}, 412, header::sip_etag, ""},
        {"412 goes before 423", {.if_match = "zzz", .expires = "1", .body = "x"}, 412, header::min_expires, ""},
        {"too brief", {.expires = "59", .body = "x"}, 423, header::min_expires, "60"},
        {"expires that is no number", {.expires = "soon", .body = "x"}, 400, header::sip_etag, ""},
        {"no body", {}, 400, header::sip_etag, ""},
        {"another type", {.type = "text/plain", .body = "x"}, 415, header::accept, "application/pidf+xml"},
        {"too large", {.body = std::string(101, 'x')}, 413, header::sip_etag, ""},
    };
    for (const auto& r : rows) {
        const auto response = publish(at(1s), r.request);
        EXPECT_EQ(response.status(), r.status) << r.name;
        EXPECT_EQ(response.value(r.row), r.value) << r.name;
        EXPECT_FALSE(changed()) << r.name;
        EXPECT_EQ(held(), "lunch") << r.name;
    }
    EXPECT_EQ(publish(at(1s), {.if_match = a}).status(), 200); // none of them touched it
}

TEST_F(composing, lifetimes_are_lowered_never_raised) {
    EXPECT_EQ(publish(at(), {.expires = "", .body = "x"}).value(header::expires), "3600");
    EXPECT_EQ(publish(at(), {.expires = "99999999999", .body = "x"}).value(header::expires), "7200");
    EXPECT_EQ(publish(at(), {.expires = "60", .body = "x"}).status(), 503); // a third one
}

TEST_F(composing, an_initial_publication_with_expires_0_is_answered_and_not_stored) {
    EXPECT_EQ(publish(at(), {.expires = "0", .body = "x"}).status(), 200);
    EXPECT_FALSE(changed());
    EXPECT_EQ(c.count(), 0U);
}

TEST_F(composing, what_is_not_refreshed_runs_out) {
    const auto a = etag(at(), {.expires = "60", .body = "one"});
    etag(at(), {.expires = "90", .body = "two"});
    etag(at(30s), {.if_match = a, .expires = "120"});
    EXPECT_EQ(c.deadline(), at(90s).steady);
    EXPECT_TRUE(c.on_timer(at(89s)).empty());
    EXPECT_EQ(all<compositor::state_changed>(c.on_timer(at(90s))).size(), 1U);
    EXPECT_EQ(held(), "one");
    c.on_timer(at(150s));
    EXPECT_EQ(held(), "");
    EXPECT_FALSE(c.deadline());
}

TEST_F(composing, an_entity_tag_is_dead_the_moment_its_time_is_over) {
    const auto a = etag(at(), {.expires = "60", .body = "one"});
    EXPECT_EQ(publish(at(60s), {.if_match = a}).status(), 412); // though on_timer was not called yet
}

TEST_F(composing, entity_tags_are_never_used_again) {
    std::set<std::string> seen;
    std::string last;
    for (int i = 0; i < 1000; ++i) {
        last = etag(at(), {.if_match = last, .body = std::to_string(i)});
        EXPECT_TRUE(seen.insert(last).second);
    }
}

TEST_F(composing, resources_and_packages_are_apart) {
    const auto a = etag(at(), {.body = "x"});
    const auto other = c.on_publish(at(), "sip:bob@example.com", sip::server_key{2},
                                    publish_request{.if_match = a}.message());
    EXPECT_EQ(responses(other).at(0).status(), 412);
    EXPECT_TRUE(c.current("sip:bob@example.com", "presence").empty());
}

} // namespace
} // namespace simplespec::events
