#include "rigs/phone/gate.hpp"

#include "sip/digest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

const http_account basic{"admin", "secret", false}, digest{"admin", "secret", true};
const sip::instant noon{};

gate new_gate() { return {"snom", sip::entropy(1)}; }

net::http_request with(std::string authorization, std::string target = "/settings.htm") {
    net::http_request out{.target = std::move(target)};
    if (!authorization.empty()) out.fields["Authorization"] = std::move(authorization);
    return out;
}

// What a client answers to a challenge.
std::string answer_to(const net::http_response& refusal, std::string_view password, std::string_view uri,
                      std::uint32_t count = 1) {
    const auto challenge = sip::parse_digest_challenge(refusal.fields.at("WWW-Authenticate"));
    EXPECT_TRUE(challenge);
    return sip::print(sip::answer_challenge(*challenge, "admin", password, "GET", uri, "", "abc", count));
}

TEST(gate, without_a_user_everybody_is_let_in) {
    auto g = new_gate();
    EXPECT_FALSE(g.refuse(noon, with(""), {}));
    EXPECT_FALSE(g.refuse(noon, with(""), {"", "secret", true}));
}

TEST(gate, basic_wants_both_right) {
    struct row {
        const char* name;
        const char* given;
        bool in;
    };
    const row rows[] = {
        {"right", "Basic YWRtaW46c2VjcmV0", true},
        {"scheme in another case", "basic YWRtaW46c2VjcmV0", true},
        {"wrong password", "Basic YWRtaW46c2VjcmV1", false},
        {"part of it", "Basic YWRtaW46c2Vj", false},
        {"none", "", false},
        {"no credentials", "Basic ", false},
        {"no base64", "Basic ****", false},
        {"another scheme", "Bearer YWRtaW46c2VjcmV0", false},
    };
    for (const auto& r : rows) {
        auto g = new_gate();
        const auto refused = g.refuse(noon, with(r.given), basic);
        EXPECT_EQ(!refused, r.in) << r.name;
        if (!refused) continue;
        EXPECT_EQ(refused->status, 401) << r.name;
        EXPECT_EQ(refused->fields.at("WWW-Authenticate"), "Basic realm=\"snom\"") << r.name;
        EXPECT_EQ(refused->body.find("secret"), std::string::npos);
    }
    auto g = new_gate();
    EXPECT_TRUE(g.refuse(noon, with("Basic " + std::string(1 << 20, 'A')), basic));
}

TEST(gate, digest_lets_in_whoever_answers_its_challenge) {
    auto g = new_gate();
    const auto first = g.refuse(noon, with(""), digest);
    ASSERT_TRUE(first);
    EXPECT_THAT(first->fields.at("WWW-Authenticate"), HasSubstr("qop=\"auth\""));
    EXPECT_FALSE(g.refuse(noon, with(answer_to(*first, "secret", "/settings.htm")), digest));
    EXPECT_FALSE(g.refuse(noon, with(answer_to(*first, "secret", "/settings.htm", 2)), digest))
        << "the next count";
    EXPECT_TRUE(g.refuse(noon, with("Basic YWRtaW46c2VjcmV0"), digest)) << "Digest alone";
}

TEST(gate, digest_refuses_what_does_not_fit) {
    auto g = new_gate();
    const auto first = g.refuse(noon, with(""), digest);
    ASSERT_TRUE(first);
    EXPECT_TRUE(g.refuse(noon, with(answer_to(*first, "other", "/settings.htm")), digest)) << "password";
    EXPECT_TRUE(g.refuse(noon, with(answer_to(*first, "secret", "/info.htm")), digest)) << "another page's";
    EXPECT_TRUE(g.refuse(noon, with("Digest"), digest));
    EXPECT_TRUE(g.refuse(noon, with("Digest username=\"admin"), digest));
    EXPECT_TRUE(g.refuse(noon, with("Digest " + std::string(1 << 20, ',')), digest));
}

TEST(gate, a_nonce_serves_each_count_once_and_grows_old) {
    auto g = new_gate();
    const auto first = g.refuse(noon, with(""), digest);
    const auto given = answer_to(*first, "secret", "/settings.htm");
    EXPECT_FALSE(g.refuse(noon, with(given), digest));
    const auto again = g.refuse(noon, with(given), digest);
    ASSERT_TRUE(again);
    EXPECT_THAT(again->fields.at("WWW-Authenticate"), HasSubstr("stale=true"));
    const auto late = answer_to(*again, "secret", "/settings.htm");
    EXPECT_TRUE(g.refuse(noon + 6min, with(late), digest));
}

TEST(gate, keeps_few_nonces_however_many_come) {
    auto g = new_gate();
    const auto first = g.refuse(noon, with(""), digest);
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(g.refuse(noon, with(""), digest));
    const auto forgotten = g.refuse(noon, with(answer_to(*first, "secret", "/settings.htm")), digest);
    ASSERT_TRUE(forgotten);
    EXPECT_THAT(forgotten->fields.at("WWW-Authenticate"), HasSubstr("stale=true"));
}

} // namespace
} // namespace simplespec::rigs
