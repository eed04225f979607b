#pragma once
// What a user can choose to be, and how a handset publishes it.
#include "sip/instant.hpp"

#include <span>
#include <string>
#include <string_view>

namespace simplespec::agent {

/// A line of the handset's presence-state list.
struct user_state {
    std::string name;     ///< as the user reads it: "Lunch"
    bool open = true;     ///< <basic>: reachable or not
    std::string activity; ///< of RFC 4480 section 3.2: "meal"; empty: none is published

    bool operator==(const user_state&) const = default;
};

/// The states that the handset offers, in the order of its list.
std::span<const user_state> user_states();
/// The state of this name, case-insensitive; null where there is none.
const user_state* find_user_state(std::string_view name);

/// The presence document for a state: one tuple with <basic>, the word in <im:im> as snom phones write it,
/// contact and note, and the person with the activity.
std::string user_document(const user_state& state, std::string_view aor, std::string_view device,
                          sip::wall_time now);

} // namespace simplespec::agent
