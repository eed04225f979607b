#pragma once
// A virtual phone as it stands on a desk in a lab without any interface: a finger board on a serial port that moves its
// keys, and a camera over it. For trying a rig of the kind "fingers" without a machine.
#include "net/clock.hpp"
#include "net/run_loop.hpp"
#include "rigs/description.hpp"
#include "rigs/phone/open_phone.hpp"

#include <expected>
#include <memory>
#include <string>

namespace simplespec::cli {

/// It is named as its folder, in which stand `fingers`, the serial port; `camera.png`, what the camera sees now; and
/// `rig.toml`, the table [rig.NAME] that describes them.
class simulated_desk {
  public:
    /// Loop, clock and phone must outlive it. The error is a sentence.
    static std::expected<std::unique_ptr<simulated_desk>, std::string>
    open(net::run_loop& loop, const net::clock& clock, rigs::open_phone& phone, rigs::finger_board board,
         const std::string& folder);
    /// Takes `fingers` and `camera.png` away again.
    ~simulated_desk();
    simulated_desk(const simulated_desk&) = delete;
    simulated_desk& operator=(const simulated_desk&) = delete;

    /// What is due now: the board's answers, keys that were touched, a new picture where something changed.
    void attend();

  private:
    struct parts;
    explicit simulated_desk(std::unique_ptr<parts> p);
    std::unique_ptr<parts> parts_;
};

} // namespace simplespec::cli
