#include "reports/lint.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::reports {
namespace {

using scenarios::severity;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string with_body(std::string_view type, std::string_view body) {
    return fmt::format("NOTIFY sip:watcher@192.0.2.2 SIP/2.0\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n{}", type,
                       body.size(), body);
}

std::string pidf(std::string_view entity, std::string_view basic, std::string_view more = "") {
    return fmt::format(R"(<?xml version="1.0"?><presence xmlns="urn:ietf:params:xml:ns:pidf" entity="{}">)"
                       R"(<tuple id="t"><status><basic>{}</basic></status>{}</tuple></presence>)",
                       entity, basic, more);
}

TEST(contacts_of, a_presence_document_is_one_row) {
    bool found = false;
    const auto rows = contacts_of(with_body("application/pidf+xml", pidf("pres:joe@example.com", "open", "<note>Lunch</note>")), found);
    EXPECT_TRUE(found);
    EXPECT_THAT(rows, ElementsAre(lint_contact{"pres:joe@example.com", "", "available", {}, "Lunch"}));
}

TEST(contacts_of, a_list_has_its_rows_with_names) {
    const std::string list =
        "--b\r\nContent-Type: application/rlmi+xml\r\nContent-ID: <r@x>\r\n\r\n"
        R"(<list xmlns="urn:ietf:params:xml:ns:rlmi" uri="sip:all@example.com" version="0" fullState="true">)"
        R"(<resource uri="sip:joe@example.com"><name>Joe</name><instance id="1" state="active" cid="j@x"/></resource>)"
        R"(<resource uri="sip:mary@example.com"><name>Mary</name></resource></list>)"
        "\r\n--b\r\nContent-Type: application/pidf+xml\r\nContent-ID: <j@x>\r\n\r\n" +
        pidf("pres:joe@example.com", "closed") + "\r\n--b--\r\n";
    bool found = false;
    const auto rows = contacts_of(with_body("multipart/related;type=\"application/rlmi+xml\";start=\"<r@x>\";boundary=b", list), found);
    EXPECT_TRUE(found);
    EXPECT_THAT(rows, ElementsAre(lint_contact{"sip:joe@example.com", "Joe", "unavailable", {}, ""},
                                  lint_contact{"sip:mary@example.com", "Mary", "unknown", {}, ""}));
}

TEST(contacts_of, other_bodies_and_none_have_no_rows) {
    for (const auto& m : {with_body("text/plain", "hello"), with_body("application/xml", "<x/>"),
                          std::string("SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n"), std::string("not SIP")}) {
        bool found = true;
        EXPECT_THAT(contacts_of(m, found), IsEmpty()) << m;
        EXPECT_FALSE(found) << m;
    }
}

linted_message sample() {
    linted_message m;
    m.file = "a.pcap";
    m.index = 2;
    m.timed = true;
    m.message.frame = 7;
    m.message.at.wall = sip::wall_time(std::chrono::milliseconds(1700000000250));
    m.message.source = {sip::transport::tcp, "2001:db8::1", 5060};
    m.message.destination = {sip::transport::tcp, "2001:db8::2", 5062};
    m.start_line = "PUBLISH sip:a@b \x1b\xff SIP/2.0";
    m.findings = {{.rule = "no-max-forwards", .requirement = "RFC3261-8.1.1.6-1", .keyword = "MUST", .level = severity::error,
                   .message = 2, .offset = 39, .line = 2, .what = "no Max-Forwards", .expected = "70", .actual = "none"}};
    m.presence = true;
    m.contacts = {{"sip:joe@example.com", "Joe", "available", {"meal"}, "Lunch"}};
    return m;
}

TEST(lint_json, is_the_contract) {
    EXPECT_EQ(lint_json(sample()),
              R"({"file":"a.pcap","index":2,"frame":7,"time":"2023-11-14T22:13:20.250000Z","src":"[2001:db8::1]:5060",)"
              R"("dst":"[2001:db8::2]:5062","transport":"TCP","start_line":"PUBLISH sip:a@b \\x1b\\xff SIP/2.0",)"
              R"("findings":[{"rule":"no-max-forwards","requirement":"RFC3261-8.1.1.6-1","level":"MUST","severity":"error",)"
              R"("offset":39,"line":2,"what":"no Max-Forwards","expected":"70","actual":"none"}],)"
              R"("contacts":[{"uri":"sip:joe@example.com","name":"Joe","state":"available","activities":["meal"],"note":"Lunch"}]})");
}

TEST(lint_json, says_null_where_a_text_tells_nothing) {
    auto m = sample();
    m.timed = m.presence = false;
    m.message.source.host = m.message.destination.host = "";
    m.findings.clear();
    const auto o = boost::json::parse(lint_json(m)).as_object();
    for (const auto* key : {"frame", "time", "src", "dst"}) EXPECT_TRUE(o.at(key).is_null()) << key;
    EXPECT_FALSE(o.contains("contacts"));
}

TEST(lint_json, knows_five_levels) {
    const std::pair<const char*, const char*> rows[] = {{"ABNF", "MUST"}, {"SHALL NOT", "MUST NOT"}, {"RECOMMENDED", "SHOULD"},
                                                        {"SHOULD NOT", "SHOULD NOT"}, {"", "MAY"}};
    for (const auto& [keyword, level] : rows) {
        auto m = sample();
        m.findings[0].keyword = keyword;
        EXPECT_EQ(boost::json::parse(lint_json(m)).at("findings").at(0).at("level").as_string(), level);
    }
}

TEST(lint_text, is_for_people) {
    EXPECT_EQ(lint_text(sample()), "a.pcap:3 frame 7 TCP [2001:db8::1]:5060 > [2001:db8::2]:5062 PUBLISH sip:a@b \\x1b\\xff SIP/2.0\n"
                                   "  error   line 2   RFC3261-8.1.1.6-1 (MUST): no Max-Forwards\n"
                                   "          expected  70\n"
                                   "          actual    none\n"
                                   "  contact Joe <sip:joe@example.com> available [meal] \"Lunch\"\n");
}

constexpr std::string_view good =
    "OPTIONS sip:192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKabcdefgh1\r\nMax-Forwards: 70\r\n"
    "From: <sip:a@example.com>;tag=a1b2c3d4e5\r\nTo: <sip:192.0.2.2>\r\nCall-ID: 1234567890@192.0.2.1\r\nCSeq: 1 OPTIONS\r\n"
    "Contact: <sip:a@192.0.2.1>\r\nAccept: application/sdp\r\nContent-Length: 0\r\n\r\n";

named_capture text_of(std::string file, std::string_view octets) { return {std::move(file), *scenarios::read_capture(octets)}; }

std::string without(std::string_view text, std::string_view row) {
    std::string out(text);
    out.erase(out.find(row), row.size());
    return out;
}

TEST(lint, draws_no_error_on_a_right_message_and_one_on_a_wrong_one) {
    const auto& catalogue = scenarios::catalogue::built_in();
    const auto right = lint(catalogue, {text_of("right", good)}, false);
    EXPECT_EQ(right.errors, 0U) << lint_text(right.messages.at(0));
    const auto wrong = lint(catalogue, {text_of("right", good), text_of("wrong", without(good, "Max-Forwards: 70\r\n"))}, false);
    ASSERT_EQ(wrong.messages.size(), 2U);
    EXPECT_EQ(wrong.errors, 1U);
    EXPECT_EQ(wrong.messages[1].file, "wrong");
    ASSERT_THAT(wrong.messages[1].findings, testing::SizeIs(testing::Ge(1)));
    EXPECT_EQ(wrong.messages[1].findings[0].level, severity::error);
    EXPECT_THAT(wrong.messages[1].findings[0].requirement, HasSubstr("RFC3261-8.1.1"));
}

TEST(lint, keeps_the_order_of_files_when_they_are_judged_together) {
    auto late = text_of("late", good), early = text_of("early", good);
    late.messages.messages[0].at.wall += std::chrono::seconds(5);
    const auto r = lint(scenarios::catalogue::built_in(), {late, early}, true);
    ASSERT_EQ(r.messages.size(), 2U);
    EXPECT_EQ(r.messages[0].file, "late");
    EXPECT_EQ(r.messages[1].file, "early");
}

TEST(lint, survives_what_is_hostile) {
    const std::string hostile = "PUBLISH sip:a SIP/2.0\r\n" + std::string(100000, ':') + "\r\nVia: \xff\r\nContent-Length: -1\r\n\r\n\x01";
    const auto r = lint(scenarios::catalogue::built_in(), {text_of("x", hostile)}, false);
    ASSERT_EQ(r.messages.size(), 1U);
    EXPECT_GT(r.errors, 0U);
    EXPECT_NO_THROW(static_cast<void>(boost::json::parse(lint_json(r.messages[0]))));
}

TEST(lint, survives_requests_without_via) {
    const auto r = lint(scenarios::catalogue::built_in(),
                        {text_of("x", "PUBLISH sip:a SIP/2.0\r\n\r\nPUBLISH sip:a SIP/2.0\r\n\r\nSIP/2.0 200 OK\r\n\r\n")}, false);
    EXPECT_EQ(r.messages.size(), 3U);
    EXPECT_GT(r.errors, 0U);
}

TEST(lint_summary, counts_in_words) {
    lint_result r;
    r.messages.resize(1);
    r.errors = 2;
    EXPECT_EQ(lint_summary(r), "1 message, 2 errors, 0 warnings, 0 notes");
}

} // namespace
} // namespace simplespec::reports
