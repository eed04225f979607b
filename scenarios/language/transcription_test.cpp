#include "scenarios/language/transcription.hpp"

#include "scenarios/language/read.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::scenarios {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class exchange {
  public:
    exchange& add(std::string octets, int second = 0) {
        captured c;
        c.frame = made_.messages.size() + 1;
        c.at.steady = sip::time_point{} + std::chrono::seconds(second);
        c.octets = std::move(octets);
        made_.messages.push_back(std::move(c));
        made_.timed = true;
        return *this;
    }
    exchange& request(std::string_view line, std::string_view user, std::string_view call, int cseq,
                      std::string_view rows, std::string_view body = {}, int second = 0) {
        const std::string method(line.substr(0, line.find(' ')));
        return add(std::string(line) + " SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK" +
                       std::string(call) + std::to_string(cseq) + "\r\nFrom: <sip:" + std::string(user) +
                       "@pbx.example>;tag=f\r\n" + std::string(rows) + "Call-ID: " + std::string(call) +
                       "\r\nCSeq: " + std::to_string(cseq) + " " + method +
                       "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body),
                   second);
    }
    exchange& response(int status, std::string_view method, std::string_view call, int cseq,
                       std::string_view rows = {}, int second = 0) {
        return add("SIP/2.0 " + std::to_string(status) +
                       " R\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=f\r\n"
                       "To: <sip:c@d>;tag=t\r\nCall-ID: " +
                       std::string(call) + "\r\nCSeq: " + std::to_string(cseq) + " " + std::string(method) +
                       "\r\n" + std::string(rows) + "Content-Length: 0\r\n\r\n",
                   second);
    }
    const capture& done() const { return made_; }

  private:
    capture made_;
};

constexpr std::string_view to_joe = "To: <sip:joe@pbx.example>\r\n";

exchange published_and_watched() {
    exchange e;
    e.request("PUBLISH sip:joe@pbx.example", "joe", "p1", 1,
              std::string(to_joe) +
                  "Event: presence\r\nExpires: 600\r\nContent-Type: application/pidf+xml\r\n",
              "<presence entity=\"pres:joe@pbx.example\"/>\r\n")
        .response(401, "PUBLISH", "p1", 1, "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n")
        .request("PUBLISH sip:joe@pbx.example", "joe", "p1", 2,
                 std::string(to_joe) + "Event: presence\r\nAuthorization: Digest username=\"joe\"\r\n")
        .response(200, "PUBLISH", "p1", 2, "SIP-ETag: abc\r\nExpires: 600\r\n")
        .request("SUBSCRIBE sip:joe@pbx.example", "mark", "s1", 1,
                 std::string(to_joe) + "Event: presence\r\nExpires: 600\r\n")
        .request("SUBSCRIBE sip:joe@pbx.example", "mark", "s1", 1,
                 std::string(to_joe) + "Event: presence\r\nExpires: 600\r\n") // again
        .response(100, "SUBSCRIBE", "s1", 1)
        .response(200, "SUBSCRIBE", "s1", 1)
        .request("NOTIFY sip:mark@192.0.2.9", "joe", "s1", 7,
                 "To: <sip:mark@pbx.example>;tag=f\r\nSubscription-State: active;expires=600\r\n")
        .response(200, "NOTIFY", "s1", 7)
        .request("PUBLISH sip:joe@pbx.example", "joe", "p1", 3,
                 std::string(to_joe) + "Event: presence\r\nSIP-If-Match: abc\r\n", {}, 60)
        .response(412, "PUBLISH", "p1", 3, {}, 60)
        .request("SUBSCRIBE sip:pbx.example", "mark", "s1", 2,
                 "To: <sip:joe@pbx.example>;tag=t\r\nEvent: presence\r\nExpires: 0\r\n", {}, 60)
        .response(200, "SUBSCRIBE", "s1", 2, {}, 60);
    return e;
}

TEST(Transcription, says_again_what_the_clients_said) {
    const auto e = published_and_watched();
    const auto made = transcribe(e.done(), "mine/lunch", "From a \"capture\"");
    ASSERT_TRUE(made) << made.error();
    EXPECT_EQ(made->text, R"(scenario mine/lunch
  title  "From a 'capture'"

actor joe = user (udp)
actor mark = user (udp)

joe > PUBLISH {joe.aor}
    Event: presence
    Expires: 600
    body application/pidf+xml <<
    <presence entity="pres:{joe.user}@{joe.domain}"/>
    >>
joe within {reply} {
    < 200
        capture etag1 = header SIP-ETag
}

mark > SUBSCRIBE {joe.aor} as sub1
    Event: presence
    Expires: 600
mark within {notify} {
    < 200
    < NOTIFY in sub1
        where  value Subscription-State == active
}

advance +60s

joe > PUBLISH {joe.aor}
    Event: presence
    SIP-If-Match: {etag1}
joe within {reply} {
    < 412
}

mark > SUBSCRIBE in sub1
    Event: presence
    Expires: 0
mark within {reply} {
    < 200
}
)");
    EXPECT_TRUE(made->notes.empty());
    const auto read = read_scenario("mine/lunch.scn", made->text);
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_TRUE(check_scenario(*read, {}).empty());
}

TEST(Transcription, says_what_it_left_out) {
    exchange e;
    e.request("NOTIFY sip:mark@192.0.2.9", "joe", "old", 7, "To: <sip:mark@pbx.example>;tag=f\r\n")
        .request("PUBLISH sip:joe@pbx.example", "joe", "p1", 1,
                 std::string(to_joe) + "Event: presence\r\nContent-Type: a/b\r\n", std::string("\0", 1))
        .response(200, "SUBSCRIBE", "nowhere", 1)
        .add("no SIP at all");
    const auto made = transcribe(e.done(), "mine/odd", "odd");
    ASSERT_TRUE(made);
    EXPECT_THAT(made->notes,
                ElementsAre(HasSubstr("frame 4: no whole"), HasSubstr("frame 1: this NOTIFY"),
                            HasSubstr("frame 2: its body"), HasSubstr("frame 3: it answers nothing")));
    EXPECT_THAT(made->text, Not(HasSubstr("body")));
}

TEST(Transcription, keeps_a_challenge_that_nobody_answered_and_doubles_braces) {
    exchange e;
    e.request("PUBLISH sip:joe@pbx.example", "joe", "p1", 1,
              std::string(to_joe) + "Event: presence\r\nX-Odd: {a}\r\n")
        .response(401, "PUBLISH", "p1", 1);
    const auto made = transcribe(e.done(), "mine/odd", "odd");
    ASSERT_TRUE(made);
    EXPECT_THAT(made->text, HasSubstr("< 401"));
    EXPECT_THAT(made->text, HasSubstr("X-Odd: {{a}}"));
    EXPECT_TRUE(read_scenario("mine/odd.scn", made->text));
}

TEST(Transcription, needs_somebody_who_sent) {
    EXPECT_THAT(transcribe({}, "a/b", "t").error(), HasSubstr("no client"));
}

} // namespace
} // namespace simplespec::scenarios
