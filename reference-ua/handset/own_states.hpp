#pragma once
// The Presence State list: what a person can choose to be. That these states exist is known of the phones; in which order
// their lists stand is not, so entries are found by name and never by position.
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::handset {

/// A line of the list.
struct own_state {
    std::string name;  ///< as the phone's setting spells it: "lunch"
    bool open = true;  ///< <basic>
    std::string en, de; ///< as the person reads it, and as the note and <im:im> say it

    /// In this language; English where the list has no other.
    std::string_view text(std::string_view language) const;
    bool operator==(const own_state&) const = default;
};

/// The states of one make of phones ("snom"), in the order of own_states.csv; empty where none is known.
std::span<const own_state> own_states(std::string_view phone);

/// The entry of this name, or with this text in any language, without regard to case; null where there is none.
const own_state* find_own_state(std::span<const own_state> list, std::string_view text);

/// Read own_states.csv: phone,state,basic,en,de. Exposed for its test; lines that are wrong are our own mistake and left out.
std::vector<std::pair<std::string, own_state>> read_own_states(std::string_view csv);

} // namespace simplespec::handset
