#pragma once
// The keys of a desk phone, by what they are and not by what a vendor calls them.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace simplespec::handset {

enum class key_kind : std::uint8_t { ok, cancel, up, down, left, right, digit, star, pound, context, programmable };

/// One key; `number` is the digit, or counts context keys (S1..S4, under the display) and programmable keys (P1..Pn) from 1.
struct key {
    key_kind what = key_kind::ok;
    int number = 0;

    auto operator<=>(const key&) const = default;
};

/// "OK", "Cancel", "Up", "7", "*", "#", "S2", "P12": as scenarios and rig descriptions write them.
std::string name(const key& k);
/// Read back, without regard to case; none where it is no key.
std::optional<key> read_key(std::string_view text);

/// A key held at least so long is a long press, in milliseconds.
inline constexpr int long_press_ms = 700;

} // namespace simplespec::handset
