#pragma once
// What a person sees: texts, marks and lights. How it is drawn is up to whoever draws it.
#include "handset/key.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace simplespec::handset {

enum class screen_kind : std::uint8_t { idle, own_states, contacts, details };

/// The little picture before a text.
enum class icon : std::uint8_t { none, available, busy, unavailable, unknown };

struct screen_row {
    std::string text;
    std::string remark{}; ///< at the right end
    icon sign = icon::none;
    bool selected = false;
    bool chosen = false; ///< the state that holds: a check mark
};

struct screen {
    screen_kind what = screen_kind::idle;
    std::string title;
    /// Why what stands here may be old, "Server not reachable"; empty while all is well.
    std::string notice{};
    std::vector<screen_row> rows{};  ///< those that fit, from `first` on
    std::size_t first = 0;           ///< of all rows, the one that stands on top
    std::size_t total = 0;           ///< rows there are
    std::array<std::string, 4> soft_keys{}; ///< above S1..S4

    bool scrolls() const { return total > rows.size(); }
};

enum class light_colour : std::uint8_t { off, green, orange, red };
struct light {
    light_colour colour = light_colour::off;
    bool blinks = false;

    bool operator==(const light&) const = default;
};

/// The lights beside the programmable keys; keys without one are not named.
using lights = std::map<key, light>;

} // namespace simplespec::handset
