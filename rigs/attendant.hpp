#pragma once
// Whoever stands at a phone: presses its keys through a rig, reads its display, and keeps what was done and
// seen for the report.
#include "rigs/reading/reading.hpp"
#include "rigs/rig.hpp"
#include "sip/instant.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::rigs {

/// Something done or seen, in its order.
struct desk_note {
    std::string what;               ///< "press P1", "display", "choose Lunch"
    std::optional<picture> shown{}; ///< where it looked and the display had changed
    std::vector<line_read> lines{};
    std::optional<rig_error> failed{};
};

/// How a wish about the display stands.
enum class sighting : std::uint8_t { there, absent, unsure };

class attendant {
  public:
    /// Lets time go by while the phone does what it was asked for.
    using pause = std::function<void(sip::duration)>;

    attendant(std::unique_ptr<rig> at, std::shared_ptr<reader> eyes, std::vector<std::string> languages)
        : rig_(std::move(at)), eyes_(std::move(eyes)),
          hints_{.vocabulary = rig_->vocabulary(), .languages = std::move(languages)} {}

    /// Words that can stand on the display, known from elsewhere: a reading near to one of them is held
    /// against it.
    void expect(const std::string& words);

    outcome<void> press(handset::key which);
    outcome<void> hold(handset::key which, std::chrono::milliseconds how_long);
    /// Digits, `*` and `#`, a key each; `cannot` for anything else.
    outcome<void> type(std::string_view text);
    /// Once its `language` is set, its display is read in that one.
    outcome<void> set(const std::string& name, const std::string& value);
    outcome<void> reboot();
    /// Go to the entry of the open list that reads so, and press OK. Where it stands does not matter: every
    /// entry is looked at once. `absent`: all were read, and none is it; `unsure`: some could not be read.
    outcome<sighting> choose(std::string_view entry, const pause& wait);

    /// Look at the display and read it.
    outcome<reading> look();
    /// Whether `words` stand on the display, on one row with `beside` where that is given.
    outcome<sighting> sees(std::string_view words, std::string_view beside);
    /// Whether the display is that picture: at most one pixel in 200 differs.
    outcome<sighting> is(const picture& wanted);
    outcome<sighting> is_lit(handset::key which, const handset::light& wanted);

    const std::optional<picture>& last_picture() const { return last_; }
    const reading& last_reading() const { return read_; }
    const std::vector<desk_note>& notes() const { return notes_; }
    rig& phone() { return *rig_; }

  private:
    outcome<void> read_in(std::string_view language);
    outcome<void> noted(std::string what, outcome<void> done);

    std::unique_ptr<rig> rig_;
    std::shared_ptr<reader> eyes_;
    reading_hints hints_;
    std::optional<picture> last_;
    reading read_;
    std::vector<desk_note> notes_;
};

} // namespace simplespec::rigs
