#pragma once
// The state that a snom phone reports for each of its keys, and the light that follows from it.
#include "handset/key.hpp"
#include "handset/screen.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::rigs {

/// From /xml_entities.htm: elements LineKey (P keys) and ContextKey (S keys), each with a state, as an
/// element within or an attribute, and an index from 0 in an attribute (id, idx, index), or else in their
/// order. Never fails: what cannot be read is not there.
std::map<handset::key, std::string> key_states_in(std::string_view page);

/// The words of the settings led_on, led_blink_slow, ..., led_red, ...: which states light a key, how, and in
/// which colour.
struct light_words {
    std::vector<std::string> on{}, blinking{}, red{}, green{}, orange{};
};
/// Of that state. A word that no list has is a light that is off; a light of no colour is red, as with phones
/// of one colour.
handset::light light_of_state(std::string_view state, const light_words& words);

} // namespace simplespec::rigs
