#include "rigs/drivers/http_session.hpp"

#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

struct seen {
    std::vector<std::string> authorizations{};
};

/// A phone that asks with this challenge and takes what `good` takes.
http_link phone(seen& s, std::string challenge, std::function<bool(const std::string&)> good) {
    return [&s, challenge,
            good](const net::http_request& r) -> std::expected<net::http_response, net::http_failure> {
        const auto with = r.fields.find("Authorization");
        s.authorizations.push_back(with == r.fields.end() ? "" : with->second);
        if (good(s.authorizations.back())) return net::http_response{.body = "in"};
        return net::http_response{.status = 401, .fields = {{"WWW-Authenticate", challenge}}};
    };
}

TEST(http_session, answers_basic_once_asked_and_then_at_once) {
    seen s;
    http_session phone_at(phone(s, "Basic realm=\"snom, Digest \\\" or not\"",
                                [](const auto& a) { return a == "Basic YWRtaW46MDAwMA=="; }),
                          "admin", "0000", sip::entropy(1));
    for (int i = 0; i < 2; ++i) EXPECT_EQ(phone_at.get("/screen.bmp")->body, "in");
    EXPECT_EQ(s.authorizations,
              (std::vector<std::string>{"", "Basic YWRtaW46MDAwMA==", "Basic YWRtaW46MDAwMA=="}));
}

// The response of the credentials in RFC 2617 section 3.5 holds whatever the client's own nonce is: here it
// is computed anew.
TEST(http_session, answers_digest_and_counts_up) {
    for (const std::string challenge :
         {R"(Digest realm="snom", nonce="abc", qop="auth", algorithm=MD5)",
          R"(Basic realm="snom", Digest realm="snom", nonce="abc", qop="auth")",
          R"(Digest realm="x", nonce="n", algorithm=TIGER, Digest realm="snom", nonce="abc", qop="auth")"}) {
        seen s;
        const auto good = [](const std::string& a) {
            const auto c = sip::parse_digest_credentials(a);
            return c && c->response == sip::digest_response(*c, "0000", "GET", "");
        };
        http_session phone_at(phone(s, challenge, good), "admin", "0000", sip::entropy(1));
        for (int i = 0; i < 2; ++i) {
            const auto got = phone_at.get("/command.htm?key=P1");
            ASSERT_TRUE(got) << challenge << ": " << got.error().text;
        }
        EXPECT_EQ(sip::parse_digest_credentials(s.authorizations.at(1))->uri, "/command.htm?key=P1");
        EXPECT_EQ(sip::parse_digest_credentials(s.authorizations.at(2))->count, "00000002");
    }
}

TEST(http_session, takes_a_fresh_nonce_where_the_old_one_is_stale) {
    int asked = 0;
    http_session phone_at(
        [&asked](const net::http_request& r) -> std::expected<net::http_response, net::http_failure> {
            const auto with = r.fields.find("Authorization");
            if (with != r.fields.end() && with->second.contains("second")) return net::http_response{};
            const char* nonce = ++asked == 1 ? "first" : "second";
            return net::http_response{
                .status = 401,
                .fields = {{"WWW-Authenticate",
                            std::string("Digest realm=\"a\", stale=true, nonce=\"") + nonce + "\""}}};
        },
        "admin", "0000", sip::entropy(1));
    EXPECT_TRUE(phone_at.get("/"));
    EXPECT_EQ(asked, 2);
}

TEST(http_session, says_when_the_password_is_wrong) {
    for (const std::string challenge :
         {"Basic realm=\"snom\"", "Digest realm=\"snom\", nonce=\"abc\"", "Negotiate", ""}) {
        seen s;
        http_session phone_at(phone(s, challenge, [](const auto&) { return false; }), "admin", "wrong",
                              sip::entropy(1));
        const auto got = phone_at.get("/");
        ASSERT_FALSE(got) << challenge;
        EXPECT_EQ(got.error().what, trouble::password_refused);
        EXPECT_FALSE(got.error().remedy.empty());
        EXPECT_LE(s.authorizations.size(), 2U) << challenge;
    }
}

TEST(http_session, hands_other_failures_on_as_the_rigs) {
    const std::pair<net::http_failure_kind, trouble> table[] = {
        {net::http_failure_kind::unreachable, trouble::unreachable},
        {net::http_failure_kind::silent, trouble::unreachable},
        {net::http_failure_kind::malformed, trouble::unexpected},
        {net::http_failure_kind::too_large, trouble::unexpected},
    };
    for (const auto& [from, to] : table) {
        http_session phone_at(
            [from](const auto&) { return std::unexpected(net::http_failure{from, "192.0.2.7:80 is away"}); },
            "", "", sip::entropy(1));
        EXPECT_EQ(phone_at.get("/").error().what, to);
    }
}

TEST(percent_encoded, leaves_no_sign_of_a_query) {
    EXPECT_EQ(percent_encoded("sip:a b@c;x=1&y#*"), "sip%3Aa%20b%40c%3Bx%3D1%26y%23%2A");
}

} // namespace
} // namespace simplespec::rigs
