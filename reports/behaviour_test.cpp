#include "reports/behaviour.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::reports {
namespace {

using scenarios::message_record;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto target = "192.0.2.1:5060";

message_record ours(int cseq, std::string_view method, std::int64_t at_us) {
    return {.at_us = at_us,
            .source = "alice",
            .destination = target,
            .source_address = "198.51.100.1:5060",
            .destination_address = target,
            .transport = "UDP",
            .start_line = {},
            .octets =
                fmt::format("{} sip:b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK{}\r\nCSeq: {} {}\r\n\r\n",
                            method, cseq, cseq, method)};
}

message_record theirs(std::string octets, std::int64_t at_us = 0) {
    return {.at_us = at_us,
            .source = target,
            .destination = "alice",
            .source_address = target,
            .destination_address = "198.51.100.1:5060",
            .transport = "UDP",
            .start_line = {},
            .octets = std::move(octets)};
}

std::string answer(int status, int cseq, std::string_view method, std::string_view more = {}) {
    return fmt::format("SIP/2.0 {} Said\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK{}\r\nCSeq: {} {}\r\n{}\r\n",
                       status, cseq, cseq, method, more);
}

std::string notify(std::string_view more, std::string_view body = {}) {
    return fmt::format("NOTIFY sip:alice SIP/2.0\r\nVia: SIP/2.0/UDP x\r\nCSeq: 1 NOTIFY\r\n{}\r\n{}", more,
                       body);
}

traits of(std::vector<message_record> messages) {
    scenarios::scenario_result s{.id = "a/b"};
    s.messages = std::move(messages);
    return traits_of(s);
}

std::vector<std::string> told(const traits& a, const traits& b) {
    std::vector<std::string> out;
    for (const auto& d : differences(a, b)) out.push_back(d.about + ": " + d.what);
    return out;
}

TEST(behaviour, is_that_of_the_target_alone) {
    auto again = theirs(answer(200, 1, "PUBLISH", "X-Late: a\r\n"), 3);
    again.retransmission = true;
    auto cleanup = theirs(answer(202, 2, "PUBLISH"), 4);
    cleanup.cleanup = true;
    const auto t = of({ours(1, "PUBLISH", 10), theirs(answer(100, 1, "PUBLISH"), 20),
                       theirs(answer(200, 1, "PUBLISH"), 40), again, cleanup, theirs("garbage")});
    EXPECT_THAT(t.statuses.at("PUBLISH"), ElementsAre(200));
    EXPECT_THAT(t.latencies.at("PUBLISH"), ElementsAre(30));
    ASSERT_EQ(t.kinds.size(), 1U);
    EXPECT_EQ(t.kinds.begin()->first, "PUBLISH 200");
    EXPECT_FALSE(t.kinds.begin()->second.headers.contains("x-late"));
}

TEST(behaviour, moves_with_statuses) {
    const auto was = of({theirs(answer(401, 1, "PUBLISH")), theirs(answer(200, 2, "PUBLISH"))});
    EXPECT_THAT(told(was, was), IsEmpty());
    EXPECT_THAT(told(was, of({theirs(answer(200, 2, "PUBLISH"))})),
                ElementsAre("PUBLISH: not answered 401 any more"));
    EXPECT_THAT(told(of({theirs(answer(200, 2, "PUBLISH"))}), was),
                ElementsAre("PUBLISH: answered 401, too"));
    EXPECT_THAT(told(was, of({theirs(answer(407, 1, "PUBLISH")), theirs(answer(200, 2, "PUBLISH"))})),
                ElementsAre("PUBLISH: answered 407 instead of 401"));
}

TEST(behaviour, moves_with_headers) {
    const auto was = of(
        {theirs(answer(200, 1, "SUBSCRIBE", "Allow-Events: presence\r\nExpires: 3600\r\nCall-ID: a\r\n"))});
    EXPECT_THAT(told(was, of({theirs(answer(200, 1, "SUBSCRIBE", "Expires: 3600\r\nCall-ID: b\r\n"))})),
                ElementsAre("SUBSCRIBE 200: Allow-Events gone"));
    EXPECT_THAT(
        told(was, of({theirs(answer(200, 1, "SUBSCRIBE",
                                    "u: presence, dialog\r\nExpires: 600\r\ni: b\r\nX-New: 1\r\n"))})),
        ElementsAre("SUBSCRIBE 200: x-new appeared", "SUBSCRIBE 200: Allow-Events: \"dialog\" appeared",
                    "SUBSCRIBE 200: Expires \"600\" instead of \"3600\""));
}

TEST(behaviour, moves_with_bodies_and_their_number) {
    const auto pidf = [](std::string_view inside) {
        return theirs(notify(
            "Content-Type: application/pidf+xml\r\n",
            fmt::format("<presence xmlns='urn:ietf:params:xml:ns:pidf'><tuple><status/>{}</tuple></presence>",
                        inside)));
    };
    EXPECT_THAT(told(of({pidf("")}), of({pidf("<note>a</note>")})),
                ElementsAre("NOTIFY: application/pidf+xml: element presence/tuple/note appeared"));
    EXPECT_THAT(told(of({pidf("<contact/>")}), of({pidf("")})),
                ElementsAre("NOTIFY: application/pidf+xml: element presence/tuple/contact gone"));
    EXPECT_THAT(told(of({pidf("<note>a</note>")}), of({pidf("<note>b</note>")})), IsEmpty())
        << "what somebody says is no behaviour";
    EXPECT_THAT(told(of({pidf("")}), of({pidf(""), pidf("")})), ElementsAre("NOTIFY: 2 instead of 1"));
    EXPECT_THAT(told(of({pidf("")}), of({theirs(notify("Content-Type: text/plain\r\n", "a"))})),
                ElementsAre("NOTIFY: Content-Type \"text/plain\" instead of \"application/pidf+xml\"",
                            "NOTIFY: body application/pidf+xml gone", "NOTIFY: body text/plain appeared"));
}

TEST(behaviour, of_several_scenarios_is_told_once) {
    const difference gone{"SUBSCRIBE 200", "Allow-Events gone", {}, {}, {}};
    const difference rare{"NOTIFY", "2 instead of 1", {}, {}, {}};
    const auto out = grouped({{"a", {rare, gone}}, {"b", {gone}}, {"c", {}}});
    ASSERT_EQ(out.size(), 2U);
    EXPECT_EQ(out[0].what, "Allow-Events gone");
    EXPECT_THAT(out[0].scenarios, ElementsAre("a", "b"));
    EXPECT_THAT(out[1].scenarios, ElementsAre("a"));
}

TEST(behaviour, leaves_out_what_is_random_by_nature) {
    std::vector<std::pair<std::string, std::vector<difference>>> drawn, version;
    for (int i = 0; i < 6; ++i) {
        drawn.push_back(
            {std::to_string(i), {{"NOTIFY", "x", "x-id", fmt::format("old{}", i), fmt::format("new{}", i)}}});
        version.push_back({std::to_string(i), {{"NOTIFY", "Server 2 instead of 1", "Server", "1", "2"}}});
    }
    EXPECT_THAT(grouped(drawn), IsEmpty());
    ASSERT_EQ(grouped(version).size(), 1U);
    EXPECT_EQ(grouped(version)[0].scenarios.size(), 6U);
    // Two scenarios with one value: no accident, but nobody wants to read all the values.
    drawn[1].second[0].is = "new0";
    ASSERT_EQ(grouped(drawn).size(), 1U);
    EXPECT_EQ(grouped(drawn)[0].what, "x-id has other values");
}

struct latency_row {
    const char* name;
    std::int64_t was_ms, is_ms;
    int samples;
    bool told;
};

void PrintTo(const latency_row& row, std::ostream* out) { *out << row.name; }

class latency : public testing::TestWithParam<latency_row> {};

TEST_P(latency, is_told_where_it_moved_clearly) {
    const auto run = [&](std::int64_t ms) {
        std::vector<message_record> out;
        for (int i = 0; i < GetParam().samples; ++i) {
            out.push_back(ours(i, "PUBLISH", i * 10'000'000));
            out.push_back(theirs(answer(200, i, "PUBLISH"), i * 10'000'000 + ms * 1000));
        }
        return std::vector{of(std::move(out))};
    };
    const auto out = latency_changes(run(GetParam().was_ms), run(GetParam().is_ms));
    ASSERT_EQ(!out.empty(), GetParam().told);
    if (out.empty()) return;
    EXPECT_EQ(out[0].method, "PUBLISH");
    EXPECT_EQ(out[0].was_us, GetParam().was_ms * 1000);
    EXPECT_EQ(out[0].is_us, GetParam().is_ms * 1000);
}

INSTANTIATE_TEST_SUITE_P(behaviour, latency,
                         testing::Values(latency_row{"slower", 20, 90, 3, true},
                                         latency_row{"faster", 90, 20, 3, true},
                                         latency_row{"few_ms", 1, 50, 3, false},
                                         latency_row{"less_than_twice", 100, 199, 3, false},
                                         latency_row{"few_samples", 20, 900, 2, false}),
                         [](const auto& row) { return std::string(row.param.name); });

// A document as deep and as wide as a reader lets through costs no more than it says.
TEST(behaviour, is_bounded_whatever_comes) {
    std::string body = "<a>";
    for (int i = 0; i < 5000; ++i) body += fmt::format("<n{}{}/>", i, std::string(100, 'x'));
    const auto t = of({theirs(notify("Content-Type: application/x+xml\r\n", body + "</a>"))});
    EXPECT_LE(t.kinds.at("NOTIFY").elements.at("application/x+xml").size(), 2000U);
}

} // namespace
} // namespace simplespec::reports
