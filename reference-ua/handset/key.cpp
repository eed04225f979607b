#include "handset/key.hpp"

#include "sip/cursor.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace simplespec::handset {

namespace {

constexpr std::array named = std::to_array<std::pair<key_kind, std::string_view>>({
    {key_kind::ok, "OK"},
    {key_kind::cancel, "Cancel"},
    {key_kind::up, "Up"},
    {key_kind::down, "Down"},
    {key_kind::left, "Left"},
    {key_kind::right, "Right"},
    {key_kind::star, "*"},
    {key_kind::pound, "#"},
});

std::optional<int> number_in(std::string_view text, int least, int most) {
    int out = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, out);
    if (read.ec != std::errc() || read.ptr != end || out < least || out > most) return std::nullopt;
    return out;
}

} // namespace

std::string name(const key& k) {
    for (const auto& [what, text] : named)
        if (what == k.what) return std::string(text);
    const auto number = std::to_string(k.number);
    return k.what == key_kind::context        ? "S" + number
           : k.what == key_kind::programmable ? "P" + number
                                              : number;
}

std::optional<key> read_key(std::string_view text) {
    for (const auto& [what, spelled] : named)
        if (sip::iequal(text, spelled)) return key{what, 0};
    constexpr int most_context = 4, most_programmable = 999;
    const auto numbered = [&](key_kind what, std::string_view digits, int least,
                              int most) -> std::optional<key> {
        const auto number = number_in(digits, least, most);
        return number ? std::optional(key{what, *number}) : std::nullopt;
    };
    if (text.size() == 1) return numbered(key_kind::digit, text, 0, 9);
    if (text.empty()) return std::nullopt;
    if (text[0] == 'S' || text[0] == 's') return numbered(key_kind::context, text.substr(1), 1, most_context);
    if (text[0] == 'P' || text[0] == 'p')
        return numbered(key_kind::programmable, text.substr(1), 1, most_programmable);
    return std::nullopt;
}

} // namespace simplespec::handset
