#pragma once
// One plan, said to a board: an order, its answer, the next order. No port and no clock: octets and times
// come in, octets go out.
//
//          start            quiet              done          last one done
//   ---------------> settling ----> waiting ---------> ... ---------------> ended
//                       ^              |  no answer, tries left
//                       +--------------+            no, restarted, silence ----> release, ended
#include "rigs/fingers/dialect.hpp"
#include "sip/instant.hpp"

#include <optional>

namespace simplespec::rigs {

class talk {
  public:
    /// Lines beyond this are cut; what a board sends is not trusted.
    static constexpr std::size_t longest_line = 256;
    /// How long nothing comes before a line is taken for quiet.
    static constexpr std::chrono::milliseconds quiet{30};
    /// `working` renews the patience with an order, so often at most.
    static constexpr int most_renewals = 30;

    talk(finger_board board, plan what) : board_(board), plan_(std::move(what)) {}

    /// `settle`: what the board sent before is none of our answers: wait until it is quiet. Each returns what
    /// to send.
    std::string start(sip::time_point now, bool settle);
    std::string on_octets(sip::time_point now, std::string_view octets);
    std::string on_timer(sip::time_point now);
    std::optional<sip::time_point> deadline() const;
    /// How it ended, once it has.
    const std::optional<std::expected<void, finger_error>>& ended() const { return ended_; }

  private:
    void settle(sip::time_point now);
    std::string say(sip::time_point now);
    std::string give_up(finger_trouble what, std::string_view because);
    std::string on_line(sip::time_point now, std::string_view line);

    finger_board board_;
    plan plan_;
    std::size_t at_ = 0; ///< the order that waits for its answer
    int tries_ = 0, renewals_ = 0;
    bool settling_ = false;
    sip::time_point due_{};
    sip::time_point settled_by_{}; ///< even if it never is quiet
    std::string line_{};
    std::optional<std::expected<void, finger_error>> ended_{};
};

} // namespace simplespec::rigs
