#include "agent/presence_server_exchange.hpp"
#include "sip/authentication_info.hpp"
#include "sip/digest.hpp"

#include <gtest/gtest.h>

namespace simplespec::agent {
namespace {

using namespace std::chrono_literals;
using sip::header;
using testing::exchange;

struct guarded : ::testing::Test {
    exchange x{[] {
        server_settings s;
        s.accounts = {{.user = "alice", .secret = "wonder"}, {.user = "bob", .secret = "builder"}};
        return s;
    }()};

    struct change {
        std::string algorithm = "SHA-256";
        std::string user = "alice";
        std::string secret = "wonder";
        std::uint32_t count = 1;
    };
    // The request again, with credentials for the challenge of this algorithm.
    sip::composer signed_again(const sip::composer& m, const sip::message& challenged, const change& with) {
        const auto request = m.take();
        for (const auto& row : challenged.all(header::www_authenticate)) {
            const auto challenge = sip::parse_digest_challenge(row.value);
            if (!challenge || challenge->algorithm != with.algorithm) continue;
            auto credentials =
                sip::answer_challenge(*challenge, with.user, with.secret, request.method(),
                                      request.request_uri(), request.body(), "abc", with.count);
            auto out = sip::composer::from(request);
            out.set(header::cseq, std::to_string(500 + x.count) + " " + std::string(request.method()));
            return out.set(header::authorization, print(credentials));
        }
        return m; // no such challenge
    }
};

TEST_F(guarded, challenges_and_believes_who_knows_the_secret) {
    const auto m = x.publish("alice", "Lunch");
    const auto no = x.send(m);
    EXPECT_EQ(no.status(), 401);
    const auto rows = no.all(header::www_authenticate);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_NE(rows[0].value.find("algorithm=SHA-256"), std::string_view::npos);
    EXPECT_NE(rows[1].value.find("algorithm=MD5"), std::string_view::npos);
    EXPECT_EQ(x.send(signed_again(m, no, {})).status(), 200);
    EXPECT_EQ(x.send(signed_again(m, no, {.algorithm = "MD5", .count = 2})).status(), 200);
}

// RFC 7616 section 3.5: the client can tell that the server knows the secret too.
TEST_F(guarded, proves_itself_to_who_proved_himself) {
    const auto m = x.publish("alice", "Lunch");
    const auto asked = signed_again(m, x.send(m), {});
    const auto yes = x.send(asked);
    ASSERT_EQ(yes.status(), 200);
    const auto info = sip::parse_authentication_info(yes.value(header::authentication_info));
    const auto sent = sip::parse_digest_credentials(asked.take().value(header::authorization));
    ASSERT_TRUE(info && sent);
    EXPECT_EQ(sip::check_rspauth(*info, *sent, "wonder", yes.body()), sip::server_proof::right);
    EXPECT_EQ(sip::check_rspauth(*info, *sent, "guess", yes.body()), sip::server_proof::wrong);
    EXPECT_FALSE(x.send(m).has(header::authentication_info));
}

TEST(authentication, checks_the_body_where_its_integrity_is_offered) {
    server_settings s;
    s.accounts = {{.user = "alice", .secret = "wonder"}};
    s.digest_qop = {"auth-int"};
    exchange x{s};
    const auto m = x.publish("alice", "Lunch");
    const auto challenge = sip::parse_digest_challenge(x.send(m).value(header::www_authenticate));
    ASSERT_TRUE(challenge);
    EXPECT_EQ(challenge->qop, std::vector<std::string>{"auth-int"});
    const auto request = m.take();
    const auto answer = [&](std::string_view body, std::uint32_t count) {
        auto out = sip::composer::from(request);
        out.set(header::cseq, std::to_string(700 + count) + " PUBLISH");
        return out.set(header::authorization, print(sip::answer_challenge(*challenge, "alice", "wonder", "PUBLISH",
                                                                          request.request_uri(), body, "abc", count)));
    };
    EXPECT_EQ(x.send(answer("another body", 1)).status(), 401);
    EXPECT_EQ(x.send(answer(request.body(), 2)).status(), 200);
}

TEST_F(guarded, refuses_what_is_wrong) {
    const auto m = x.publish("alice", "Lunch");
    const auto no = x.send(m);
    const auto stale = [](const sip::message& r) {
        return r.value(header::www_authenticate).find("stale=true") != std::string_view::npos;
    };
    const auto wrong = x.send(signed_again(m, no, {.secret = "x"}));
    EXPECT_EQ(wrong.status(), 401);
    EXPECT_FALSE(stale(wrong));
    EXPECT_EQ(x.send(signed_again(m, no, {.user = "nobody"})).status(), 401);
    EXPECT_EQ(x.send(signed_again(m, no, {.user = "bob", .secret = "builder"})).status(), 403)
        << "in alice's name";
    EXPECT_EQ(x.send(signed_again(m, no, {.count = 2})).status(), 200);
    const auto replayed = x.send(signed_again(m, no, {.count = 2}));
    EXPECT_EQ(replayed.status(), 401);
    EXPECT_TRUE(stale(replayed));
    x.pass(301s);
    EXPECT_TRUE(stale(x.send(signed_again(m, no, {.count = 3})))) << "out of time";
    auto broken = x.publish("alice", "");
    EXPECT_EQ(x.send(broken.add(header::authorization, "Digest username=\"alice")).status(), 400);
    auto other = signed_again(m, no, {});
    EXPECT_EQ(x.send(other.start_line("PUBLISH sip:bob@example.com SIP/2.0")).status(), 400);
}

TEST_F(guarded, subscriptions_are_asked_for_on_every_request) {
    const auto m = x.subscribe("alice", "sip:bob@example.com");
    const auto no = x.send(m);
    EXPECT_EQ(no.status(), 401);
    const auto begun = signed_again(m, no, {});
    const auto ok = x.send(begun);
    EXPECT_EQ(ok.status(), 200);
    auto refresh = sip::composer::from(m.take());
    refresh.set(header::to, ok.value(header::to)).set(header::cseq, "1000 SUBSCRIBE");
    const auto again = x.send(refresh);
    EXPECT_EQ(again.status(), 401);
    auto answered = signed_again(refresh, again, {});
    EXPECT_EQ(x.send(answered.set(header::cseq, "1001 SUBSCRIBE")).status(), 200);
    EXPECT_EQ(x.notifies.size(), 2U);
}

TEST_F(guarded, only_the_owner_registers_and_publishes) {
    auto m = x.request("REGISTER", "alice", "sip:example.com", "sip:bob@example.com");
    EXPECT_EQ(x.send(signed_again(m, x.send(m), {})).status(), 403);
    auto p = x.request("PUBLISH", "alice", "sip:bob@example.com").add(header::event, "presence");
    EXPECT_EQ(x.send(signed_again(p, x.send(p), {})).status(), 403);
}

} // namespace
} // namespace simplespec::agent
