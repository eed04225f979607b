#pragma once
// A finger board without a machine: takes the orders of a real one, keeps where the finger is, and tells
// which key it came down on. No port and no clock: octets and times come in.
#include "rigs/fingers/finger_setup.hpp"
#include "sip/instant.hpp"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::rigs {

/// The phone under the finger, as it really lies there.
struct bench {
    std::map<handset::key, desk_place> keys{}; ///< the middle of each
    double radius = 4;                         ///< of a key, in millimetres
    double touch = 1;                          ///< the height at which a key is down
    std::map<int, handset::key> relays{};      ///< what is soldered to which
};

/// A key that went down and came up.
struct touch {
    handset::key which{};
    std::chrono::milliseconds held{0};
    sip::time_point from{}; ///< when it went down
};

class simulated_board {
  public:
    simulated_board(finger_board kind, bench under, motion moves)
        : kind_(kind), bench_(std::move(under)), moves_(moves) {}

    /// What it says when it gets power. Everything is forgotten, the place of the finger too.
    std::string switch_on(sip::time_point now);
    /// Each returns what the board says.
    std::string on_octets(sip::time_point now, std::string_view octets);
    std::string on_timer(sip::time_point now);
    std::optional<sip::time_point> deadline() const;

    /// What was touched since it was asked last, each once the finger is off it.
    std::vector<touch> touched();
    /// How often the finger came down beside any key.
    int missed() const { return missed_; }

  private:
    struct words; // of a line of G-code
    void on_line(std::string_view line);
    void on_motion_line(std::string_view line);
    void on_relay_line(std::string_view line);
    void go(const words& to);
    void move_to(double x, double y, double z, double speed);
    void answer(std::string_view text);
    void refuse(int grbl_code, std::string_view marlin_text);
    void down(std::optional<handset::key> which, sip::time_point at);
    void up(sip::time_point at);
    std::optional<handset::key> under() const;

    finger_board kind_;
    bench bench_;
    motion moves_;
    bool home_ = false;
    double x_ = 0, y_ = 0, z_ = 0, speed_ = 1000; ///< where it will be when all moves are done
    sip::time_point free_{};                      ///< when that is
    std::multimap<sip::time_point, std::string> answers_{};
    std::deque<touch> touches_{};
    std::map<int, sip::time_point> closed_{}; ///< relays, since when
    std::optional<touch> held_{};
    int missed_ = 0;
    std::string line_{};
    sip::time_point now_{};
};

} // namespace simplespec::rigs
