// Names of keys and settings between scenarios and a snom phone (vendor's key and settings tables, firmware 7
// to 10).
#include "rigs/drivers/snom.hpp"

#include "handset/key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace simplespec::rigs {
namespace {

struct named {
    std::string_view ours, theirs;
};
/// Settings of the first identity carry a 1.
constexpr named settings[] = {
    {"publish_presence", "publish_presence"},
    {"publish_on_boot", "user_publish_presence_bootup1"},
    {"contact_list", "user_presence_subscription1"},
    {"contact_list_uri", "user_presence_buddy_list_uri1"},
    {"presence_timeout", "presence_timeout"},
    {"presence_state", "presence_state1"},
    {"language", "language"},
};
constexpr named uses[] = {
    {"presence", "keyevent F_PRESENCE"}, {"contacts", "keyevent F_CONTACTS"}, {"none", "keyevent F_NONE"}};
/// Of the rest the words are not known, and go as they stand.
constexpr named languages[] = {{"en", "English"}, {"de", "Deutsch"}};

/// The n of "8.7": 8007.
int generation(std::string_view firmware) {
    int major = 0, minor = 0;
    const auto* end = firmware.data() + firmware.size();
    const auto [dot, bad] = std::from_chars(firmware.data(), end, major);
    if (bad != std::errc{}) return 0;
    if (dot != end && *dot == '.') std::from_chars(dot + 1, end, minor);
    return major * 1000 + minor;
}

} // namespace

std::optional<std::string> snom_key_name(const handset::key& k) {
    switch (k.what) {
    case handset::key_kind::ok:
        return "ENTER";
    case handset::key_kind::cancel:
        return "CANCEL";
    case handset::key_kind::up:
        return "UP";
    case handset::key_kind::down:
        return "DOWN";
    case handset::key_kind::left:
        return "LEFT";
    case handset::key_kind::right:
        return "RIGHT";
    case handset::key_kind::digit:
        return std::to_string(k.number);
    case handset::key_kind::star:
        return "*";
    case handset::key_kind::pound:
        return "#";
    case handset::key_kind::context:
        return fmt::format("F{}", k.number);
    case handset::key_kind::programmable:
        return fmt::format("P{}", k.number);
    }
    return {};
}

snom_setting snom_setting_of(std::string_view name, std::string_view value, std::string_view firmware) {
    const auto key = handset::read_key(name);
    if (key && (key->what == handset::key_kind::context || key->what == handset::key_kind::programmable)) {
        std::string text(value);
        for (const auto& u : uses)
            if (u.ours == value) text = u.theirs;
        if (value.starts_with("watch ")) text = fmt::format("presence <{}>", value.substr(6));
        if (key->what == handset::key_kind::programmable)
            return {fmt::format("fkey{}", key->number - 1), text};
        const auto since = generation(firmware);
        if (since >= 8007) return {fmt::format("context_key{}", key->number - 1), text};
        // Before firmware 8 the event stands alone.
        if (since != 0 && since < 8000 && text.starts_with("keyevent ")) text.erase(0, 9);
        return {fmt::format("gui_fkey{}", key->number), text};
    }
    std::string text(value);
    if (name == "language")
        for (const auto& l : languages)
            if (l.ours == value) text = l.theirs;
    for (const auto& s : settings)
        if (s.ours == name) return {std::string(s.theirs), text};
    return {std::string(name), text};
}

std::string words_of_snom(std::string_view name, std::string_view value) {
    if (name == "language")
        for (const auto& l : languages)
            if (l.theirs == value) return std::string(l.ours);
    const auto key = handset::read_key(name);
    if (!key || (key->what != handset::key_kind::context && key->what != handset::key_kind::programmable))
        return std::string(value);
    for (const auto& u : uses)
        if (u.theirs == value || u.theirs.substr(9) == value) return std::string(u.ours);
    if (value.starts_with("presence <") && value.ends_with('>'))
        return fmt::format("watch {}", value.substr(10, value.size() - 11));
    return std::string(value);
}

} // namespace simplespec::rigs
