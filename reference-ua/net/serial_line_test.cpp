#include "net/serial_line.hpp"

#include <gtest/gtest.h>

namespace simplespec::net {
namespace {

using namespace std::chrono_literals;

struct joined {
    run_loop loop;
    std::string heard;
    std::unique_ptr<pseudo_terminal> far =
        pseudo_terminal::open(loop, [this](std::string octets) { heard += octets; }).value();
};

TEST(serial_line, octets_go_both_ways_as_they_are) {
    joined j;
    const auto line = serial_line::open(j.far->path(), 115200);
    ASSERT_TRUE(line) << line.error();
    std::string all;
    for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
    ASSERT_TRUE((*line)->write(all));
    j.loop.run((*line)->now() + 5s, [&] { return j.heard.size() >= all.size(); });
    EXPECT_EQ(j.heard, all);
    j.far->send(all);
    std::string back;
    while (back.size() < all.size()) {
        const auto got = (*line)->read(5s);
        ASSERT_TRUE(got && !got->empty());
        back += *got;
    }
    EXPECT_EQ(back, all);
}

TEST(serial_line, silence_is_empty_and_a_pulled_plug_is_an_error) {
    joined j;
    const auto line = serial_line::open(j.far->path(), 9600);
    ASSERT_TRUE(line) << line.error();
    EXPECT_EQ((*line)->read(1ms), "");
    j.far.reset();
    j.loop.poll();
    EXPECT_FALSE((*line)->read(1s));
    EXPECT_FALSE((*line)->write("G28\n"));
}

TEST(serial_line, the_far_end_outlives_who_opens_it) {
    joined j;
    for (const char* text : {"first", "second"}) {
        j.heard.clear();
        const auto line = serial_line::open(j.far->path(), 9600);
        ASSERT_TRUE(line) << line.error();
        ASSERT_TRUE((*line)->write(text));
        j.loop.run((*line)->now() + 5s, [&] { return j.heard == text; });
        EXPECT_EQ(j.heard, text);
    }
}

TEST(serial_line, says_why_it_cannot) {
    joined j;
    EXPECT_NE(serial_line::open("/dev/no-such-port", 9600).error().find("/dev/no-such-port"),
              std::string::npos);
    EXPECT_NE(serial_line::open("/dev/null", 9600).error().find("no serial port"), std::string::npos);
    EXPECT_NE(serial_line::open(j.far->path(), 12345).error().find("12345"), std::string::npos);
}

} // namespace
} // namespace simplespec::net
