#pragma once
// What is said to a finger board, and what its answers mean. README.md has the protocol.
#include "rigs/fingers/finger_setup.hpp"

#include <expected>
#include <string_view>
#include <vector>

namespace simplespec::rigs {

/// A line to the board, which it answers before the next one goes out.
struct order {
    std::string line;                   ///< without its end
    std::chrono::milliseconds patience; ///< how long the answer may take
    int tries = 1;                      ///< how often it may be sent; only what does no harm twice
};

/// Orders, one after the other.
struct plan {
    std::vector<order> orders{};
    std::string release{}; ///< sent if anything goes wrong: takes the finger off whatever it is on
};

/// Makes a board ready: units, the way to count, home. Where it answers that, it is one.
plan opening_of(const finger_setup& s);
/// Down, for `hold`, and up. key_unknown and out_of_reach are found here.
std::expected<plan, finger_error> stroke_of(const finger_setup& s, handset::key which,
                                            std::chrono::milliseconds hold);

enum class board_said : std::uint8_t {
    done,
    no,
    working,   ///< it lives, and wants time
    restarted, ///< the greeting of a board that was just switched on
    remark     ///< anything else: no answer to anything
};
/// `line` without its end.
board_said meaning_of(finger_board board, std::string_view line);

} // namespace simplespec::rigs
