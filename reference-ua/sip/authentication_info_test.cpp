#include "sip/authentication_info.hpp"

#include "sip/digest_client.hpp"

#include <gtest/gtest.h>

namespace simplespec::sip {
namespace {

TEST(authentication_info, reads_what_it_prints) {
    const authentication_info info{.nextnonce = "n\"2", .qop = "auth", .rspauth = "ab12", .cnonce = "c", .count = "0000000a"};
    EXPECT_EQ(print(info), R"(qop=auth, rspauth="ab12", cnonce="c", nc=0000000a, nextnonce="n\"2")");
    const auto read = parse_authentication_info(print(info));
    ASSERT_TRUE(read);
    EXPECT_EQ(print(*read), print(info));
    EXPECT_EQ(parse_authentication_info("NextNonce = \"x\" , future=1")->nextnonce, "x");
    for (const char* bad : {"", "nextnonce", "nextnonce=\"x", "nextnonce=\"x\" qop=auth", "Digest nextnonce=\"x\""})
        EXPECT_FALSE(parse_authentication_info(bad)) << bad;
}

// The example of RFC 2617 section 3.5 has no rspauth; its A2 is ":/dir/index.html" (section 3.2.3).
TEST(authentication_info, proof_is_the_response_without_a_method) {
    digest_credentials c{.username = "Mufasa", .realm = "testrealm@host.com", .nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                         .uri = "/dir/index.html", .qop = "auth", .cnonce = "0a4f113b"};
    c.count = "00000001";
    const auto proof = digest_rspauth(c, "Circle Of Life", "body");
    EXPECT_EQ(proof, digest_response(c, "Circle Of Life", "", ""));
    EXPECT_NE(proof, digest_response(c, "Circle Of Life", "GET", ""));
    c.qop = "auth-int";
    EXPECT_NE(digest_rspauth(c, "Circle Of Life", "a"), digest_rspauth(c, "Circle Of Life", "b"));
}

struct proven : testing::Test {
    entropy random{1};
    digest_client client{"alice", "wonder"};
    digest_credentials sent;

    void ask(std::string_view algorithm, std::string_view qop) {
        client = digest_client("alice", "wonder");
        auto no = composer::response(401, "Unauthorized");
        no.add(header::www_authenticate, "Digest realm=\"r\", nonce=\"n\", algorithm=" + std::string(algorithm) +
                                             ", qop=\"" + std::string(qop) + "\"");
        ASSERT_TRUE(client.on_challenge(no.take()));
        auto request = composer::request("PUBLISH", "sip:alice@example.com");
        request.body("text/plain", "hello");
        client.sign(request, random);
        sent = parse_digest_credentials(request.take().value(header::authorization)).value();
    }
    server_proof answered(const authentication_info& info, std::string_view body = "ok") {
        auto yes = composer::response(200, "OK");
        yes.add(header::authentication_info, print(info)).body("text/plain", body);
        return client.on_response(yes.take());
    }
};

TEST_F(proven, right_for_each_algorithm_and_wrong_for_another_secret_or_body) {
    for (const std::string_view algorithm : {"MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256"})
        for (const std::string_view qop : {"auth", "auth-int"}) {
            ask(algorithm, qop);
            EXPECT_EQ(answered(confirm_credentials(sent, "wonder", "ok")), server_proof::right) << algorithm << qop;
            EXPECT_EQ(answered(confirm_credentials(sent, "guess", "ok")), server_proof::wrong) << algorithm << qop;
            EXPECT_EQ(answered(confirm_credentials(sent, "wonder", "other")) == server_proof::wrong, qop == "auth-int");
        }
}

TEST_F(proven, absent_or_for_other_credentials) {
    ask("MD5", "auth");
    EXPECT_EQ(client.on_response(composer::response(200, "OK").take()), server_proof::absent);
    auto info = confirm_credentials(sent, "wonder", "ok");
    info.cnonce = "another";
    EXPECT_EQ(answered(info), server_proof::wrong);
    info = confirm_credentials(sent, "wonder", "ok");
    info.count = "00000002";
    EXPECT_EQ(answered(info), server_proof::wrong);
    info.rspauth.clear();
    EXPECT_EQ(answered(info), server_proof::absent);
}

TEST(unanswerable_challenge, says_why) {
    const struct { unanswerable why; std::vector<std::string> rows; } rows[] = {
        {unanswerable::no_challenge, {}},
        {unanswerable::other_scheme, {"Basic realm=\"r\""}},
        {unanswerable::malformed, {"Digest realm=\"r\"", "Basic realm=\"r\""}},
        {unanswerable::unknown_algorithm, {"Digest realm=\"r\", nonce=\"n\", algorithm=AKAv1-MD5", "Basic realm=\"r\""}},
        {unanswerable::unknown_qop, {"Digest realm=\"r\", nonce=\"n\", qop=\"auth-conf\""}}};
    for (const auto& row : rows) {
        auto no = composer::response(401, "Unauthorized");
        for (const auto& value : row.rows) no.add(header::www_authenticate, value);
        const auto answered = digest_client("alice", "wonder").on_challenge(no.take());
        ASSERT_FALSE(answered);
        EXPECT_EQ(answered.error(), row.why) << text_of(answered.error());
        EXPECT_FALSE(text_of(row.why).empty());
    }
    const auto again = [](bool stale) {
        return composer::response(401, "Unauthorized")
            .add(header::www_authenticate, std::string("Digest realm=\"r\", nonce=\"n\"") + (stale ? ", stale=true" : ""))
            .take();
    };
    EXPECT_EQ(digest_client("", "").on_challenge(again(false)).error(), unanswerable::no_credentials);
    digest_client client("alice", "wonder");
    EXPECT_TRUE(client.on_challenge(again(false)));
    EXPECT_EQ(client.on_challenge(again(false)).error(), unanswerable::refused);
    EXPECT_TRUE(client.on_challenge(again(true)));
    EXPECT_EQ(client.on_challenge(again(true)).error(), unanswerable::always_stale);
}

} // namespace
} // namespace simplespec::sip
