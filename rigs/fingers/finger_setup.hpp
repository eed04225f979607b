#pragma once
// A machine that presses the keys of a phone: which board drives it, and where each key is.
#include "handset/key.hpp"
#include "rigs/description.hpp"
#include "rigs/rig.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace simplespec::rigs {

/// A place on the desk in millimetres from the machine's home.
struct desk_place {
    double x = 0, y = 0;
    bool operator==(const desk_place&) const = default;
};

struct finger_setup {
    finger_board board = finger_board::marlin;
    std::map<handset::key, desk_place> places{}; ///< for marlin and grbl
    motion moves{};
    std::map<handset::key, int> relays{};     ///< for relay; they count from 1
    std::chrono::milliseconds dwell{80};      ///< how long a key is down that is not held
    std::chrono::milliseconds patience{3000}; ///< for an answer, beyond the time that the order itself takes
};

/// What a rig description says of it; `bad_description` where it lacks the board's port or the places of keys.
outcome<finger_setup> finger_setup_of(const rig_description& what);

enum class finger_trouble : std::uint8_t {
    no_answer,   ///< the line is there, the board silent
    line_away,   ///< the serial port is gone
    refused,     ///< the board said no
    restarted,   ///< it began anew meanwhile, and does not know where the finger is
    key_unknown, ///< the description has no place for this key
    out_of_reach ///< the place, or the time, is beyond what the machine can do; nothing was moved
};

struct finger_error {
    finger_trouble what = finger_trouble::no_answer;
    std::string text{}; ///< one sentence
};
/// The same as a rig says it, with what to do about it.
rig_error rig_error_of(const finger_error& wrong);

} // namespace simplespec::rigs
