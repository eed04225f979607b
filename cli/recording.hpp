#pragma once
// What somebody does at a phone, written down as a scenario: entries are named by what they read, never by
// where they stood.
#include "rigs/attendant.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace simplespec::cli {

class recording {
  public:
    using pause = rigs::attendant::pause;

    recording(rigs::attendant& person, pause wait) : person_(person), wait_(std::move(wait)) {}

    /// line = key / "hold" key / "type" text / "see" words
    /// Does it at the phone and notes it; the error says what was wrong with the line, or why the phone did
    /// not.
    rigs::outcome<void> type(std::string_view line);

    /// The scenario, with an actor `desk` for the phone.
    std::string text(std::string_view id) const;

  private:
    rigs::outcome<void> look();
    void choose_or_press(const std::string& key);
    void must_show(std::string_view words);
    void note_display(const std::string& before);

    rigs::attendant& person_;
    pause wait_;
    std::vector<std::string> steps_;
    std::vector<std::string> moves_; ///< Up and Down since the last other key
};

} // namespace simplespec::cli
