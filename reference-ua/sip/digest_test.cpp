#include "sip/digest.hpp"

#include "sip/composer.hpp"

#include <gtest/gtest.h>

namespace simplespec::sip {
namespace {

// The examples of RFC 7616 section 3.9.1 and RFC 2617 section 3.5.
TEST(digest, compute_what_the_rfcs_print) {
    digest_credentials c;
    c.username = "Mufasa";
    c.realm = "http-auth@example.org";
    c.nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    c.uri = "/dir/index.html";
    c.qop = "auth";
    c.count = "00000001";
    c.cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    c.algorithm = "SHA-256";
    EXPECT_EQ(digest_response(c, "Circle of Life", "GET", {}),
              "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    c.algorithm = "MD5";
    EXPECT_EQ(digest_response(c, "Circle of Life", "GET", {}), "8ca523f5e9506fed4657c9700eebdbec");
    c.realm = "testrealm@host.com";
    c.nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
    c.cnonce = "0a4f113b";
    c.algorithm.clear();
    EXPECT_EQ(digest_response(c, "Circle Of Life", "GET", {}), "6629fae49393a05397450978507c4ef1");
}

TEST(digest, reads_and_refuses) {
    const auto c =
        parse_digest_credentials("digest username=\"a\\\"b\" , realm=\"r\",nonce=\"n\", uri=\"sip:x\","
                                 "response=\"0\", nc=0000000a, qop=auth, cnonce=\"c\", unknown=1");
    ASSERT_TRUE(c);
    EXPECT_EQ(c->username, "a\"b");
    EXPECT_EQ(digest_count(*c), 10U);
    for (const char* bad :
         {"", "Basic abc", "Digest", "Digest username", "Digest username=\"a", "Digest username=\"a\"",
          "Digest username=\"a\", realm=\"r\",nonce=\"n\", uri=\"u\" response=\"0\""})
        EXPECT_FALSE(parse_digest_credentials(bad)) << bad;
}

// RFC 8760 section 2.4: the topmost that we know; one answer a realm.
TEST(digest, takes_the_first_challenge_of_each_realm_that_it_can_answer) {
    const auto no =
        composer::response(401, "Unauthorized")
            .add(header::www_authenticate, "Digest realm=\"a\", nonce=\"1\", algorithm=NEW, qop=\"auth\"")
            .add(header::www_authenticate, "Basic realm=\"a\"")
            .add(header::www_authenticate,
                 "Digest realm=\"a\", nonce=\"2\", algorithm=SHA-256, qop=\"auth-int, auth\", stale=TRUE")
            .add(header::www_authenticate, "Digest realm=\"a\", nonce=\"3\", algorithm=MD5, qop=\"auth\"")
            .add(header::www_authenticate, "Digest realm=\"b\", nonce=\"4\"")
            .take();
    const auto asked = digest_challenges(no);
    ASSERT_EQ(asked.size(), 2U);
    EXPECT_EQ(asked[0].nonce, "2");
    EXPECT_TRUE(asked[0].stale);
    EXPECT_EQ(asked[1].nonce, "4");
}

TEST(digest, answers_what_it_would_accept) {
    for (const char* algorithm : {"", "MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256"})
        for (const char* qop : {"", "auth", "auth-int"}) {
            digest_challenge asked{.realm = "r", .nonce = "n", .opaque = "o\"q", .algorithm = algorithm};
            if (*qop != 0) asked.qop = {qop};
            const auto again = parse_digest_challenge(print(asked));
            ASSERT_TRUE(again) << print(asked);
            const auto given = answer_challenge(*again, "u", "s", "PUBLISH", "sip:u@h", "body", "c", 12);
            const auto read = parse_digest_credentials(print(given));
            ASSERT_TRUE(read) << print(given);
            EXPECT_EQ(read->response, digest_response(*read, "s", "PUBLISH", "body")) << algorithm << qop;
            EXPECT_NE(read->response, digest_response(*read, "t", "PUBLISH", "body")) << algorithm << qop;
            EXPECT_EQ(read->response != digest_response(*read, "s", "PUBLISH", "other"),
                      qop == std::string_view("auth-int"));
            EXPECT_EQ(read->opaque, "o\"q");
            if (*qop != 0) {
                EXPECT_EQ(digest_count(*read), 12U);
            }
        }
}

} // namespace
} // namespace simplespec::sip
