#include "sip/message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::sip {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string_view> rules(const message& m) {
    std::vector<std::string_view> out;
    for (const auto& f : m.departures()) out.push_back(f.rule);
    return out;
}

constexpr std::string_view publish = "PUBLISH sip:alice@example.com SIP/2.0\r\n"
                                     "v: SIP/2.0/UDP host;branch=z9hG4bK1\r\n"
                                     "Accept: a/b,\r\n c/d\r\n"
                                     "X-Thing:  odd \r\n"
                                     "accept : e/f\r\n"
                                     "l: 4\r\n"
                                     "\r\n"
                                     "bodyjunk";

TEST(message, indexes_rows_without_interpreting_them) {
    const auto m = read_message(std::string(publish));
    ASSERT_TRUE(m);
    EXPECT_TRUE(m->is_request());
    EXPECT_EQ(m->method(), "PUBLISH");
    EXPECT_EQ(m->request_uri(), "sip:alice@example.com");
    EXPECT_EQ(m->field_count(), 5U);
    EXPECT_EQ(m->value(header::via), "SIP/2.0/UDP host;branch=z9hG4bK1");
    EXPECT_EQ(m->count(header::accept), 2U);
    EXPECT_EQ(m->value(header::accept), "a/b,\r\n c/d");
    EXPECT_EQ(m->find("x-thing")->value, "odd");
    EXPECT_EQ(m->body(), "body");
    EXPECT_THAT(rules(*m), IsEmpty());
}

TEST(message, offsets_point_into_the_octets_after_copy_and_move) {
    auto m = read_message(std::string(publish));
    ASSERT_TRUE(m);
    const message copy = *m;
    const message moved = std::move(*m);
    for (const auto* each : {&copy, &moved})
        for (const field f : each->fields()) {
            EXPECT_EQ(each->octets().substr(f.offset, f.name.size()), f.name);
            EXPECT_EQ(each->octets().substr(f.value_offset, f.value.size()), f.value);
        }
    EXPECT_EQ(moved.octets().substr(moved.body_offset()), "bodyjunk");
}

TEST(message, reads_responses_and_takes_their_method_from_cseq) {
    const auto m = read_message("SIP/2.0 200 Ok\r\nCSeq: 7  NOTIFY\r\nContent-Length: 0\r\n\r\n");
    ASSERT_TRUE(m);
    EXPECT_EQ(m->status(), 200);
    EXPECT_EQ(m->reason(), "Ok");
    EXPECT_EQ(m->method(), "NOTIFY");
    EXPECT_THAT(rules(*m), IsEmpty());
}

struct departure_row {
    std::string_view name;
    std::string octets;
    std::vector<std::string_view> rules;
};

class message_departure : public testing::TestWithParam<departure_row> {};

TEST_P(message_departure, is_read_and_noted) {
    const auto m = read_message(GetParam().octets);
    ASSERT_TRUE(m);
    EXPECT_EQ(rules(*m), GetParam().rules);
}

INSTANTIATE_TEST_SUITE_P(
    table, message_departure,
    testing::Values(
        departure_row{"leading CRLF is legal", "\r\n\r\nSIP/2.0 200 OK\r\n\r\n", {}},
        departure_row{"empty reason is legal", "SIP/2.0 200 \r\n\r\n", {}},
        departure_row{"reason without its SP", "SIP/2.0 200\r\n\r\n", {"status-line-without-reason-space"}},
        departure_row{"two SP", "PUBLISH  sip:a@b SIP/2.0\r\n\r\n", {"start-line-spacing"}},
        departure_row{"trailing SP", "PUBLISH sip:a@b SIP/2.0 \r\n\r\n", {"start-line-spacing"}},
        departure_row{"other version", "PUBLISH sip:a@b SIP/7.0\r\n\r\n", {"sip-version"}},
        departure_row{"lower-case version compares equal", "PUBLISH sip:a@b sip/2.0\r\n\r\n", {}},
        departure_row{"bare LF once", "SIP/2.0 200 OK\nTo: a\n\n", {"bare-lf"}},
        departure_row{"no colon", "SIP/2.0 200 OK\r\nwhat\r\n\r\n", {"header-without-colon"}},
        departure_row{"odd name", "SIP/2.0 200 OK\r\na b: c\r\n\r\n", {"header-name-not-token"}},
        departure_row{"cut off", "SIP/2.0 200 OK\r\nTo: a\r\n", {"no-empty-line"}},
        departure_row{"length too large", "SIP/2.0 200 OK\r\nl: 5\r\n\r\nbody", {"content-length-too-large"}},
        departure_row{"length not a number", "SIP/2.0 200 OK\r\nl: 4x\r\n\r\nbody", {"content-length-not-a-number"}}),
    [](const auto& row) {
        std::string name(row.param.name);
        for (char& c : name)
            if (!is_alphanum(c)) c = '_';
        return name;
    });

TEST(message, refuses_what_is_not_sip) {
    for (const auto* octets : {"", "\r\n", "hello", "GET / HTTP/1.1\r\n\r\n", "SIP/2.0 99 Low\r\n\r\n", "SIP/2.0 700 X\r\n\r\n",
                               "SIP/2.0 2000 X\r\n\r\n", "PUBLISH SIP/2.0\r\n\r\n", " PUBLISH sip:a SIP/2.0\r\n\r\n"})
        EXPECT_FALSE(read_message(octets)) << octets;
}

TEST(message, refuses_what_passes_a_limit) {
    EXPECT_FALSE(read_message(std::string(publish), {.octets = 10}));
    EXPECT_FALSE(read_message(std::string(publish), {.fields = 4}));
}

} // namespace
} // namespace simplespec::sip
