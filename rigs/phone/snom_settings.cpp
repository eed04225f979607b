#include "rigs/phone/snom_settings.hpp"

#include "handset/settings_text.hpp"
#include "sip/cursor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace simplespec::rigs {

namespace {

constexpr std::size_t most_settings = 512, longest_name = 64, longest_value = 1024;
constexpr int gui_keys_until = 8007; // context_key from 8.7 on

struct named {
    std::string_view ours, theirs;
};
// Settings of the first identity carry its number. Whether presence_state does, nobody could tell: with and
// without.
constexpr std::array personal = std::to_array<named>({
    {"publish_presence", "publish_presence"},
    {"presence_timeout", "presence_timeout"},
    {"publish_on_boot", "user_publish_presence_bootup1"},
    {"contact_list", "user_presence_subscription1"},
    {"contact_list_uri", "user_presence_buddy_list_uri1"},
    {"presence_state", "presence_state1"},
    {"presence_state", "presence_state"},
    {"language", "language"},
});
constexpr std::array languages = std::to_array<named>({{"en", "English"}, {"de", "Deutsch"}});
constexpr std::array<std::string_view, 3> secret{"http_pass", "admin_mode_password", "user_pass1"};

// Where an indexed name stands: "fkey_label3" is a label, the fourth key.
struct key_setting {
    handset::key_function* key = nullptr;
    bool label = false;
    bool is_context = false;
};

std::optional<int> index_behind(std::string_view stem, std::string_view name) {
    if (!name.starts_with(stem)) return std::nullopt;
    const auto digits = name.substr(stem.size());
    if (digits.size() > 1 && digits[0] == '0') return std::nullopt; // one name for each
    int out = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    const bool all = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
    return all && out >= 0 ? std::optional(out) : std::nullopt;
}

key_setting find_key(std::string_view name, int generation, handset::settings& person) {
    const auto within = [](auto& keys, std::optional<int> index, bool label, bool context) -> key_setting {
        if (!index || static_cast<std::size_t>(*index) >= keys.size()) return {};
        return {&keys[static_cast<std::size_t>(*index)], label, context};
    };
    if (const auto i = index_behind("fkey_label", name)) return within(person.programmable, i, true, false);
    if (const auto i = index_behind("fkey", name)) return within(person.programmable, i, false, false);
    if (generation < gui_keys_until) {
        const auto i = index_behind("gui_fkey", name);
        return i && *i > 0 ? within(person.context_keys, *i - 1, false, true) : key_setting{};
    }
    if (const auto i = index_behind("context_key_label", name))
        return within(person.context_keys, i, true, true);
    return within(person.context_keys, index_behind("context_key", name), false, true);
}

// assignment = "keyevent" SP event / "presence" SP [ "<" ] URI [ ">" ]; before firmware 8 a context key takes
// the bare event
std::optional<handset::key_function> read_assignment(std::string_view value, bool bare_event) {
    const auto uri = [](std::string_view text) {
        if (text.starts_with('<') && text.ends_with('>')) text = text.substr(1, text.size() - 2);
        return handset::read_key_function("watch " + std::string(text));
    };
    constexpr std::string_view key_event = "keyevent ", watched = "presence ";
    if (value.starts_with(watched)) {
        if (auto read = uri(value.substr(watched.size()))) return *read;
        return std::nullopt;
    }
    if (value.starts_with(key_event) == bare_event) return std::nullopt;
    const auto event = bare_event ? value : value.substr(key_event.size());
    if (event == "F_PRESENCE") return handset::key_function{.use = handset::key_use::presence};
    if (event == "F_CONTACTS") return handset::key_function{.use = handset::key_use::contacts};
    return std::nullopt;
}

std::string assignment_of(const handset::key_function& f, bool bare_event) {
    const std::string before = bare_event ? "" : "keyevent ";
    switch (f.use) {
    case handset::key_use::presence:
        return before + "F_PRESENCE";
    case handset::key_use::contacts:
        return before + "F_CONTACTS";
    case handset::key_use::watch:
        return fmt::format("presence <{}>", f.target);
    case handset::key_use::none:
        break;
    }
    return before + "F_NONE";
}

bool is_name(std::string_view name) {
    const auto fits = [](char c) { return sip::is_alphanum(c) || c == '_'; };
    return !name.empty() && name.size() <= longest_name && sip::is_alpha(name[0]) &&
           std::ranges::all_of(name, fits);
}

bool is_value(std::string_view value) {
    const auto fits = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; };
    return value.size() <= longest_value && std::ranges::all_of(value, fits);
}

} // namespace

int snom_generation(std::string_view firmware) {
    constexpr int most = 999;
    int major = 0, minor = 0;
    const auto* end = firmware.data() + firmware.size();
    const auto [dot, bad] = std::from_chars(firmware.data(), end, major);
    if (bad != std::errc()) return 0;
    if (dot != end && *dot == '.') std::from_chars(dot + 1, end, minor);
    return std::clamp(major, 0, most) * 1000 + std::clamp(minor, 0, most);
}

snom_settings::snom_settings(std::string_view firmware, bool three_colours)
    : generation_(snom_generation(firmware)) {
    constexpr int queries_restricted_from = 10000, lights_set_from = 8004;
    own_ = {{"http_user", ""},
            {"http_pass", ""},
            {"http_scheme", "off"},
            {"admin_mode", "on"},
            {"admin_mode_password", "0000"},
            {"use_hidden_tags", "on"},
            {"webserver_type", "http_https"},
            {"log_level", "5"},
            {"xml_notify", "on"}};
    if (generation_ >= queries_restricted_from) own_["restrict_uri_queries"] = "on";
    if (generation_ < lights_set_from) return;
    own_["led_on"] = "AVAILABLE ACTIVE AWAY";
    own_["led_blink_fast"] = "RINGING";
    if (!three_colours) return;
    own_["led_green"] = "AVAILABLE";
    own_["led_orange"] = "AWAY";
    own_["led_red"] = "ACTIVE RINGING";
}

bool snom_settings::set(std::string_view name, std::string_view value, handset::settings& person) {
    if (!is_name(name) || !is_value(value) || read_only_.contains(name)) return false;
    for (const auto& [ours, theirs] : personal) {
        if (name != theirs) continue;
        const auto* spoken =
            ours == "language" ? std::ranges::find(languages, value, &named::theirs) : languages.end();
        return handset::set_setting(person, ours, spoken == languages.end() ? value : spoken->ours)
            .has_value();
    }
    const auto at = find_key(name, generation_, person);
    if (at.key != nullptr && at.label) {
        at.key->label = value;
        return true;
    }
    if (at.key != nullptr) {
        const bool bare = at.is_context && generation_ < 8000;
        const auto read = read_assignment(value, bare);
        const auto meant = read.value_or(handset::key_function{});
        at.key->use = meant.use;
        at.key->target = meant.target;
        if (read)
            keys_as_written_.erase(std::string(name));
        else
            keys_as_written_[std::string(name)] = value;
        return true;
    }
    if (!own_.contains(name) && own_.size() >= most_settings) return false;
    own_[std::string(name)] = value;
    return true;
}

std::string_view snom_settings::get(std::string_view name) const {
    const auto found = own_.find(name);
    return found == own_.end() ? std::string_view() : std::string_view(found->second);
}

std::map<std::string, std::string> snom_settings::listed(const handset::settings& person) const {
    std::map<std::string, std::string> out(own_.begin(), own_.end());
    for (const auto& [ours, theirs] : personal) {
        if (ours == theirs && ours == "presence_state") continue;
        const auto text = handset::setting_text(person, ours).value_or("");
        const auto* spoken =
            ours == "language" ? std::ranges::find(languages, text, &named::ours) : languages.end();
        out[std::string(theirs)] = spoken == languages.end() ? text : std::string(spoken->theirs);
    }
    for (std::size_t i = 0; i < person.programmable.size(); ++i) {
        out[fmt::format("fkey{}", i)] = assignment_of(person.programmable[i], false);
        out[fmt::format("fkey_label{}", i)] = person.programmable[i].label;
    }
    const bool gui = generation_ < gui_keys_until;
    for (std::size_t i = 0; i < person.context_keys.size(); ++i) {
        const auto name = gui ? fmt::format("gui_fkey{}", i + 1) : fmt::format("context_key{}", i);
        out[name] = assignment_of(person.context_keys[i], generation_ < 8000);
        if (!gui) out[fmt::format("context_key_label{}", i)] = person.context_keys[i].label;
    }
    for (const auto& [name, value] : keys_as_written_) out[name] = value;
    for (const auto name : secret)
        if (const auto found = out.find(std::string(name)); found != out.end() && !found->second.empty())
            found->second = "****";
    return out;
}

} // namespace simplespec::rigs
