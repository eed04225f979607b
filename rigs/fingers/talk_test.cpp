#include "rigs/fingers/talk.hpp"

#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using namespace std::chrono_literals;

const sip::time_point t0{};

plan two_orders() { return {{{"G21", 1s, 2}, {"G1 Z0", 1s}}, "G1 Z5"}; }

TEST(talk, one_order_after_the_other) {
    talk t(finger_board::marlin, two_orders());
    EXPECT_EQ(t.start(t0, false), "G21\n");
    EXPECT_EQ(t.deadline(), t0 + 1s);
    EXPECT_EQ(t.on_octets(t0, "X:0 Y:0\no"), "");
    EXPECT_EQ(t.on_octets(t0 + 500ms, "k\r\n"), "G1 Z0\n");
    EXPECT_EQ(t.deadline(), t0 + 1500ms);
    EXPECT_EQ(t.on_octets(t0 + 600ms, "ok\n"), "");
    ASSERT_TRUE(t.ended());
    EXPECT_TRUE(t.ended()->has_value());
    EXPECT_FALSE(t.deadline());
    EXPECT_TRUE(talk(finger_board::marlin, {}).start(t0, true).empty());
}

TEST(talk, what_came_before_is_no_answer) {
    talk t(finger_board::marlin, two_orders());
    EXPECT_EQ(t.start(t0, true), "");
    EXPECT_EQ(t.on_octets(t0 + 10ms, "ok\nok\n"), "");
    EXPECT_EQ(t.on_timer(t0 + 30ms), "");
    EXPECT_EQ(t.on_timer(t0 + 40ms), "G21\n");
    // A board that never is quiet is spoken to nevertheless.
    talk loud(finger_board::marlin, two_orders());
    loud.start(t0, true);
    auto now = t0;
    std::string said;
    for (; said.empty() && now < t0 + 2s; now += 10ms) {
        loud.on_octets(now, "temperature\n");
        said = loud.on_timer(now);
    }
    EXPECT_EQ(said, "G21\n");
}

TEST(talk, silence) {
    talk t(finger_board::marlin, two_orders());
    t.start(t0, false);
    EXPECT_EQ(t.on_timer(t0 + 1s), "G21\n") << "harmless: said again";
    EXPECT_EQ(t.on_timer(t0 + 2s), "G1 Z5\n") << "the finger comes up";
    ASSERT_TRUE(t.ended());
    EXPECT_EQ(t.ended()->error().what, finger_trouble::no_answer);
    EXPECT_NE(t.ended()->error().text.find("G21"), std::string::npos);
}

TEST(talk, both_answers_to_an_order_that_was_said_twice_count_once) {
    talk t(finger_board::marlin, two_orders());
    t.start(t0, false);
    t.on_timer(t0 + 1s);
    EXPECT_EQ(t.on_octets(t0 + 1100ms, "ok\nok\n"), "");
    EXPECT_EQ(t.on_timer(t0 + 1200ms), "G1 Z0\n");
    EXPECT_FALSE(t.ended());
    EXPECT_EQ(t.on_octets(t0 + 1300ms, "ok\n"), "");
    EXPECT_TRUE(t.ended()->has_value());
}

TEST(talk, a_refusal_at_each_step_lifts_the_finger) {
    for (int fails = 0; fails < 2; ++fails) {
        talk t(finger_board::grbl, two_orders());
        t.start(t0, false);
        for (int i = 0; i < fails; ++i) t.on_octets(t0, "ok\n");
        EXPECT_EQ(t.on_octets(t0, "error:9\nok\n"), "G1 Z5\n");
        ASSERT_TRUE(t.ended());
        EXPECT_EQ(t.ended()->error().what, finger_trouble::refused);
        EXPECT_NE(t.ended()->error().text.find("error:9"), std::string::npos);
    }
}

TEST(talk, a_board_that_starts_is_asked_again_and_one_that_starts_anew_is_an_error) {
    talk t(finger_board::marlin, two_orders());
    t.start(t0, false);
    EXPECT_EQ(t.on_octets(t0 + 10ms, "start\necho:Marlin 2.1\n"), "");
    EXPECT_EQ(t.on_timer(t0 + 40ms), "G21\n");
    t.on_octets(t0 + 50ms, "ok\n");
    EXPECT_EQ(t.on_timer(t0 + 80ms), "G1 Z0\n");
    EXPECT_EQ(t.on_octets(t0 + 100ms, "start\n"), "G1 Z5\n");
    EXPECT_EQ(t.ended()->error().what, finger_trouble::restarted);
}

TEST(talk, who_works_gets_time_but_not_for_ever) {
    talk t(finger_board::marlin, {{{"G28", 1s}}, "G1 Z5"});
    t.start(t0, false);
    auto now = t0;
    while (!t.ended() && now < t0 + 1h) {
        now += 900ms;
        t.on_octets(now, "echo:busy: processing\n");
        t.on_timer(now);
    }
    ASSERT_TRUE(t.ended());
    EXPECT_EQ(t.ended()->error().what, finger_trouble::no_answer);
    EXPECT_GT(now, t0 + 20s);
    EXPECT_LT(now, t0 + 40s);
}

TEST(talk, nothing_that_a_board_sends_is_kept_without_bound) {
    talk t(finger_board::marlin, two_orders());
    t.start(t0, false);
    EXPECT_EQ(t.on_octets(t0, std::string(1 << 20, 'x')), "");
    EXPECT_EQ(t.on_octets(t0, std::string("\nerror:\0\x1b[2J") + "\n"), "G1 Z5\n");
    for (const char c : t.ended()->error().text) EXPECT_GE(c, ' ');
}

} // namespace
} // namespace simplespec::rigs
