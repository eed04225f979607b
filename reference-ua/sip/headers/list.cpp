#include "sip/headers/list.hpp"

#include <algorithm>

namespace simplespec::sip {

std::vector<list_value> split_list(std::string_view text, std::size_t offset) {
    std::vector<list_value> out;
    if (trim(text).empty()) return out;
    bool quoted = false;
    bool bracketed = false;
    std::size_t from = 0;
    const auto yield = [&](std::size_t to) {
        const auto value = trim(text.substr(from, to - from));
        out.push_back({value, offset + static_cast<std::size_t>(value.data() - text.data())});
        from = to + 1;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\') ++i;
        else if (c == '"' && !bracketed) quoted = !quoted;
        else if (quoted) continue;
        else if (c == '<') bracketed = true;
        else if (c == '>') bracketed = false;
        else if (c == ',' && !bracketed) yield(i);
    }
    yield(text.size());
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
