#include "rigs/phone/person_page.hpp"

#include "sip/embedded.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace simplespec::rigs {

std::span<const sip::embedded_file> page_files();

namespace {

std::string_view name_of(handset::light_colour c) {
    switch (c) {
    case handset::light_colour::off:
        break;
    case handset::light_colour::green:
        return "green";
    case handset::light_colour::orange:
        return "orange";
    case handset::light_colour::red:
        return "red";
    }
    return "off";
}

std::string label_of(const handset::key_function& f) {
    if (!f.label.empty()) return f.label;
    switch (f.use) {
    case handset::key_use::presence:
        return "Presence";
    case handset::key_use::contacts:
        return "Contacts";
    case handset::key_use::watch:
        return f.target;
    case handset::key_use::none:
        break;
    }
    return {};
}

// The display as text, for who cannot see it.
std::string text_of(const handset::screen& shown) {
    std::string out = shown.title;
    if (!shown.notice.empty()) out += " / " + shown.notice;
    for (const auto& row : shown.rows) {
        out += row.selected ? " / > " + row.text : " / " + row.text;
        if (!row.remark.empty()) out += ": " + row.remark;
    }
    return out;
}

std::string state_of(const virtual_handset& phone) {
    const auto& m = phone.kind();
    std::string keys;
    const auto lit = phone.lights();
    const auto& functions = phone.person().set().programmable;
    for (std::size_t i = 0; i < functions.size(); ++i) {
        const handset::key key{handset::key_kind::programmable, static_cast<int>(i + 1)};
        const auto found = lit.find(key);
        const auto light = found == lit.end() ? handset::light{} : found->second;
        const auto shines = m.three_colours || light.colour == handset::light_colour::off
                                ? light.colour
                                : handset::light_colour::red;
        keys +=
            fmt::format(R"({}{{"key":"{}","label":{},"light":"{}","blinks":{}}})", i == 0 ? "" : ",",
                        handset::name(key), in_json(label_of(functions[i])), name_of(shines), light.blinks);
    }
    return fmt::format(R"({{"model":{},"width":{},"height":{},"booting":{},"text":{},"keys":[{}]}})",
                       in_json(m.text), m.width, m.height, phone.booting(), in_json(text_of(phone.screen())),
                       keys);
}

net::http_response press(virtual_handset& phone, sip::instant now, const net::http_request& request,
                         const form& asked) {
    constexpr int longest_hold = 60'000;
    if (request.method != "POST")
        return page_saying(405, "Method Not Allowed", "Keys are pressed with POST.");
    const auto* name = asked.find("key");
    const auto which = name == nullptr ? std::nullopt : handset::read_key(*name);
    const bool there = which && (which->what != handset::key_kind::programmable ||
                                 which->number <= phone.kind().programmable);
    if (!there) return page_saying(404, "No such key", "This phone has no such key.");
    int hold = 0;
    if (const auto* given = asked.find("hold"))
        std::from_chars(given->data(), given->data() + given->size(), hold);
    // The finger is off the key when we hear of it.
    const bool held = hold >= handset::long_press_ms;
    const std::chrono::milliseconds time(held ? handset::long_press_ms : 0);
    if (hold < 0 || hold > longest_hold || !phone.press(now, {{*which, time, {}}}))
        return page_saying(400, "Not pressed", "Too many keys wait, or it was held too long.");
    return answer_with(204, "text/plain", "");
}

} // namespace

bool from_elsewhere(const net::http_request& request) {
    const auto site = request.fields.find("Sec-Fetch-Site");
    return site != request.fields.end() && site->second != "same-origin" && site->second != "none";
}

std::optional<net::http_response> answer_person(virtual_handset& phone, sip::instant now,
                                                const net::http_request& request, const form& asked) {
    if (asked.path == "/" || asked.path == "/index.htm") {
        auto out = answer_with(200, "text/html; charset=utf-8", std::string(page_files().front().text));
        out.fields["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; script-src "
                                                "'unsafe-inline'; img-src 'self' blob: data:; "
                                                "connect-src 'self'; frame-ancestors 'none'";
        return out;
    }
    if (asked.path == "/phone.json") return answer_with(200, "application/json", state_of(phone));
    if (asked.path == "/display.png") return answer_with(200, "image/png", png_of(phone.shot()));
    if (asked.path == "/press") return press(phone, now, request, asked);
    return std::nullopt;
}

} // namespace simplespec::rigs
