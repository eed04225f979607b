#pragma once
// What stands on the web pages of phones, read without trust in their HTML.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::rigs {

/// The texts between the tags, character references undone; what a person reads, a line for each.
std::vector<std::string> lines_of_page(std::string_view html);
/// Those by words.
std::vector<std::string> words_of_page(std::string_view html);
/// The value of `name: value` or `name!: value`, as the phone lists its settings, also where name and value
/// stand in cells of a table. None where the page does not have it.
std::optional<std::string> setting_in_page(std::string_view html, std::string_view name);
/// Stars in the place of a password.
bool secret_in_page(std::string_view value);

bool is_snom_model(std::string_view word); ///< "snom370", "snomD785"
bool is_mac(std::string_view word);        ///< twelve hexadecimal digits, colons between them or not
bool is_version(std::string_view word);    ///< at least three numbers: "8.4.35", "10.1.54.13"

} // namespace simplespec::rigs
