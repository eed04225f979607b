#include "sip/headers/list.hpp"

#include <algorithm>

namespace simplespec::sip {

std::vector<list_value> split_list(std::string_view text, std::size_t offset) {
    std::vector<list_value> out;
    if (trim(text).empty()) return out;
    for_each_value(text, [&](std::string_view value, std::size_t at, bool) {
        out.push_back({value, offset + at});
        return true;
    });
    return out;
}

std::vector<list_value> list_values(const message& m, header h) {
    std::vector<list_value> out;
    for (const field& row : m.all(h)) {
        auto values = split_list(row.value, row.value_offset);
        out.insert(out.end(), values.begin(), values.end());
    }
    return out;
}

bool list_has(const message& m, header h, std::string_view token) {
    const auto values = list_values(m, h);
    return std::any_of(values.begin(), values.end(), [&](const auto& v) { return iequal(v.text, token); });
}

} // namespace simplespec::sip
