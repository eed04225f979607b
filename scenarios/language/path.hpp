#pragma once
// The part of XPath 1.0 that assertions need: steps down a tree, by local name, with positions, attributes and the text of a
// child.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// One step of a path.
struct path_step {
    bool anywhere = false; ///< `//`
    bool attribute = false;
    bool text = false;
    std::string name; ///< local name, or "*"
    std::size_t position = 0;
    std::string key; ///< of [@key], [@key="value"], [key="value"]; empty: none
    std::optional<std::string> value;
    bool keyed_attribute = false;
};

/// None where it is no path, or one that asks for more than this part of the language has.
std::optional<std::vector<path_step>> read_path(std::string_view path);

} // namespace simplespec::scenarios
