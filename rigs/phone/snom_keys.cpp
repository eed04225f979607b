#include "rigs/phone/snom_keys.hpp"

#include "sip/cursor.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace simplespec::rigs {

namespace {

using handset::key_kind;

constexpr std::array acting = std::to_array<std::pair<std::string_view, handset::key>>({
    {"ENTER", {key_kind::ok, 0}},
    {"CANCEL", {key_kind::cancel, 0}},
    {"UP", {key_kind::up, 0}},
    {"DOWN", {key_kind::down, 0}},
    {"LEFT", {key_kind::left, 0}},
    {"RIGHT", {key_kind::right, 0}},
    {"*", {key_kind::star, 0}},
    {"#", {key_kind::pound, 0}},
});

constexpr std::array<std::string_view, 13> idle{"OFFHOOK", "ONHOOK", "VOLUME_UP", "VOLUME_DOWN", "REDIAL",
                                                "DND",     "REC",    "SPEAKER",   "HEADSET",     "TRANSFER",
                                                "F_HOLD",  "MENU",   "DISCONNECT"};

std::optional<int> number_within(std::string_view text, int least, int most) {
    int out = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, out);
    if (read.ec != std::errc() || read.ptr != end || out < least || out > most) return std::nullopt;
    return out;
}

// A time that is left out or cannot be read counts as none.
std::chrono::milliseconds time_of(std::string_view text) {
    return std::chrono::milliseconds(number_within(text, 0, longest_key_time).value_or(0));
}

bool too_long(std::string_view text) {
    const auto digits = std::ranges::all_of(text, sip::is_digit);
    return digits && !text.empty() && !number_within(text, 0, longest_key_time);
}

} // namespace

std::optional<snom_key> find_snom_key(std::string_view name, const model& m) {
    for (const auto& [spelled, which] : acting)
        if (sip::iequal(name, spelled)) return snom_key{which};
    const auto same = [&](std::string_view known) { return sip::iequal(name, known); };
    if (std::ranges::any_of(idle, same)) return snom_key{};
    if (name.size() == 1 && sip::is_digit(name[0]))
        return snom_key{handset::key{key_kind::digit, name[0] - '0'}};
    if (name.size() < 2) return std::nullopt;
    constexpr int context_keys = 4;
    const char kind = sip::lower(name[0]);
    if (kind != 'f' && kind != 'p') return std::nullopt;
    const auto number = number_within(name.substr(1), 1, kind == 'f' ? context_keys : m.programmable);
    if (!number) return std::nullopt;
    return snom_key{handset::key{kind == 'f' ? key_kind::context : key_kind::programmable, *number}};
}

// chain = event *( ";" event ) ; event = name [ "," hold [ "," pause ] ]
std::expected<std::vector<stroke>, std::string> read_key_events(std::string_view chain, const model& m) {
    std::vector<stroke> out;
    std::size_t events = 0;
    while (!chain.empty()) {
        const auto event = chain.substr(0, chain.find(';'));
        chain.remove_prefix(std::min(event.size() + 1, chain.size()));
        if (event.empty()) continue;
        if (++events > most_key_events) return std::unexpected("too many keys in one request");
        std::array<std::string_view, 3> parts{};
        std::size_t from = 0;
        for (auto& part : parts) {
            part = event.substr(from, std::min(event.find(',', from), event.size()) - from);
            from = std::min(from + part.size() + 1, event.size());
        }
        if (too_long(parts[1]) || too_long(parts[2]))
            return std::unexpected("a key is held or awaited too long");
        const auto known = find_snom_key(parts[0], m);
        if (!known) continue;
        if (known->which) out.push_back({*known->which, time_of(parts[1]), time_of(parts[2])});
    }
    return out;
}

} // namespace simplespec::rigs
