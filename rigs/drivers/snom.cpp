#include "rigs/drivers/snom.hpp"

#include "rigs/drivers/key_states.hpp"
#include "rigs/drivers/page.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simplespec::rigs {
namespace {

rig_error not_found(std::string_view target) {
    return {trouble::unexpected, fmt::format("the phone has no {} (404)", target),
            "a D8xx has another web server and no such pages: take its keys by SIP or by fingers; on the "
            "others look at model and firmware"};
}

/// What a response other than 200 and 302 means.
rig_error refusal(int status, std::string_view target) {
    switch (status) {
    case 307:
        return {trouble::unexpected, fmt::format("the phone sends {} to another scheme (307)", target),
                "set `secure` of the rig the other way round"};
    case 403:
        return {trouble::not_allowed, fmt::format("the phone forbids {} (403)", target),
                "set restrict_uri_queries to off, and use_hidden_tags to off (Advanced, QoS/Security)"};
    case 404:
        return not_found(target);
    default:
        break;
    }
    return {trouble::unexpected, fmt::format("the phone answers {} with {}", target, status),
            "look at the phone's web page; it may be starting, or its firmware another"};
}

} // namespace

outcome<std::string> snom::page(std::string_view target) {
    auto got = session_.get(target);
    if (!got) return std::unexpected(got.error());
    if (got->status != 200) return std::unexpected(refusal(got->status, target.substr(0, target.find('?'))));
    return std::move(got->body);
}

outcome<void> snom::command(handset::key which, std::string_view how) {
    const auto own = keys_.find(which);
    const auto name = own == keys_.end() ? snom_key_name(which) : std::optional(own->second);
    if (!name)
        return std::unexpected(rig_error{trouble::cannot,
                                         fmt::format("a snom has no key {}", handset::name(which)),
                                         "name a key that it has"});
    const auto got = session_.get(fmt::format("/command.htm?key={}{}", percent_encoded(*name), how));
    if (!got) return std::unexpected(got.error());
    // A client that follows redirects sees 200 in either case.
    if (got->status != 200 && got->status != 302)
        return std::unexpected(refusal(got->status, "/command.htm"));
    return {};
}

outcome<identity> snom::who() {
    const auto got = page("/info.htm");
    if (!got) return std::unexpected(got.error());
    if (got->contains("Phone Manager")) return std::unexpected(not_found("/command.htm"));
    identity out{.make = "snom"};
    const auto words = words_of_page(*got);
    for (std::size_t i = 0; i < words.size(); ++i) {
        // "snom370-SIP 8.4.35": an address alone looks like a version, too.
        const std::string_view word = words[i], model = word.substr(0, word.find("-SIP"));
        if (out.model.empty() && is_snom_model(model)) out.model = model;
        if (out.firmware.empty() && word.ends_with("-SIP") && i + 1 < words.size() &&
            is_version(words[i + 1]))
            out.firmware = words[i + 1];
        if (out.mac.empty() && is_mac(word)) out.mac = word;
    }
    identity_ = out;
    return out;
}

outcome<const identity*> snom::known() {
    if (!identity_)
        if (const auto asked = who(); !asked) return std::unexpected(asked.error());
    return &*identity_;
}

outcome<void> snom::press(handset::key which) { return command(which, ""); }

outcome<void> snom::hold(handset::key which, std::chrono::milliseconds how_long) {
    return command(which, fmt::format(",{}", how_long.count()));
}

outcome<picture> snom::shot() {
    const auto got = page("/screen.bmp");
    if (!got) return std::unexpected(got.error());
    return picture_of_display(*got, "/screen.bmp", display_,
                              "a snom 300 has the page from firmware 8.7.3.7; with older ones take a camera");
}

outcome<std::map<handset::key, light_seen>> snom::lights() {
    const auto states = page("/xml_entities.htm");
    if (!states)
        return std::unexpected(
            states.error().text.contains("404")
                ? rig_error{trouble::cannot,
                            "the phone has no /xml_entities.htm, and no other page tells of its lights",
                            "it comes with firmware 8.7; or let a camera look at the lights"}
                : states.error());
    const auto now = page("/settings.htm");
    if (!now) return std::unexpected(now.error());
    const auto words = [&now](std::initializer_list<std::string_view> names) {
        std::vector<std::string> out;
        for (const auto name : names)
            if (const auto value = setting_in_page(*now, name))
                for (auto& word : words_of_page(*value)) out.push_back(std::move(word));
        return out;
    };
    const light_words known{words({"led_on"}),
                            words({"led_blink_slow", "led_blink_medium", "led_blink_fast"}),
                            words({"led_red"}), words({"led_green"}), words({"led_orange"})};
    std::map<handset::key, light_seen> out;
    // Derived, not seen: the phone tells states, and its settings what a state lights.
    for (const auto& [key, state] : key_states_in(*states)) out[key] = {light_of_state(state, known), 1};
    return out;
}

outcome<std::string> snom::setting(std::string_view name) {
    const auto phone = known();
    if (!phone) return std::unexpected(phone.error());
    const auto theirs = snom_setting_of(name, "", (*phone)->firmware).name;
    const auto got = page("/settings.htm");
    if (!got) return std::unexpected(got.error());
    const auto value = setting_in_page(*got, theirs);
    if (!value)
        return std::unexpected(
            rig_error{trouble::cannot, fmt::format("/settings.htm has no {}", theirs),
                      "the firmware may not have it, or shows it to the administrator alone (admin_mode)"});
    return words_of_snom(name, *value);
}

outcome<void> snom::set(const std::map<std::string, std::string>& values) {
    const auto phone = known();
    if (!phone) return std::unexpected(phone.error());
    std::string query = "/dummy.htm?settings=save";
    for (const auto& [name, value] : values) {
        const auto theirs = snom_setting_of(name, value, (*phone)->firmware);
        query += fmt::format("&{}={}", percent_encoded(theirs.name), percent_encoded(theirs.value));
    }
    const auto got = session_.get(query + "&store_settings=save");
    if (!got) return std::unexpected(got.error());
    if (got->status != 200 && got->status != 302) return std::unexpected(refusal(got->status, "/dummy.htm"));
    // A setting that is provisioned as read-only stays as it was, and nothing says so: look.
    const auto page_now = page("/settings.htm");
    if (!page_now) return std::unexpected(page_now.error());
    for (const auto& [name, value] : values) {
        const auto theirs = snom_setting_of(name, value, (*phone)->firmware);
        const auto now = setting_in_page(*page_now, theirs.name);
        if (now && *now != theirs.value && !secret_in_page(*now))
            return std::unexpected(
                rig_error{trouble::not_allowed, fmt::format("{} stays `{}`", theirs.name, *now),
                          "it is provisioned as read-only (perm=\"R\"), or the value is none of its own"});
    }
    return {};
}

outcome<void> snom::reboot() {
    identity_.reset();
    const auto got = session_.get("/advanced_update.htm?reboot=Reboot");
    if (!got) return std::unexpected(got.error());
    if (got->status != 200 && got->status != 302)
        return std::unexpected(refusal(got->status, "/advanced_update.htm"));
    return {};
}

outcome<std::string> snom::trace() {
    return std::unexpected(rig_error{trouble::cannot,
                                     "no page of a snom that hands out its SIP trace is known",
                                     "capture at the switch, or set syslog_server and flood_tracing"});
}

std::vector<std::string> snom::vocabulary() const {
    return {"Presence State", "Contacts",  "Online",      "Offline", "Invisible", "Busy",
            "Lunch",          "available", "unavailable", "offline", "busy"};
}

} // namespace simplespec::rigs
