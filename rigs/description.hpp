#pragma once
// How one phone is reached: [rig.NAME] of a testbed.
#include "handset/key.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::rigs {

/// A place under a camera or a finger, in the unit of whoever looks or moves: pixels of the picture,
/// millimetres of the table.
struct spot {
    double x = 0, y = 0;
};

enum class finger_board : std::uint8_t {
    marlin, ///< G-code as Marlin takes it: G28 homes, G4 counts milliseconds
    grbl,   ///< G-code as Grbl takes it: $H homes, G4 counts seconds
    relay,  ///< one relay soldered over each key
};
/// "marlin", "grbl", "relay": in the order of finger_board.
const std::vector<std::string>& finger_board_names();

/// How far a machine reaches and how it moves.
struct motion {
    double width = 200, depth = 200;         ///< of its reach, in millimetres
    double travel = 5;                       ///< height at which it passes over the keys
    double press = 0;                        ///< height at which a key is down; below `travel`
    int speed = 3000;                        ///< millimetres a minute
    std::chrono::milliseconds homing{60000}; ///< how long going home may take
};

struct rig_description {
    std::string name; ///< of the rig, and of its reservation
    std::string kind; ///< how it is reached: one of rig_kinds()
    /// Command that becomes the phone, in the foreground: a virtual one. Empty: a phone that is there
    /// already.
    std::string start;
    std::string host;       ///< of its web server
    std::uint16_t port = 0; ///< 0: 80, or 443 where it is `secure`
    bool secure = false;
    std::string user, password; ///< of its web server
    std::string account;        ///< whose phone it is; empty: anybody's
    std::string model;         ///< "snom370"; tells the size of the display where `width` and `height` do not
    int width = 0, height = 0; ///< of the display, in pixels
    std::vector<std::string> languages{"eng"}; ///< of the texts on it, as Tesseract names them
    std::map<std::string, std::string> keys; ///< the phone's own names of keys, where they are not its make's

    /// A phone without an interface: fingers and a camera.
    std::string fingers;                    ///< serial device of the finger board, "/dev/ttyUSB0"
    int baud = 115200;                      ///< of that device, bits a second
    finger_board board = finger_board::marlin; ///< what it understands: `dialect`
    motion moves{};                         ///< of a board that moves
    /// What is set at the phone by hand, by the names of handset/settings_text.hpp: nobody else can set it.
    std::map<std::string, std::string> settings;
    std::map<handset::key, spot> positions; ///< of keys, in millimetres; or x is the number of the relay
    std::string camera;            ///< "/dev/video0", or a command that prints a picture: "exec:COMMAND"
    std::array<spot, 4> corners{}; ///< of the display in the camera's picture: left upper, right upper, right
                                   ///< lower, left lower
    std::map<handset::key, spot> lamps; ///< where each light is in the camera's picture
};

/// "snom", "yealink", "cisco", "poly", "fingers".
const std::vector<std::string>& rig_kinds();

} // namespace simplespec::rigs
