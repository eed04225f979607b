#include "agent/credentials.hpp"
#include "agent/presence_server_exchange.hpp"

#include <gtest/gtest.h>

namespace simplespec::agent {
namespace {

using namespace std::chrono_literals;
using sip::header;
using testing::exchange;

// The examples of RFC 7616 section 3.9.1 and RFC 2617 section 3.5.
TEST(credentials, compute_what_the_rfcs_print) {
    digest_credentials c;
    c.username = "Mufasa";
    c.realm = "http-auth@example.org";
    c.nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    c.uri = "/dir/index.html";
    c.qop = "auth";
    c.count = "00000001";
    c.cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    c.algorithm = "SHA-256";
    EXPECT_EQ(expected_response(c, "Circle of Life", "GET", {}),
              "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    c.algorithm = "MD5";
    EXPECT_EQ(expected_response(c, "Circle of Life", "GET", {}), "8ca523f5e9506fed4657c9700eebdbec");
    c.realm = "testrealm@host.com";
    c.nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
    c.cnonce = "0a4f113b";
    c.algorithm.clear();
    EXPECT_EQ(expected_response(c, "Circle Of Life", "GET", {}), "6629fae49393a05397450978507c4ef1");
}

TEST(credentials, reads_and_refuses) {
    const auto c = read_credentials("digest username=\"a\\\"b\" , realm=\"r\",nonce=\"n\", uri=\"sip:x\","
                                    "response=\"0\", nc=0000000a, qop=auth, cnonce=\"c\", unknown=1");
    ASSERT_TRUE(c);
    EXPECT_EQ(c->username, "a\"b");
    EXPECT_EQ(count_of(*c), 10U);
    for (const char* bad : {"", "Basic abc", "Digest", "Digest username", "Digest username=\"a", "Digest username=\"a\"",
                            "Digest username=\"a\", realm=\"r\",nonce=\"n\", uri=\"u\" response=\"0\""})
        EXPECT_FALSE(read_credentials(bad)) << bad;
}

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
        std::string count = "00000001";
    };
    // The request again, with credentials for the challenge of this algorithm.
    sip::composer signed_again(const sip::composer& m, const sip::message& challenged, const change& with) {
        const auto request = m.take();
        digest_credentials c;
        c.username = with.user;
        c.realm = "example.com";
        const auto challenge = challenged.value(header::www_authenticate);
        const auto at = challenge.find("nonce=\"") + 7;
        c.nonce = challenge.substr(at, challenge.find('"', at) - at);
        c.uri = request.request_uri();
        c.algorithm = with.algorithm;
        c.qop = "auth";
        c.count = with.count;
        c.cnonce = "abc";
        const auto response = expected_response(c, with.secret, request.method(), request.body());
        auto out = sip::composer::from(request);
        out.set(header::cseq, std::to_string(500 + x.count) + " " + std::string(request.method()));
        return out.set(header::authorization,
                       "Digest username=\"" + c.username + "\", realm=\"example.com\", nonce=\"" + c.nonce + "\", uri=\"" +
                           c.uri + "\", response=\"" + response + "\", algorithm=" + c.algorithm +
                           ", qop=auth, nc=" + c.count + ", cnonce=\"abc\"");
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
    EXPECT_EQ(x.send(signed_again(m, no, {.algorithm = "MD5", .count = "00000002"})).status(), 200);
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
    EXPECT_EQ(x.send(signed_again(m, no, {.algorithm = "MD5-sess"})).status(), 401) << "not offered";
    EXPECT_EQ(x.send(signed_again(m, no, {.user = "bob", .secret = "builder"})).status(), 403) << "in alice's name";
    EXPECT_EQ(x.send(signed_again(m, no, {.count = "00000002"})).status(), 200);
    const auto replayed = x.send(signed_again(m, no, {.count = "00000002"}));
    EXPECT_EQ(replayed.status(), 401);
    EXPECT_TRUE(stale(replayed));
    x.pass(301s);
    EXPECT_TRUE(stale(x.send(signed_again(m, no, {.count = "00000003"})))) << "out of time";
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
