#pragma once
// Fingers on a phone: presses and holds its keys through a board on a serial line. Waits for each answer in
// the calling thread.
#include "net/octet_line.hpp"
#include "rigs/fingers/talk.hpp"

#include <functional>
#include <memory>

namespace simplespec::rigs {

class fingers {
  public:
    /// The line again, after it went away; the error is half a sentence.
    using reopening = std::function<std::expected<std::unique_ptr<net::octet_line>, std::string>()>;

    fingers(finger_setup setup, reopening open) : setup_(std::move(setup)), open_(std::move(open)) {}

    /// Returns when the finger is off the key again. The first press, and each one after a failure, makes the
    /// board ready before.
    std::expected<void, finger_error> press(handset::key which) { return hold(which, setup_.dwell); }
    std::expected<void, finger_error> hold(handset::key which, std::chrono::milliseconds how_long);
    /// Makes the board ready, if it is not: for whoever wants to know whether it answers.
    std::expected<void, finger_error> ready();

    const finger_setup& setup() const { return setup_; }

  private:
    std::expected<void, finger_error> carry_out(plan what, bool settle);

    finger_setup setup_;
    reopening open_;
    std::unique_ptr<net::octet_line> line_{};
    bool ready_ = false;
};

} // namespace simplespec::rigs
