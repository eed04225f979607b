#include "sip/digest_client.hpp"

#include <gtest/gtest.h>

namespace simplespec::sip {
namespace {

// With and without a count, for a request that every SIP stack has computed once.
TEST(digest_client, computes_as_others_do) {
    digest_credentials c{.username = "bob", .realm = "biloxi.com", .nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                         .uri = "sip:bob@biloxi.com", .response = "x"};
    const auto old = digest_response(c, "zanzibar", "INVITE", {});
    EXPECT_EQ(old, "bf57e4e0d0bffc0fbaedce64d59add5e");
    c.qop = "auth";
    c.cnonce = "0a4f113b";
    c.count = "00000001";
    EXPECT_EQ(digest_response(c, "zanzibar", "INVITE", {}), "89eb0059246c02b2f6ee02c7961d5ea3");
    c.qop = "auth-int";
    EXPECT_NE(digest_response(c, "zanzibar", "INVITE", "a"), digest_response(c, "zanzibar", "INVITE", "b"));
}

struct challenged : testing::Test {
    entropy random{1};
    digest_client client{"alice", "wonder"};

    static message response(std::vector<std::string> rows, int status = 401) {
        auto m = composer::response(status, "x");
        for (const auto& row : rows) m.add(status == 407 ? header::proxy_authenticate : header::www_authenticate, row);
        return m.take();
    }
    message signed_request() {
        auto m = composer::request("PUBLISH", "sip:alice@example.com");
        m.body("text/plain", "hello");
        client.sign(m, random);
        return m.take();
    }
    // The credentials in the row, if they are right.
    static std::optional<digest_credentials> right(const message& m, header field = header::authorization) {
        const auto c = parse_digest_credentials(m.value(field));
        if (!c || c->response != digest_response(*c, "wonder", m.method(), m.body())) return {};
        return *c;
    }
};

TEST_F(challenged, nothing_is_added_before_a_challenge) { EXPECT_FALSE(signed_request().has(header::authorization)); }

TEST_F(challenged, answers_each_kind) {
    for (const std::string algorithm : {"", "MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256"})
        for (const std::string qop : {"", "auth", "auth-int", "auth-int,auth"}) {
            client = digest_client("alice", "wonder");
            std::string row = "Digest realm=\"r\", nonce=\"n\", opaque=\"o\"";
            if (!algorithm.empty()) row += ", algorithm=" + algorithm;
            if (!qop.empty()) row += ", qop=\"" + qop + "\"";
            ASSERT_TRUE(client.on_challenge(response({row}))) << row;
            const auto c = right(signed_request());
            ASSERT_TRUE(c) << row;
            EXPECT_EQ(c->algorithm, algorithm);
            EXPECT_EQ(c->qop, qop == "auth-int" || qop.empty() ? qop : "auth");
            EXPECT_EQ(c->count, qop.empty() ? "" : "00000001");
            EXPECT_EQ(c->opaque, "o");
        }
}

TEST_F(challenged, the_first_that_can_be_computed_counts) {
    EXPECT_TRUE(client.on_challenge(response({"Digest realm=\"r\", nonce=\"1\", algorithm=SHA3-256, qop=\"auth\"",
                                              "Digest realm=\"r\", nonce=\"2\", algorithm=SHA-256, qop=\"auth\"",
                                              "Digest realm=\"r\", nonce=\"3\", algorithm=MD5, qop=\"auth\""})));
    const auto m = signed_request();
    EXPECT_EQ(m.count(header::authorization), 1U);
    EXPECT_EQ(right(m)->nonce, "2");
    EXPECT_FALSE(digest_client("alice", "wonder").on_challenge(response({"Digest realm=\"r\", nonce=\"1\", algorithm=NEW"})));
    EXPECT_FALSE(digest_client("alice", "wonder").on_challenge(response({"Basic realm=\"r\""})));
    EXPECT_FALSE(digest_client("", "").on_challenge(response({"Digest realm=\"r\", nonce=\"1\""})));
}

TEST_F(challenged, counts_within_a_nonce_and_anew_with_the_next) {
    client.on_challenge(response({"Digest realm=\"r\", nonce=\"1\", qop=\"auth\""}));
    EXPECT_EQ(right(signed_request())->count, "00000001");
    client.on_response(composer::response(200, "OK").take());
    EXPECT_EQ(right(signed_request())->count, "00000002");
    client.on_response(composer::response(200, "OK").add(header::authentication_info, "nextnonce=\"2\", qop=auth").take());
    const auto next = right(signed_request());
    EXPECT_EQ(next->nonce, "2");
    EXPECT_EQ(next->count, "00000001");
}

TEST_F(challenged, a_wrong_password_is_not_tried_twice_and_a_stale_nonce_is_no_refusal) {
    const auto fresh = [](std::string nonce, bool stale) {
        return response({"Digest realm=\"r\", nonce=\"" + nonce + "\", qop=\"auth\"" + (stale ? ", stale=true" : "")});
    };
    EXPECT_TRUE(client.on_challenge(fresh("1", false)));
    EXPECT_TRUE(client.on_challenge(fresh("2", true)));
    EXPECT_FALSE(client.on_challenge(fresh("3", false)));
    client.on_response(composer::response(200, "OK").take());
    EXPECT_TRUE(client.on_challenge(fresh("4", false))); // the old nonce has run out
    for (int i = 0; i < 2; ++i) EXPECT_TRUE(client.on_challenge(fresh("s" + std::to_string(i), true)));
    EXPECT_FALSE(client.on_challenge(fresh("s9", true))); // for ever stale
}

TEST_F(challenged, a_proxy_and_a_server_are_both_answered) {
    EXPECT_TRUE(client.on_challenge(response({"Digest realm=\"p\", nonce=\"1\", qop=\"auth\""}, 407)));
    EXPECT_TRUE(client.on_challenge(response({"Digest realm=\"r\", nonce=\"2\", qop=\"auth\""}, 401)));
    const auto m = signed_request();
    EXPECT_EQ(right(m, header::proxy_authorization)->realm, "p");
    EXPECT_EQ(right(m)->realm, "r");
}

} // namespace
} // namespace simplespec::sip
