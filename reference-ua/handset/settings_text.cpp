#include "handset/settings_text.hpp"

#include "handset/key.hpp"
#include "handset/own_states.hpp"
#include "sip/cursor.hpp"
#include "sip/uri.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace simplespec::handset {

namespace {

using writing = std::expected<void, std::string>;

std::unexpected<std::string> no_good(std::string_view value, std::string_view expected) {
    constexpr std::size_t enough = 60;
    const bool cut = value.size() > enough;
    return std::unexpected(fmt::format("'{}{}' is no value here: expected {}", value.substr(0, enough),
                                       cut ? "..." : "", expected));
}

std::string on_or_off(bool value) { return value ? "on" : "off"; }

writing set_switch(bool& out, std::string_view value) {
    const bool on = sip::iequal(value, "on");
    if (!on && !sip::iequal(value, "off")) return no_good(value, "on or off");
    out = on;
    return {};
}

bool is_uri(std::string_view text) {
    const auto printable = [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; };
    return text.size() <= longest_setting_uri && std::ranges::all_of(text, printable) && sip::parse_uri(text);
}

writing set_list_uri(settings& s, std::string_view value) {
    if (!value.empty() && !is_uri(value)) return no_good(value, "a URI, or nothing");
    s.contact_list_uri = value;
    return {};
}

writing set_timeout(settings& s, std::string_view value) {
    constexpr int week = 7 * 24 * 60;
    int minutes = 0;
    const auto end = value.data() + value.size();
    const auto read = std::from_chars(value.data(), end, minutes);
    if (read.ec != std::errc() || read.ptr != end || minutes < 0 || minutes > week)
        return no_good(value, fmt::format("minutes, 0 to {}", week));
    s.presence_timeout = std::chrono::minutes(minutes);
    return {};
}

writing set_state(settings& s, std::string_view value) {
    const auto list = own_states(s.make);
    if (const auto* state = find_own_state(list, value)) {
        s.presence_state = state->name;
        return {};
    }
    std::string names;
    for (const auto& state : list) names += (names.empty() ? "" : ", ") + state.name;
    return no_good(value, list.empty() ? "nothing: no states of this make are known" : names);
}

// Of RFC 5646's language tags the plain part: 2*8ALPHA *( "-" 1*8alphanum )
writing set_language(settings& s, std::string_view value) {
    constexpr std::size_t longest_subtag = 8, longest_tag = 35;
    bool fits = value.size() <= longest_tag;
    bool first = true;
    for (std::size_t from = 0; fits && from <= value.size(); first = false) {
        const auto end = std::min(value.find('-', from), value.size());
        const auto subtag = value.substr(from, end - from);
        fits = subtag.size() >= (first ? 2 : 1) && subtag.size() <= longest_subtag &&
               std::ranges::all_of(subtag, first ? sip::is_alpha : sip::is_alphanum);
        from = end + 1;
    }
    if (!fits) return no_good(value, "a language tag, as en, de or zh-Hans");
    s.language = value;
    return {};
}

struct plain_setting {
    std::string_view name;
    std::string (*text)(const settings&);
    writing (*set)(settings&, std::string_view);
};

constexpr std::array plain = std::to_array<plain_setting>({
    {"publish_presence", [](const settings& s) { return on_or_off(s.publish_presence); },
     [](settings& s, std::string_view v) { return set_switch(s.publish_presence, v); }},
    {"publish_on_boot", [](const settings& s) { return on_or_off(s.publish_on_boot); },
     [](settings& s, std::string_view v) { return set_switch(s.publish_on_boot, v); }},
    {"contact_list", [](const settings& s) { return on_or_off(s.contact_list); },
     [](settings& s, std::string_view v) { return set_switch(s.contact_list, v); }},
    {"contact_list_uri", [](const settings& s) { return s.contact_list_uri; }, set_list_uri},
    {"presence_timeout", [](const settings& s) { return std::to_string(s.presence_timeout.count()); },
     set_timeout},
    {"presence_state", [](const settings& s) { return s.presence_state; }, set_state},
    {"language", [](const settings& s) { return s.language; }, set_language},
});

const plain_setting* find_plain(std::string_view name) {
    const auto found =
        std::ranges::find_if(plain, [&](const plain_setting& p) { return sip::iequal(p.name, name); });
    return found == plain.end() ? nullptr : &*found;
}

// The key of this name, in settings or settings that cannot be changed; null where there is none.
template <class Settings>
auto* find_function(Settings& s, std::string_view name) {
    using function = std::remove_reference_t<decltype(s.context_keys[0])>;
    const auto which = read_key(name);
    const auto at = which ? static_cast<std::size_t>(which->number) - 1 : 0;
    if (which && which->what == key_kind::context) return &s.context_keys[at];
    if (which && which->what == key_kind::programmable && at < s.programmable.size())
        return &s.programmable[at];
    return static_cast<function*>(nullptr);
}

std::unexpected<std::string> no_such(const settings& s, std::string_view name) {
    std::string names;
    for (const auto& p : plain) names += std::string(p.name) + ", ";
    constexpr std::size_t enough = 60;
    return std::unexpected(fmt::format("'{}' is no setting of this phone: it has {}S1..S{}, P1..P{}",
                                       name.substr(0, enough), names, s.context_keys.size(),
                                       s.programmable.size()));
}

} // namespace

std::vector<std::string> setting_names(const settings& s) {
    std::vector<std::string> out;
    for (const auto& p : plain) out.emplace_back(p.name);
    for (std::size_t i = 1; i <= s.context_keys.size(); ++i) out.push_back(fmt::format("S{}", i));
    for (std::size_t i = 1; i <= s.programmable.size(); ++i) out.push_back(fmt::format("P{}", i));
    return out;
}

std::expected<std::string, std::string> setting_text(const settings& s, std::string_view name) {
    if (const auto* p = find_plain(name)) return p->text(s);
    if (const auto* f = find_function(s, name)) return text_of(*f);
    return no_such(s, name);
}

std::expected<void, std::string> set_setting(settings& s, std::string_view name, std::string_view value) {
    if (const auto* p = find_plain(name)) {
        if (const auto done = p->set(s, value); !done)
            return std::unexpected(fmt::format("{}: {}", p->name, done.error()));
        return {};
    }
    auto* f = find_function(s, name);
    if (f == nullptr) return no_such(s, name);
    auto read = read_key_function(value);
    if (!read) return std::unexpected(fmt::format("{}: {}", name, read.error()));
    f->use = read->use;
    f->target = std::move(read->target);
    return {};
}

std::string text_of(const key_function& f) {
    switch (f.use) {
    case key_use::none:
        break;
    case key_use::presence:
        return "presence";
    case key_use::contacts:
        return "contacts";
    case key_use::watch:
        return "watch " + f.target;
    }
    return "none";
}

// key-function = "none" / "presence" / "contacts" / "watch" SP URI
std::expected<key_function, std::string> read_key_function(std::string_view text) {
    constexpr std::string_view watch = "watch ";
    if (sip::iequal(text, "none")) return key_function{};
    if (sip::iequal(text, "presence")) return key_function{.use = key_use::presence};
    if (sip::iequal(text, "contacts")) return key_function{.use = key_use::contacts};
    if (sip::iequal(text.substr(0, watch.size()), watch) && is_uri(text.substr(watch.size())))
        return key_function{.use = key_use::watch, .target = std::string(text.substr(watch.size()))};
    return no_good(text, "none, presence, contacts, or watch and a URI");
}

} // namespace simplespec::handset
