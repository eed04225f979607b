#include "sip/framer.hpp"

#include <gtest/gtest.h>

namespace simplespec::sip {
namespace {

const std::string one = "PUBLISH sip:a@b SIP/2.0\r\nContent-Length: 4\r\n\r\nbody";
const std::string two = "SIP/2.0 200 OK\r\nl:\r\n 0\r\n\r\n";

TEST(framer, gives_the_same_messages_however_the_stream_is_cut) {
    const std::string stream = one + "\r\n\r\n" + two + "\r\n" + one;
    for (std::size_t step = 1; step <= stream.size(); ++step) {
        framer f;
        std::vector<std::string> got;
        for (std::size_t at = 0; at < stream.size(); at += step) {
            f.feed(std::string_view(stream).substr(at, step));
            for (auto next = f.take(); next && *next; next = f.take())
                got.push_back((*next)->what == frame::kind::message ? (*next)->octets
                              : (*next)->what == frame::kind::ping  ? "ping"
                                                                    : "pong");
        }
        EXPECT_EQ(got, (std::vector<std::string>{one, "ping", two, "pong", one})) << step;
        EXPECT_EQ(f.pending(), 0U);
    }
}

TEST(framer, loses_a_stream_without_a_readable_content_length) {
    for (const std::string_view head : {"A b SIP/2.0\r\nTo: x\r\n\r\n", "A b SIP/2.0\r\nContent-Length: -1\r\n\r\n",
                                        "A b SIP/2.0\r\nContent-Length: 99999999999999999999\r\n\r\n"}) {
        framer f;
        f.feed(head);
        EXPECT_FALSE(f.take()) << head;
        f.feed(one);
        EXPECT_FALSE(f.take());
    }
    framer f({.head = 16, .body = 10});
    f.feed("a head that never ends");
    EXPECT_FALSE(f.take());
}

TEST(framer, tells_a_lone_crlf_when_flushed) {
    framer f;
    f.feed("\r\n");
    EXPECT_FALSE(*f.take());
    const auto pong = f.take(true);
    ASSERT_TRUE(*pong);
    EXPECT_EQ((*pong)->what, frame::kind::pong);
}

} // namespace
} // namespace simplespec::sip
