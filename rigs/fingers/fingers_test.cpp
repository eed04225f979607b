#include "rigs/fingers/fingers.hpp"
#include "rigs/fingers/simulated_board.hpp"

#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using namespace std::chrono_literals;

handset::key k(std::string_view text) { return *handset::read_key(text); }

finger_setup setup_of(finger_board board) {
    finger_setup out;
    out.board = board;
    out.places = {{k("OK"), {10, 10}}, {k("P1"), {30, 10}}};
    out.relays = {{k("OK"), 1}, {k("P1"), 2}};
    return out;
}

/// A board at the other end of a line, in virtual time; `lost` orders go astray.
struct board_line {
    explicit board_line(finger_board kind)
        : board(kind, {{{k("OK"), {10, 10}}, {k("P1"), {30, 10}}}, 4, 1, {{1, k("OK")}, {2, k("P1")}}}, {}) {
        waiting = board.switch_on(now);
    }
    simulated_board board;
    sip::time_point now{};
    std::string waiting;
    int writes = 0, lost = -1, restarts = -1;
    bool silent = false, away = false;
    std::string written;

    struct end final : net::octet_line {
        explicit end(board_line& of) : b(of) {}
        board_line& b;
        std::expected<void, std::string> write(std::string_view octets) override {
            if (b.away) return std::unexpected("the plug is out");
            b.written += octets;
            if (b.writes == b.restarts) b.waiting += b.board.switch_on(b.now);
            if (b.writes++ != b.lost && !b.silent) b.waiting += b.board.on_octets(b.now, octets);
            return {};
        }
        std::expected<std::string, std::string> read(sip::duration limit) override {
            if (b.away) return std::unexpected("the plug is out");
            const auto until = b.now + limit;
            if (b.waiting.empty()) {
                const auto next = b.board.deadline();
                b.now = next ? std::max(b.now, std::min(*next, until)) : until;
                b.waiting += b.board.on_timer(b.now);
            }
            return std::exchange(b.waiting, {});
        }
        sip::time_point now() const override { return b.now; }
    };
    fingers hand(finger_board kind) {
        return {setup_of(kind), [this]() -> std::expected<std::unique_ptr<net::octet_line>, std::string> {
                    if (away) return std::unexpected("no such port");
                    return std::make_unique<end>(*this);
                }};
    }
};

constexpr finger_board boards[] = {finger_board::marlin, finger_board::grbl, finger_board::relay};

TEST(fingers, press_and_hold_on_each_board) {
    for (const auto kind : boards) {
        board_line line(kind);
        auto hand = line.hand(kind);
        const auto pressed = hand.press(k("P1"));
        ASSERT_TRUE(pressed) << pressed.error().text;
        auto touched = line.board.touched();
        ASSERT_EQ(touched.size(), 1U) << "returns when the finger is off the key";
        EXPECT_EQ(touched[0].which, k("P1"));
        EXPECT_LT(touched[0].held, 200ms);
        ASSERT_TRUE(hand.hold(k("OK"), 1s));
        touched = line.board.touched();
        ASSERT_EQ(touched.size(), 1U);
        EXPECT_EQ(touched[0].which, k("OK"));
        EXPECT_GE(touched[0].held, 1s);
        EXPECT_LT(touched[0].held, 1200ms);
    }
}

TEST(fingers, each_order_lost_is_an_error_or_made_good_and_the_next_press_works) {
    for (const auto kind : boards)
        for (int lost = 0; lost < 12; ++lost) {
            board_line line(kind);
            line.lost = lost;
            auto hand = line.hand(kind);
            if (const auto first = hand.press(k("P1")); !first)
                EXPECT_EQ(first.error().what, finger_trouble::no_answer);
            else
                EXPECT_EQ(line.board.touched().size(), 1U);
            line.board.touched();
            const auto second = hand.press(k("OK"));
            if (line.lost >= line.writes || second) continue;
            EXPECT_EQ(second.error().what, finger_trouble::no_answer) << "the loss may hit the second";
            EXPECT_TRUE(hand.press(k("OK"))) << lost;
        }
}

TEST(fingers, a_board_that_starts_anew_goes_home_before_the_next_press) {
    board_line line(finger_board::grbl);
    auto hand = line.hand(finger_board::grbl);
    ASSERT_TRUE(hand.press(k("OK")));
    line.restarts = line.writes;
    EXPECT_EQ(hand.press(k("OK")).error().what, finger_trouble::restarted);
    line.written.clear();
    ASSERT_TRUE(hand.press(k("OK")));
    EXPECT_NE(line.written.find("$H"), std::string::npos);
}

TEST(fingers, each_failure_is_its_own) {
    board_line line(finger_board::marlin);
    auto hand = line.hand(finger_board::marlin);
    EXPECT_EQ(hand.press(k("S1")).error().what, finger_trouble::key_unknown);
    EXPECT_TRUE(line.written.empty());
    line.away = true;
    EXPECT_EQ(hand.press(k("OK")).error().what, finger_trouble::line_away);
    line.away = false;
    line.silent = true;
    EXPECT_EQ(hand.press(k("OK")).error().what, finger_trouble::no_answer);
    line.silent = false;
    EXPECT_TRUE(hand.press(k("OK")));
    line.away = true;
    EXPECT_EQ(hand.press(k("OK")).error().what, finger_trouble::line_away);
    line.away = false;
    EXPECT_TRUE(hand.press(k("OK"))) << "the line is opened again";
    // A board of another kind says no.
    board_line other(finger_board::relay);
    EXPECT_EQ(other.hand(finger_board::marlin).press(k("OK")).error().what, finger_trouble::no_answer);
    board_line marlin(finger_board::marlin);
    EXPECT_EQ(marlin.hand(finger_board::grbl).press(k("OK")).error().what, finger_trouble::refused);
    for (const auto what :
         {finger_trouble::no_answer, finger_trouble::line_away, finger_trouble::refused,
          finger_trouble::restarted, finger_trouble::key_unknown, finger_trouble::out_of_reach})
        EXPECT_FALSE(rig_error_of({what, "x"}).remedy.empty());
}

} // namespace
} // namespace simplespec::rigs
