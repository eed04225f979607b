#include "scenarios/captures/raw_text.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace simplespec::scenarios {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string message(std::string_view start, std::string_view body) {
    return fmt::format("{}\r\nVia: SIP/2.0/TCP a;branch=z9hG4bK1\r\nContent-Length: {}\r\n\r\n{}", start, body.size(), body);
}

const std::string publish = message("PUBLISH sip:a@b SIP/2.0", "<x/>");
const std::string ok = message("SIP/2.0 200 OK", "");

std::vector<std::string> octets(const capture& c) {
    std::vector<std::string> out;
    for (const auto& m : c.messages) out.push_back(m.octets);
    return out;
}

TEST(raw_text, is_one_message) {
    const auto c = read_raw_text(publish);
    EXPECT_THAT(octets(c), ElementsAre(publish));
    EXPECT_EQ(c.messages[0].source.via, sip::transport::tcp);
    EXPECT_EQ(c.messages[0].source.host, "");
    EXPECT_TRUE(c.notes.empty());
    EXPECT_FALSE(c.complete) << "absence proves nothing";
}

TEST(raw_text, is_cut_where_messages_end) {
    struct row {
        const char* name;
        std::string text;
    };
    for (const auto& [name, text] : {row{"directly", publish + ok + publish}, row{"an empty line", publish + "\r\n" + ok + "\r\n\r\n" + publish},
                                     row{"line ends around", "\r\n" + publish + "\n" + ok + "\n\n\n" + publish + "\r\n"}})
        EXPECT_THAT(octets(read_raw_text(text)), ElementsAre(publish, ok, publish)) << name;
}

TEST(raw_text, keeps_a_message_within_a_message) {
    const auto fragment = message("NOTIFY sip:a@b SIP/2.0", "x\r\nSIP/2.0 200 OK\r\n");
    EXPECT_THAT(octets(read_raw_text(fragment + ok)), ElementsAre(fragment, ok));
}

TEST(raw_text, does_without_a_true_content_length) {
    const std::string none = "PUBLISH sip:a@b SIP/2.0\r\nEvent: presence\r\n\r\nbody\r\n";
    const std::string high = "PUBLISH sip:a@b SIP/2.0\r\nContent-Length: 99\r\n\r\nbody\r\n";
    const std::string low = "PUBLISH sip:a@b SIP/2.0\r\nContent-Length: 2\r\n\r\nbody\r\n";
    for (const auto& wrong : {none, high, low}) {
        EXPECT_THAT(octets(read_raw_text(wrong)), ElementsAre(wrong));
        EXPECT_THAT(octets(read_raw_text(wrong + ok)), ElementsAre(wrong, ok));
    }
}

TEST(raw_text, restores_line_ends_that_an_editor_changed) {
    const auto c = read_raw_text("PUBLISH sip:a@b SIP/2.0\nContent-Length: 6\n\na\nb\nSIP/2.0 200 OK\nContent-Length: 4\n\na\nb\n");
    EXPECT_THAT(octets(c), ElementsAre("PUBLISH sip:a@b SIP/2.0\r\nContent-Length: 6\r\n\r\na\r\nb\r\n",
                                       "SIP/2.0 200 OK\r\nContent-Length: 4\r\n\r\na\nb\n"));
    EXPECT_THAT(c.notes, ElementsAre(HasSubstr("LF alone")));
}

TEST(raw_text, notes_what_is_no_message) {
    const auto c = read_raw_text("hello\r\n" + publish);
    EXPECT_THAT(octets(c), ElementsAre(publish));
    EXPECT_THAT(c.notes, ElementsAre(HasSubstr("7 octets from offset 0")));
    EXPECT_FALSE(read_capture("hello"));
    EXPECT_FALSE(read_capture(""));
    EXPECT_FALSE(read_capture(std::string(1 << 20, '\n')));
}

TEST(raw_text, is_read_in_linear_time) {
    std::string many;
    for (int i = 0; i < 20000; ++i) many += publish;
    EXPECT_EQ(read_raw_text(many).messages.size(), 20000U);
    std::string lines;
    for (int i = 0; i < 500000; ++i) lines += "a b\n";
    EXPECT_TRUE(read_raw_text(lines).messages.empty());
    EXPECT_EQ(read_raw_text("PUBLISH sip:a SIP/2.0\r\n\r\n" + lines).messages.size(), 1U);
}

TEST(begins_message, knows_start_lines) {
    for (const auto* yes : {"SIP/2.0 200 OK\r\n", "sip/2.0 481 X", "PUBLISH sip:a@b SIP/2.0\r\n", "X! y SIP/2.0\n",
                            "NOTIFY sip:cut", "OPTIONS sip:a SIP/7.0\r\n"})
        EXPECT_TRUE(begins_message(yes)) << yes;
    for (const auto* no : {"", "SIP/2.0 abc\r\n", "GET / HTTP/1.1\r\n", "Via: SIP/2.0/UDP a\r\n", "hello", " PUBLISH a SIP/2.0\r\n",
                           "From: x SIP/2.0\r\n"})
        EXPECT_FALSE(begins_message(no)) << no;
}

} // namespace
} // namespace simplespec::scenarios
