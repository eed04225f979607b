#include "rigs/fingers/simulated_board.hpp"

#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using namespace std::chrono_literals;

const sip::time_point t0{};
handset::key k(std::string_view text) { return *handset::read_key(text); }
bench two_keys() { return {{{k("OK"), {10, 10}}, {k("P1"), {30, 10}}}, 4, 1, {{3, k("OK")}}}; }

TEST(simulated_board, a_key_is_touched_for_as_long_as_the_finger_is_on_it) {
    simulated_board board(finger_board::marlin, two_keys(), {});
    EXPECT_EQ(board.switch_on(t0).substr(0, 6), "start\n");
    EXPECT_EQ(board.on_octets(t0, "G28\n"), "");
    const auto now = *board.deadline();
    EXPECT_EQ(board.on_timer(now), "ok\n");
    // 20 mm at 6000 mm a minute are 200 ms; 5 mm down are 50 ms, of which 40 until the key is down.
    EXPECT_EQ(board.on_octets(now, "G1 X30 Y10 F6000\nG1 Z0\nG4 P500\nG1 Z5\n"), "ok\nok\n");
    EXPECT_TRUE(board.touched().empty());
    while (board.deadline()) board.on_timer(*board.deadline());
    const auto touched = board.touched();
    ASSERT_EQ(touched.size(), 1U);
    EXPECT_EQ(touched[0].which, k("P1"));
    EXPECT_NEAR(static_cast<double>(touched[0].held.count()), 520, 2);
    EXPECT_EQ(board.missed(), 0);
}

TEST(simulated_board, beside_a_key_nothing_is_touched) {
    simulated_board board(finger_board::marlin, two_keys(), {});
    board.switch_on(t0);
    board.on_octets(t0, "G28\nG1 X20 Y10 F6000\nG1 Z0\nG1 Z5\n");
    EXPECT_TRUE(board.touched().empty());
    EXPECT_EQ(board.missed(), 1);
}

TEST(simulated_board, refuses_as_real_ones_do) {
    simulated_board grbl(finger_board::grbl, two_keys(), {});
    grbl.switch_on(t0);
    EXPECT_EQ(grbl.on_octets(t0, "G1 X1\n"), "error:9\n");
    EXPECT_EQ(grbl.on_octets(t0, "M400\n"), "error:20\n");
    grbl.on_octets(t0, "$H\n");
    const auto home = *grbl.deadline();
    EXPECT_EQ(grbl.on_timer(home), "ok\n");
    EXPECT_EQ(grbl.on_octets(home, "G1 X500\n"), "error:15\n");
    simulated_board marlin(finger_board::marlin, two_keys(), {});
    marlin.switch_on(t0);
    EXPECT_EQ(marlin.on_octets(t0, "G99\n"), "echo:Unknown command: \"G99\"\nok\n");
    EXPECT_EQ(marlin.on_octets(t0, "hello\n"), "echo:Unknown command: \"hello\"\nok\n");
    simulated_board relay(finger_board::relay, two_keys(), {});
    EXPECT_EQ(relay.switch_on(t0), "READY fingers 1\n");
    EXPECT_EQ(relay.on_octets(t0, "TAP 9 10\n"), "ERR relay\n");
    EXPECT_EQ(relay.on_octets(t0, "G28\n"), "ERR order\n");
}

TEST(simulated_board, relays) {
    simulated_board board(finger_board::relay, two_keys(), {});
    board.switch_on(t0);
    EXPECT_EQ(board.on_octets(t0, "TAP 3 700\n"), "");
    EXPECT_EQ(board.deadline(), t0 + 700ms);
    EXPECT_EQ(board.on_timer(t0 + 700ms), "OK\n");
    EXPECT_EQ(board.touched().at(0).held, 700ms);
    EXPECT_EQ(board.on_octets(t0 + 1s, "DOWN 3\n"), "OK\n");
    EXPECT_EQ(board.on_octets(t0 + 3s, "UP 3\n"), "OK\n");
    EXPECT_EQ(board.touched().at(0).held, 2s);
}

TEST(simulated_board, survives_what_is_no_order) {
    for (const auto kind : {finger_board::marlin, finger_board::grbl, finger_board::relay}) {
        simulated_board board(kind, two_keys(), {});
        board.switch_on(t0);
        for (const auto* text :
             {"G\n", "G1 Xnan\n", "G1 X1e308 Y-1e308 F0\n", "G999999999999\n", "\x80\xff\n", "TAP\n",
              "TAP 99999999999 1\n", "UP\n", "G4 P1e30\n", "G1 Z-1e9 F1e-9\n"})
            board.on_octets(t0, text);
        board.on_octets(t0, std::string(1 << 16, 'G') + "\n");
        for (int i = 0; i < 1000; ++i) board.on_octets(t0, "G4 P60000\nTAP 3 10\n");
        for (int i = 0; i < 2000 && board.deadline(); ++i) {
            board.on_timer(*board.deadline());
            board.touched();
        }
        EXPECT_FALSE(board.deadline());
    }
}

} // namespace
} // namespace simplespec::rigs
