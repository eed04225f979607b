#pragma once
// A machine that presses the keys of a phone: which board drives it, and where each key is.
#include "handset/key.hpp"
#include "rigs/rig.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace simplespec::rigs {

enum class finger_board : std::uint8_t {
    marlin, ///< G-code as Marlin takes it: G28 homes, G4 counts milliseconds
    grbl,   ///< G-code as Grbl takes it: $H homes, G4 counts seconds
    relay,  ///< one relay soldered over each key
};

/// A place on the desk in millimetres from the machine's home.
struct desk_place {
    double x = 0, y = 0;
    bool operator==(const desk_place&) const = default;
};

/// How far the machine reaches and how it moves.
struct motion {
    double width = 200, depth = 200;         ///< of its reach, in millimetres
    double travel = 5;                       ///< height at which it passes over the keys
    double press = 0;                        ///< height at which a key is down; below `travel`
    int speed = 3000;                        ///< millimetres a minute
    std::chrono::milliseconds homing{60000}; ///< how long going home may take
};

struct finger_setup {
    finger_board board = finger_board::marlin;
    std::map<handset::key, desk_place> places{}; ///< for marlin and grbl
    motion moves{};
    std::map<handset::key, int> relays{};     ///< for relay; they count from 1
    std::chrono::milliseconds dwell{80};      ///< how long a key is down that is not held
    std::chrono::milliseconds patience{3000}; ///< for an answer, beyond the time that the order itself takes
};

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
