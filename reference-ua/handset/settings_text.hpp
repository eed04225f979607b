#pragma once
// Settings by name and as text: the names that scenarios and rig descriptions use for every make of phone.
// How a make spells them is its driver's business.
//
//   publish_presence, publish_on_boot, contact_list   on, off
//   contact_list_uri    URI, or empty
//   presence_timeout    minutes, 0 to 10080
//   presence_state      a state of the make's list, by its name or its text in any language
//   language            en, de, zh-Hans
//   S1..S4, P1..Pn      none, presence, contacts, watch URI
#include "handset/settings.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::handset {

/// Every name that these settings have, in the order above; as many P keys as there are.
std::vector<std::string> setting_names(const settings& s);

/// The value as it is written; the error, a sentence, says that there is no such name and which there are.
std::expected<std::string, std::string> setting_text(const settings& s, std::string_view name);

/// Set one. Names and words are taken without regard to case. The error, a sentence, says which name or value
/// is no good and what could stand there; then nothing has changed. A key keeps its label.
std::expected<void, std::string> set_setting(settings& s, std::string_view name, std::string_view value);

/// "none", "presence", "contacts", "watch sip:joe@example.com"; the label is not part of it.
std::string text_of(const key_function& f);
/// Read back; the error says what could stand there.
std::expected<key_function, std::string> read_key_function(std::string_view text);

/// URIs longer than this are refused, in octets.
inline constexpr std::size_t longest_setting_uri = 1024;

} // namespace simplespec::handset
