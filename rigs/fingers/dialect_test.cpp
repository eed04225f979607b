#include "rigs/fingers/dialect.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

handset::key k(std::string_view text) { return *handset::read_key(text); }

finger_setup setup_of(finger_board board) {
    finger_setup out;
    out.board = board;
    out.places = {{k("OK"), {10, 20.5}}, {k("P1"), {201, 5}}, {k("P2"), {5, -1}}};
    out.relays = {{k("OK"), 3}};
    return out;
}

std::vector<std::string> lines_of(const plan& p) {
    std::vector<std::string> out;
    for (const auto& one : p.orders) out.push_back(one.line);
    return out;
}

TEST(dialect, a_press_is_down_wait_and_up) {
    const auto marlin = stroke_of(setup_of(finger_board::marlin), k("OK"), 80ms);
    ASSERT_TRUE(marlin);
    EXPECT_THAT(lines_of(*marlin),
                ElementsAre("G1 X10.00 Y20.50 F3000", "G1 Z0.00 F3000", "G4 P80", "G1 Z5.00 F3000", "G4 P0"));
    EXPECT_EQ(marlin->release, "G1 Z5.00 F3000");
    EXPECT_THAT(
        lines_of(*stroke_of(setup_of(finger_board::grbl), k("OK"), 1500ms)),
        ElementsAre("G1 X10.00 Y20.50 F3000", "G1 Z0.00 F3000", "G4 P1.500", "G1 Z5.00 F3000", "G4 P0.000"));
    const auto relay = stroke_of(setup_of(finger_board::relay), k("OK"), 700ms);
    EXPECT_THAT(lines_of(*relay), ElementsAre("TAP 3 700"));
    EXPECT_EQ(relay->release, "UP 3");
}

TEST(dialect, the_patience_covers_what_the_order_takes) {
    for (const auto board : {finger_board::marlin, finger_board::grbl, finger_board::relay}) {
        const auto setup = setup_of(board);
        const auto long_press = stroke_of(setup, k("OK"), 5s);
        ASSERT_TRUE(long_press);
        EXPECT_GE(std::ranges::max(long_press->orders, {}, &order::patience).patience, 5s + setup.patience);
    }
    EXPECT_GE(opening_of(setup_of(finger_board::grbl)).orders[2].patience, 60s);
}

TEST(dialect, nothing_that_moves_is_said_twice) {
    for (const auto board : {finger_board::marlin, finger_board::grbl, finger_board::relay}) {
        const auto stroke = stroke_of(setup_of(board), k("OK"), 80ms);
        for (const auto& one : stroke->orders) EXPECT_EQ(one.tries, 1) << one.line;
        EXPECT_GT(opening_of(setup_of(board)).orders[0].tries, 1);
    }
    EXPECT_EQ(lines_of(opening_of(setup_of(finger_board::marlin)))[2], "G28");
    EXPECT_EQ(lines_of(opening_of(setup_of(finger_board::grbl)))[2], "$H");
}

TEST(dialect, what_cannot_be_pressed_is_told_before_anything_moves) {
    struct row {
        const char* name;
        finger_board board;
        const char* key;
        std::chrono::milliseconds hold;
        finger_trouble what;
    };
    for (const auto& r :
         {row{"too far right", finger_board::marlin, "P1", 80ms, finger_trouble::out_of_reach},
          row{"behind home", finger_board::grbl, "P2", 80ms, finger_trouble::out_of_reach},
          row{"no place", finger_board::marlin, "S1", 80ms, finger_trouble::key_unknown},
          row{"no relay", finger_board::relay, "P1", 80ms, finger_trouble::key_unknown},
          row{"for ever", finger_board::relay, "OK", 1h, finger_trouble::out_of_reach},
          row{"negative", finger_board::marlin, "OK", -1ms, finger_trouble::out_of_reach}}) {
        const auto got = stroke_of(setup_of(r.board), k(r.key), r.hold);
        ASSERT_FALSE(got) << r.name;
        EXPECT_EQ(got.error().what, r.what) << r.name;
        EXPECT_EQ(rig_error_of(got.error()).what, trouble::bad_description) << r.name;
    }
    auto nowhere = setup_of(finger_board::marlin);
    nowhere.places[k("OK")].x = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(stroke_of(nowhere, k("OK"), 80ms).error().what, finger_trouble::out_of_reach);
}

TEST(dialect, answers_of_boards) {
    struct row {
        finger_board board;
        const char* line;
        board_said means;
    };
    for (const auto& r : {row{finger_board::marlin, "ok", board_said::done},
                          row{finger_board::marlin, "ok P15 B3", board_said::done},
                          row{finger_board::marlin, "okay", board_said::remark},
                          row{finger_board::marlin, "echo:busy: processing", board_said::working},
                          row{finger_board::marlin, "echo:Unknown command: \"G5\"", board_said::no},
                          row{finger_board::marlin, "Error:Printer halted. kill() called!", board_said::no},
                          row{finger_board::marlin, "!!", board_said::no},
                          row{finger_board::marlin, "start", board_said::restarted},
                          row{finger_board::marlin, "X:0.00 Y:0.00 Z:5.00", board_said::remark},
                          row{finger_board::grbl, "error:9", board_said::no},
                          row{finger_board::grbl, "ALARM:1", board_said::no},
                          row{finger_board::grbl, "Grbl 1.1h ['$' for help]", board_said::restarted},
                          row{finger_board::grbl, "[MSG:Caution: Unlocked]", board_said::remark},
                          row{finger_board::grbl, "<Idle|MPos:0,0,0>", board_said::remark},
                          row{finger_board::relay, "OK", board_said::done},
                          row{finger_board::relay, "ERR relay", board_said::no},
                          row{finger_board::relay, "READY fingers 1", board_said::restarted},
                          row{finger_board::relay, "ok", board_said::remark}})
        EXPECT_EQ(meaning_of(r.board, r.line), r.means) << r.line;
}

} // namespace
} // namespace simplespec::rigs
