#include "rigs/phone/vendor_keys.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace simplespec::rigs {

namespace {

using handset::key_kind;

struct named {
    std::string_view make, name;
    key_kind what;
};
constexpr std::array one_key = std::to_array<named>({
    {"yealink", "OK", key_kind::ok},
    {"yealink", "ENTER", key_kind::ok},
    {"yealink", "CANCEL", key_kind::cancel},
    {"yealink", "X", key_kind::cancel},
    {"yealink", "UP", key_kind::up},
    {"yealink", "DOWN", key_kind::down},
    {"yealink", "LEFT", key_kind::left},
    {"yealink", "RIGHT", key_kind::right},
    {"yealink", "*", key_kind::star},
    {"yealink", "POUND", key_kind::pound},
    {"poly", "Select", key_kind::ok},
    {"poly", "Home", key_kind::cancel},
    {"poly", "ArrowUp", key_kind::up},
    {"poly", "ArrowDown", key_kind::down},
    {"poly", "ArrowLeft", key_kind::left},
    {"poly", "ArrowRight", key_kind::right},
    {"poly", "DialpadStar", key_kind::star},
    {"poly", "DialpadPound", key_kind::pound},
    {"cisco", "Key:NavSelect", key_kind::ok},
    {"cisco", "Key:NavUp", key_kind::up},
    {"cisco", "Key:NavDwn", key_kind::down},
    {"cisco", "Key:NavLeft", key_kind::left},
    {"cisco", "Key:NavRight", key_kind::right},
    {"cisco", "Key:KeyPadStar", key_kind::star},
    {"cisco", "Key:KeyPadPound", key_kind::pound},
});

struct counted {
    std::string_view make, stem;
    key_kind what;
};
constexpr std::array many_keys = std::to_array<counted>({
    {"yealink", "", key_kind::digit},
    {"yealink", "F", key_kind::context},
    {"yealink", "L", key_kind::programmable},
    {"poly", "Dialpad", key_kind::digit},
    {"poly", "SoftKey", key_kind::context},
    {"poly", "Line", key_kind::programmable},
    {"cisco", "Key:KeyPad", key_kind::digit},
    {"cisco", "Key:Soft", key_kind::context},
    {"cisco", "Key:Line", key_kind::programmable},
});

struct idle {
    std::string_view make, name;
};
constexpr std::array idle_keys = std::to_array<idle>({
    {"yealink", "SPEAKER"},      {"yealink", "F_TRANSFER"}, {"yealink", "VOLUME_UP"},
    {"yealink", "VOLUME_DOWN"},  {"yealink", "MUTE"},       {"yealink", "F_HOLD"},
    {"yealink", "F_CONFERENCE"}, {"yealink", "MSG"},        {"yealink", "HEADSET"},
    {"yealink", "RD"},           {"yealink", "DNDOn"},      {"yealink", "DNDOff"},
    {"yealink", "OFFHOOK"},      {"yealink", "ONHOOK"},     {"yealink", "AutoP"},
    {"poly", "Delete"},          {"poly", "MicMute"},       {"poly", "Redial"},
    {"poly", "VolUp"},           {"poly", "VolDown"},       {"cisco", "Key:VolUp"},
    {"cisco", "Key:VolDwn"},     {"cisco", "Key:Speaker"},  {"cisco", "Key:Headset"},
    {"cisco", "Key:Mute"},       {"cisco", "Key:Messages"}, {"cisco", "Key:Directories"},
    {"cisco", "Key:Services"},   {"cisco", "Key:Settings"}, {"cisco", "Key:Applications"},
    {"cisco", "Key:Contacts"},   {"cisco", "Key:Release"},
});

std::optional<handset::key> numbered(std::string_view digits, key_kind what, const model& m) {
    int number = 0;
    const auto end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, number);
    const bool plain = !digits.empty() && read.ec == std::errc() && read.ptr == end &&
                       (digits.size() == 1 || digits[0] != '0');
    constexpr int context_keys = 4, last_digit = 9;
    const int least = what == key_kind::digit ? 0 : 1;
    const int most = what == key_kind::digit     ? last_digit
                     : what == key_kind::context ? context_keys
                                                 : m.programmable;
    return plain && number >= least && number <= most ? std::optional(handset::key{what, number})
                                                      : std::nullopt;
}

} // namespace

std::optional<vendor_key> find_vendor_key(std::string_view name, const model& m) {
    for (const auto& k : one_key)
        if (k.make == m.make && k.name == name) return vendor_key{handset::key{k.what, 0}};
    for (const auto& k : many_keys)
        if (k.make == m.make && name.starts_with(k.stem))
            if (const auto which = numbered(name.substr(k.stem.size()), k.what, m)) return vendor_key{which};
    for (const auto& k : idle_keys)
        if (k.make == m.make && k.name == name) return vendor_key{};
    return std::nullopt;
}

} // namespace simplespec::rigs
