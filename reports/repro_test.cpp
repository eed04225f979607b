#include "reports/repro.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::reports {
namespace {

using scenarios::message_record;
using testing::HasSubstr;
using testing::Not;

constexpr auto ours = "198.51.100.1:5060";
constexpr auto theirs = "192.0.2.1:5060";

message_record sent(std::string octets, std::int64_t at_us = 0) {
    return {.at_us = at_us,
            .source = "alice",
            .destination = theirs,
            .source_address = ours,
            .destination_address = theirs,
            .transport = "UDP",
            .start_line = {},
            .octets = std::move(octets)};
}

message_record came(std::string octets, std::int64_t at_us = 0) {
    return {.at_us = at_us,
            .source = theirs,
            .destination = "alice",
            .source_address = theirs,
            .destination_address = ours,
            .transport = "UDP",
            .start_line = {},
            .octets = std::move(octets)};
}

std::string publish(std::string_view more, int cseq) {
    return "PUBLISH sip:alice@example.com SIP/2.0\r\nVia: SIP/2.0/UDP "
           "198.51.100.1:5060;branch=z9hG4bKabc;rport\r\n"
           "From: <sip:alice@example.com>;tag=f1\r\nTo: <sip:alice@example.com>\r\nCall-ID: "
           "one@two\r\nCSeq: " +
           std::to_string(cseq) + " PUBLISH\r\n" + std::string(more) + "Content-Length: 4\r\n\r\n[\\x]";
}

std::string answer(int status, std::string_view more) {
    return "SIP/2.0 " + std::to_string(status) +
           " Said\r\nVia: SIP/2.0/UDP 198.51.100.1:5060;branch=z9hG4bKabc\r\n"
           "From: <sip:alice@example.com>;tag=f1\r\nTo: <sip:alice@example.com>;tag=totag\r\nCall-ID: "
           "one@two\r\nCSeq: 1 PUBLISH\r\n" +
           std::string(more) + "Content-Length: 0\r\n\r\n";
}

// A publication with a challenge, and a refresh whose old entity-tag is still taken.
scenarios::scenario_result stale_tag() {
    scenarios::scenario_result s{.id = "rfc3903/6/stale-tag", .title = "A stale tag is refused"};
    s.outcome = scenarios::verdict::fail;
    s.reason = "expected-412-got-200";
    s.messages = {sent(publish("", 1)),
                  came(answer(100, "")),
                  came(answer(401, "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n")),
                  sent(publish("Authorization: Digest username=\"alice\", realm=\"r\", nonce=\"n\", "
                               "uri=\"u\", response=\"secretly\"\r\n",
                               2)),
                  came(answer(200, "SIP-ETag: tag-one\r\n")),
                  sent(publish("SIP-If-Match: tag-one\r\n", 3), 3000000),
                  came(answer(200, "SIP-ETag: tag-two\r\n"), 3000100)};
    s.deviations = {{.file = "f",
                     .line = 1,
                     .text = "< 412",
                     .requirement = "RFC3903-6-11",
                     .expected = "412",
                     .actual = "SIP/2.0 200 Said",
                     .evidence = {},
                     .message = 6}};
    s.messages.push_back(sent("PUBLISH sip:after SIP/2.0\r\n\r\n"));
    return s;
}

TEST(Replay, leaves_blanks_for_what_chance_chose) {
    const auto made = make_replay(stale_tag());
    ASSERT_TRUE(made) << made.error();
    EXPECT_EQ(made->target, theirs);
    EXPECT_EQ(made->calls, 1U);
    EXPECT_EQ(made->values, 1U);
    EXPECT_THAT(made->users, testing::ElementsAre("alice"));
    ASSERT_EQ(made->steps.size(), 6U); // the 100 and what follows the deviation are left out
    EXPECT_TRUE(made->steps[1].challenges);
    ASSERT_EQ(made->steps[3].takes.size(), 1U);
    EXPECT_EQ(made->steps[3].takes[0].is, taking::what::entity_tag);
    EXPECT_EQ(made->steps[4].pause_ms, 3000);
    EXPECT_EQ(made->check.is, replay_check::kind::statuses);
    EXPECT_THAT(made->check.statuses, testing::ElementsAre(412));
}

TEST(Replay, gives_every_octet_back) {
    const auto scenario = stale_tag();
    const auto made = make_replay(scenario);
    ASSERT_TRUE(made);
    std::string again;
    for (const auto& p : made->steps[0].pieces) {
        switch (p.is) {
        case piece::kind::text:
            again += p.text;
            break;
        case piece::kind::transport:
            again += "UDP";
            break;
        case piece::kind::local_address:
            again += ours;
            break;
        case piece::kind::branch:
            again += "z9hG4bKabc";
            break;
        case piece::kind::call_id:
            again += "one@two";
            break;
        case piece::kind::content_length:
            again += p.text;
            break;
        default:
            FAIL();
        }
    }
    EXPECT_EQ(again, scenario.messages[0].octets);
}

TEST(Replay, says_that_nothing_was_sent) {
    scenarios::scenario_result s{.id = "a/b"};
    s.messages = {came(answer(200, ""))};
    EXPECT_EQ(make_replay(s).error(), "a/b sent nothing that could be repeated");
}

TEST(Sipp, asks_for_what_the_scenario_asked_for) {
    const auto text = repro_sipp(*make_replay(stale_tag()));
    EXPECT_THAT(text, HasSubstr("<recv response=\"412\""));
    EXPECT_THAT(text, HasSubstr("SIP-If-Match: [$value1]"));
    EXPECT_THAT(text, HasSubstr("header=\"SIP-ETag:\""));
    EXPECT_THAT(text, HasSubstr("Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport"));
    EXPECT_THAT(text, HasSubstr("<recv response=\"401\" timeout=\"10000\" auth=\"true\"/>"));
    EXPECT_THAT(text, HasSubstr("[field0]"));
    EXPECT_THAT(text, HasSubstr("<pause milliseconds=\"3000\"/>"));
    EXPECT_THAT(text, HasSubstr("\\x5b\\x5cx]")); // the body, so that SIPp sends it as it was
    EXPECT_THAT(text, Not(HasSubstr("secretly")));
    EXPECT_THAT(text, Not(HasSubstr("sip:after")));
}

struct check_case {
    const char* name;
    const char* reason;
    const char* expected;
    std::size_t message;
    const char* in_sipp;
    const char* in_shell;
};

class Checks : public testing::TestWithParam<check_case> {};

TEST_P(Checks, become_what_the_replayer_can_see) {
    const auto& c = GetParam();
    auto s = stale_tag();
    s.reason = c.reason;
    s.deviations[0].expected = c.expected;
    s.deviations[0].message = c.message;
    s.messages.pop_back();
    const auto made = make_replay(s);
    ASSERT_TRUE(made);
    EXPECT_THAT(repro_sipp(*made), HasSubstr(c.in_sipp));
    const auto shell = repro_shell(*made);
    ASSERT_TRUE(shell);
    EXPECT_THAT(*shell, HasSubstr(c.in_shell));
}

INSTANTIATE_TEST_SUITE_P(
    Replay, Checks,
    testing::Values(
        check_case{"either", "expected-412-got-200", "412 or 400", 6,
                   "<recv response=\"400\" optional=\"true\" next=\"good\"/>",
                   "'SIP/2.0 412 '*|'SIP/2.0 400 '*"},
        check_case{"arrival", "expected-NOTIFY-got-nothing", "NOTIFY", SIZE_MAX,
                   "<recv request=\"NOTIFY\" timeout=\"10000\"/>", "$'NOTIFY '*"},
        check_case{"silence", "unwanted-NOTIFY", "no NOTIFY", 6, "check_it_inverse=\"true\"", "it deviates"},
        check_case{"there", "header-Date-not-there", "header Date exists ", 6,
                   "header=\"Date:\" check_it=\"true\"", "[ -n \"$(row $'Date')\" ]"},
        check_case{"absent", "header-X-not-absent", "header Record-Route absent ", 6,
                   "header=\"Record-Route:\" check_it_inverse=\"true\"", "[ -z \"$(row $'Record-Route')\" ]"},
        check_case{"holds", "header-Allow-not-as-asserted", "header Allow contains \"PUB+\"", 6,
                   "regexp=\"PUB\\+\"", "grep -qF $'PUB+'"},
        check_case{"by_eye", "xpath-x", "xpath \"/list/@version\" == 0", 6, "look at this: xpath",
                   "\"$came\""}),
    [](const auto& info) { return info.param.name; });

TEST(Shell, refuses_what_it_cannot_send) {
    auto s = stale_tag();
    for (auto& m : s.messages) m.transport = "TCP";
    EXPECT_THAT(repro_shell(*make_replay(s)).error(), HasSubstr("TCP"));
    s = stale_tag();
    s.messages[0].octets += '\0';
    EXPECT_THAT(repro_shell(*make_replay(s)).error(), HasSubstr("NUL"));
}

TEST(Shell, computes_the_digest_itself) {
    const auto text = repro_shell(*make_replay(stale_tag()));
    ASSERT_TRUE(text);
    EXPECT_THAT(*text, HasSubstr("credentials $'alice' $'PUBLISH' $'sip:alice@example.com'"));
    EXPECT_THAT(*text, HasSubstr("port=${2:-5060}"));
    EXPECT_THAT(*text, Not(HasSubstr("secretly")));
}

TEST(Raw, is_what_was_sent_and_nothing_else) {
    const auto scenario = stale_tag();
    EXPECT_EQ(repro_raw(scenario),
              scenario.messages[0].octets + scenario.messages[3].octets + scenario.messages[5].octets);
}

} // namespace
} // namespace simplespec::reports
