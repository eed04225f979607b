#include "scenarios/rules/exchange.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace simplespec::scenarios::testing_exchange {
namespace {

using testing::IsEmpty;

std::vector<std::string> rules_of(const std::vector<judgement>& all) {
    std::vector<std::string> out;
    for (const auto& j : all) out.push_back(j.record.rule);
    return out;
}

judge_settings only(std::string_view host) {
    return {[host](const sip::hop& h) { return h.host == host; }, true};
}

TEST(judge, blames_only_the_party_under_test) {
    auto e = publishing();
    e.drop(0, "Max-Forwards").drop(1, "SIP-ETag");
    EXPECT_THAT(rules_of(judge_all(e, only("192.0.2.9"))), testing::ElementsAre("publish-200-without-etag"));
    EXPECT_THAT(rules_of(judge_all(e, only("192.0.2.1"))),
                testing::ElementsAre("request-without-max-forwards"));
    EXPECT_EQ(judge_all(e).size(), 2U);
}

TEST(judge, says_where) {
    auto e = publishing();
    e.replace(0, "Expires: 600", "Expires: soon");
    const auto all = judge_all(e);
    ASSERT_FALSE(all.empty());
    EXPECT_EQ(all[0].record.line, 9U);
    EXPECT_EQ(all[0].record.keyword, "ABNF");
    EXPECT_EQ(all[0].record.message, 0U);
    EXPECT_EQ(all[0].party.host, "192.0.2.1");
}

TEST(judge, a_limit_of_ours_accuses_nobody) {
    auto deep = publishing();
    std::string nested;
    for (int i = 0; i < 100; ++i) nested += "<x:e xmlns:x=\"urn:x\">";
    for (int i = 0; i < 100; ++i) nested += "</x:e>";
    deep.replace(0, "</presence>", nested + "</presence>");
    auto large = publishing();
    large.replace(0, "</contact>", "</contact><note>" + std::string(5U << 20U, 'n') + "</note>");
    for (const auto& e : {deep, large})
        for (const auto& j : judge_all(over_tcp(e))) ADD_FAILURE() << j.record.rule << " " << j.record.what;
}

TEST(judge, leaves_a_deviation_and_what_leans_on_it) {
    auto e = publishing();
    // Wrong on purpose, and answered by what would be wrong for a valid request.
    e.drop(0, "Call-ID").messages[0].deviates = true;
    e.replace(1, "200 OK", "400 Bad Request").drop(1, "Expires").drop(1, "SIP-ETag").drop(1, "Call-ID");
    EXPECT_THAT(rules_of(judge_all(e)), IsEmpty());
    e.messages[0].deviates = false;
    EXPECT_THAT(rules_of(judge_all(e)), testing::Contains("request-without-call-id"));
}

TEST(judge, still_holds_the_answer_to_a_deviation_to_what_it_says_itself) {
    auto e = publishing();
    e.drop(0, "Event").messages[0].deviates = true;
    e.replace(1, "200 OK", "423 Interval Too Brief");
    EXPECT_THAT(rules_of(judge_all(e)), testing::Contains("423-without-min-expires"));
}

TEST(judge, takes_nothing_for_missing_after_a_deviation) {
    auto e = subscribing();
    while (e.messages.size() > 2) e.erase(2);
    EXPECT_THAT(rules_of(judge_all(e, {}, 40s)), testing::ElementsAre("notify-missing"));
    e.messages[0].deviates = true;
    EXPECT_THAT(judge_all(e, {}, 40s), IsEmpty());
}

TEST(judge, takes_nothing_for_missing_where_it_did_not_see_everything) {
    auto e = subscribing();
    while (e.messages.size() > 2) e.erase(2);
    judge_settings settings;
    settings.complete = false;
    EXPECT_THAT(judge_all(e, settings, 40s), IsEmpty());
    EXPECT_THAT(judge_all(e, {}, 31s), IsEmpty()) << "the observation ended before";
}

TEST(judge, blames_no_proxy_for_what_it_passes_on) {
    auto e = publishing();
    for (std::size_t i = 0; i < e.messages.size(); ++i)
        e.replace(i, "Via: ",
                  "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-proxy" + std::to_string(i / 2) +
                      (i % 2 == 0 ? ";rport\r\nVia: " : ";rport=5060;received=192.0.2.1\r\nVia: "));
    e.drop(0, "From").replace(2, "Max-Forwards: 70", "Max-Forwards: 69");
    EXPECT_THAT(judge_all(e, only("192.0.2.1")), IsEmpty());
}

TEST(judge, counts_what_it_exercised) {
    judge j(catalogue::built_in(), {});
    const auto e = publishing();
    observed seen{0, {}, {}, {}, sip::read_message(e.messages[0].head + "\r\n")};
    seen.retyped = true;
    j.on_message(seen);
    EXPECT_GE(j.exercised().at("RFC3261-8.1.1-1"), 5U);
    EXPECT_FALSE(j.exercised().contains("RFC3903-6-25")) << "nobody has answered";
}

// Every message lost, doubled or late, and every one broken off: no rule may crash, and a doubled or lost
// valid message is no error.
TEST(judge, never_accuses_what_the_network_did) {
    for (const auto make : {publishing, challenged, subscribing, listing, watching, registering}) {
        const auto valid = make();
        for (std::size_t i = 0; i < valid.messages.size(); ++i) {
            for (const bool doubled : {false, true}) {
                auto e = valid;
                if (doubled)
                    e.repeat(i, 500ms);
                else
                    e.erase(i);
                for (const auto& j : judge_all(e))
                    EXPECT_NE(j.record.level, severity::error)
                        << valid.messages[i].head.substr(0, 30) << (doubled ? " doubled" : " lost") << ": "
                        << j.record.rule << ": " << j.record.what << " (expected " << j.record.expected
                        << ", got " << j.record.actual << ")";
            }
        }
    }
}

TEST(judge, never_accuses_what_began_before_it_looked) {
    for (const auto make : {publishing, challenged, subscribing, listing, watching, registering}) {
        auto e = make();
        while (!e.messages.empty()) {
            for (const auto& j : judge_all(e))
                EXPECT_NE(j.record.level, severity::error) << j.record.rule << ": " << j.record.what;
            e.erase(0);
        }
    }
}

TEST(judge, survives_messages_cut_anywhere) {
    const auto e = listing();
    const auto whole = e.messages[2].head + "\r\n" + e.messages[2].body;
    for (std::size_t size = 0; size < whole.size(); size += 3) {
        judge j(catalogue::built_in(), {});
        observed seen{0, {}, {}, {}, sip::read_message(whole.substr(0, size))};
        seen.truncated = true;
        j.on_message(seen);
        j.at_end({});
        SUCCEED();
    }
}

// A great deal of one thing: read in time linear in its size, or this test is seen to hang.
TEST(judge, is_not_slowed_down_by_any_shape) {
    const auto many = [](std::string_view one) {
        std::string out;
        while (out.size() < 60'000) out += one;
        return out;
    };
    for (const auto* row :
         {"Via: SIP/2.0/UDP a;branch=z9hG4bK1", "From: <sip:a@b>;tag=abcdefgh", "Require: a", "Supported: a",
          "Event: presence", "Contact: <sip:a@b>", "Accept: a/b", "WWW-Authenticate: Digest realm=\"a\"",
          "Content-Type: multipart/related;boundary=b;type=\"application/rlmi+xml\"", "X: y"})
        for (const auto* one :
             {",", ";a=b", ",a", "\"", "\\", "<", ", Digest a=b", "\r\nVia: a", "\r\n ", ";", "(", "@",
              "--b\r\n", "<x>", "<resource><instance cid=\"a\"/></resource>"}) {
            judge j(catalogue::built_in(), {});
            const auto head = std::string(
                "NOTIFY sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK2\r\nCSeq: 1 NOTIFY\r\n");
            j.on_message({0, {}, {}, {}, sip::read_message(head + row + many(one) + "\r\n\r\n")});
            j.on_message(
                {1,
                 {},
                 {},
                 {},
                 sip::read_message("SIP/2.0 420 x\r\n" + head.substr(24) + row + many(one) + "\r\n\r\n")});
            j.on_message({2, {}, {}, {}, sip::read_message(head + row + "\r\n\r\n" + many(one))});
            EXPECT_LE(j.take().size(), 3U * 256U);
        }
}

// The messages of a real phone and its server, and what was decided of each departure in them.
struct seed_row {
    std::string_view file;
    std::set<std::string> errors;   ///< exactly these
    std::set<std::string> appear{}; ///< among the warnings and notes
};

class seed : public testing::TestWithParam<seed_row> {};

TEST_P(seed, is_judged_as_decided) {
    std::ifstream in(std::string(SIMPLESPEC_SOURCE_DIR "/scenarios/rules/seed/") +
                         std::string(GetParam().file),
                     std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    judge j(catalogue::built_in(), {});
    observed seen{0, {}, {}, {}, sip::read_message(text.str())};
    seen.retyped = true;
    j.on_message(seen);
    j.at_end({});
    std::set<std::string> errors, others;
    for (const auto& one : j.take())
        (one.record.level == severity::error ? errors : others).insert(one.record.rule);
    EXPECT_EQ(errors, GetParam().errors);
    for (const auto& rule : GetParam().appear) EXPECT_TRUE(others.contains(rule)) << rule;
}

const std::set<std::string> list_errors = {
    "request-without-max-forwards",                           // A2
    "notify-without-to-tag",                                  // A3
    "tag-without-randomness",                                 // A5
    "media-type-empty-parameter",                             // A14
    "instance-cid-dangles",                                   // A16, A20
    "xml-not-well-formed",          "xml-unquoted-attribute", // A18
    "instance-state-unknown",                                 // A19
};
const std::set<std::string> list_others = {
    "udp-above-1300-octets",         // A1
    "notify-from-subscriber-itself", // A4
    "user-phone-without-number",     // A6
    "contact-host-elsewhere",        // A7
    "longer-than-default",           // A9
    "list-first-version",            // A22
};

INSTANTIATE_TEST_SUITE_P(
    table, seed,
    testing::Values(seed_row{"snom-001-publish-lunch.sip", {}},
                    seed_row{"snom-002-notify-rlmi-seed.sip", list_errors, list_others},
                    seed_row{"snom-002b-notify-rlmi-seed-cl1566.sip", list_errors, list_others},
                    seed_row{"snom-003-200-to-rlmi-notify.sip",
                             {"response-without-to-tag", "rport-without-received"}, // B1, B2
                             {"unmatched-notify-accepted"}}),                       // B3
    [](const auto& info) { return std::string(info.param.file.substr(0, 4)) + std::to_string(info.index); });

} // namespace
} // namespace simplespec::scenarios::testing_exchange
