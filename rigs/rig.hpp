#pragma once
// A phone on a desk, real or virtual, as whoever tests it reaches it: its keys, its display, its lights, its
// settings. One driver for each way of reaching one. A driver speaks when it is called, waits for the answer,
// and keeps no thread.
#include "handset/key.hpp"
#include "handset/screen.hpp"
#include "rigs/picture.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::rigs {

/// Why the rig did not do what was asked. None of these is a verdict on the phone's SIP: the scenario is
/// INCONC, the exit code 3.
enum class trouble : std::uint8_t {
    unreachable,      ///< nobody answers: phone off, cable, address
    password_refused, ///< 401 with the name and password that the rig description gives
    not_allowed, ///< the phone has the interface and refuses it; `remedy` names the setting or the menu that
                 ///< turns it on
    unexpected,  ///< an answer that this firmware should not give
    no_picture,  ///< a page that is no picture
    other_size,  ///< a picture of another size than the model's display
    camera_away, ///< no camera, or it gives nothing
    reserved,    ///< somebody else holds it
    cannot,      ///< this kind of rig has no such thing
    bad_description, ///< the rig description lacks what is needed for this
};

struct rig_error {
    trouble what = trouble::unexpected;
    std::string text{};   ///< one sentence: what was tried, and what came back
    std::string remedy{}; ///< what to do about it, one sentence
};

template <class T>
using outcome = std::expected<T, rig_error>;

/// What the phone says of itself; empty what it does not say.
struct identity {
    std::string make{}, model{}, firmware{}, mac{};
};

/// How a driver knows of a light: read from the phone, derived from the state it reports, or seen in a
/// picture.
struct light_seen {
    handset::light value{};
    double confidence = 1; ///< 0 to 1
};

class rig {
  public:
    virtual ~rig() = default;

    virtual outcome<identity> who() = 0;
    /// The phone took it; what it makes of it, its display shows.
    virtual outcome<void> press(handset::key which) = 0;
    virtual outcome<void> hold(handset::key which, std::chrono::milliseconds how_long) = 0;
    /// The display as it is now, upright and cropped to the pixels of the model.
    virtual outcome<picture> shot() = 0;
    /// Those that it has; none is an empty map, and `cannot` where they are out of reach.
    virtual outcome<std::map<handset::key, light_seen>> lights() = 0;
    /// By the names of handset/settings_text.hpp; any other name goes to the phone as it stands.
    virtual outcome<std::string> setting(std::string_view name) = 0;
    virtual outcome<void> set(const std::map<std::string, std::string>& values) = 0;
    /// Returns when it was told to; it answers again after a while.
    virtual outcome<void> reboot() = 0;
    /// What the phone itself recorded of its SIP, as text.
    virtual outcome<std::string> trace() = 0;
    /// Words that can stand on the display and are known without looking: the driver's own; the reader gets
    /// them as a hint.
    virtual std::vector<std::string> vocabulary() const { return {}; }
};

} // namespace simplespec::rigs
