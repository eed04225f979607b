#include "rigs/phone/snom_face.hpp"

#include "rigs/phone/snom_keys.hpp"
#include "sip/cursor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace simplespec::rigs {

namespace {

constexpr int context_key_names = 8007, keep_alive_wanted = 10000;
constexpr std::string_view html = "text/html; charset=utf-8";

constexpr std::array<std::string_view, 3> acting{"/command.htm", "/dummy.htm", "/advanced_update.htm"};
// The forms of the phone's own pages.
constexpr std::array<std::string_view, 4> forms{"/line_login.htm", "/line_sip.htm",
                                                "/advanced_qos_security.htm", "/fkey.htm"};

net::http_response done(std::string_view what) { return page_saying(200, "snom", what); }

net::http_response elsewhere(int status, std::string location) {
    auto out = page_saying(status, "Moved", "It is elsewhere.");
    out.fields["Location"] = std::move(location);
    return out;
}

// The word for the state of what a key shows, as line keys of type presence have it.
std::string_view state_of(const handset::light& shown) {
    switch (shown.colour) {
    case handset::light_colour::off:
        break;
    case handset::light_colour::green:
        return "AVAILABLE";
    case handset::light_colour::orange:
        return "AWAY";
    case handset::light_colour::red:
        return "ACTIVE";
    }
    return "UNAVAILABLE";
}

std::string_view type_of(const handset::key_function& f) {
    return f.use == handset::key_use::watch  ? "presence"
           : f.use == handset::key_use::none ? "none"
                                             : "keyevent";
}

} // namespace

snom_face::snom_face(virtual_handset& phone, http_account account, bool ready, sip::entropy random)
    : web_face(phone, {}, "snom", random), generation_(snom_generation(phone.kind().firmware)),
      settings_(phone.kind().firmware, phone.kind().three_colours), stored_(settings_), first_(settings_) {
    auto unused = phone.person().set();
    settings_.set("http_user", account.user, unused);
    settings_.set("http_pass", account.password, unused);
    settings_.set("http_scheme", account.digest ? "on" : "off", unused);
    if (ready) {
        settings_.set("use_hidden_tags", "off", unused);
        settings_.set("restrict_uri_queries", "off", unused);
    }
    first_ = stored_ = settings_;
}

http_account snom_face::account() const {
    return {std::string(settings_.get("http_user")), std::string(settings_.get("http_pass")),
            settings_.get("http_scheme") == "on"};
}

// That these settings refuse commands is known; with which status they do, is not: 403 says it plainly.
bool snom_face::forbidden(const net::http_request& request) const {
    const bool hidden = settings_.get("use_hidden_tags") == "on" && !settings_.get("http_user").empty() &&
                        !settings_.get("http_pass").empty() && settings_.get("admin_mode_password") != "0000";
    const bool query = request.method != "POST" && request.target.find('?') != std::string::npos;
    return hidden || (query && settings_.get("restrict_uri_queries") == "on");
}

std::optional<net::http_response> snom_face::before(const net::http_request& request) {
    if (settings_.get("webserver_type") != "https") return std::nullopt;
    const auto host = request.fields.find("Host");
    const bool plain = request.target.find_first_of("\r\n") == std::string::npos;
    return elsewhere(307, fmt::format("https://{}{}", host == request.fields.end() ? "" : host->second,
                                      plain ? request.target : "/"));
}

net::http_response snom_face::route(sip::instant now, const net::http_request& request, const form& asked) {
    const auto connection = request.fields.find("Connection");
    const bool alive = connection != request.fields.end() && sip::iequal(connection->second, "keep-alive");
    constexpr int no_answer = 0;
    if (generation_ >= keep_alive_wanted && !alive) return {.status = no_answer};
    const bool acts = std::ranges::find(acting, asked.path) != acting.end();
    if (acts && forbidden(request))
        return page_saying(403, "Forbidden", "use_hidden_tags or restrict_uri_queries is on.");
    if (asked.path == "/command.htm") return command(now, asked);
    if (asked.path == "/dummy.htm") return save(now, asked);
    if (asked.path == "/advanced_update.htm") return update(now, asked);
    if (std::ranges::find(forms, asked.path) != forms.end())
        return request.method == "POST" ? save(now, asked) : done("A form.");
    if (asked.path == "/screen.bmp")
        return answer_with(200, "image/bmp", bmp_of(phone_.shot(), phone_.kind().depth));
    if (asked.path == "/settings.htm") return settings_page();
    if (asked.path == "/info.htm") return info();
    if (asked.path == "/xml_entities.htm" && generation_ >= context_key_names) return entities();
    return no_such_page();
}

// A number to dial goes back to the first page; keys do so before firmware 8.7, and answer for themselves
// since. There are no calls to be made or ended here.
net::http_response snom_face::command(sip::instant now, const form& asked) {
    for (const auto& [name, value] : asked.values) {
        if (name != "key") continue;
        const auto strokes = read_key_events(value, phone_.kind());
        if (!strokes) return page_saying(400, "Bad Request", strokes.error());
        if (!phone_.press(now, *strokes)) return page_saying(503, "Busy", "Too many keys wait.");
    }
    if (asked.find("number") != nullptr || generation_ < context_key_names)
        return elsewhere(302, "/index.htm");
    return done("Done.");
}

net::http_response snom_face::save(sip::instant now, const form& asked) {
    const auto is = [&](std::string_view name, std::string_view value) {
        const auto* given = asked.find(name);
        return given != nullptr && sip::iequal(*given, value);
    };
    const bool form_page = is("Settings", "Save");
    if (!form_page && !is("settings", "save")) return done("Nothing is saved.");
    const bool kept = form_page || is("store_settings", "save");
    auto person = phone_.person().set();
    for (const auto& [name, value] : asked.values)
        if (!sip::iequal(name, "settings") && name != "store_settings") settings_.set(name, value, person);
    if (kept) stored_ = settings_;
    phone_.change(now, person, kept);
    return done("Saved.");
}

net::http_response snom_face::update(sip::instant now, const form& asked) {
    if (const auto* reboot = asked.find("reboot"); reboot != nullptr && *reboot == "Reboot") {
        settings_ = stored_;
        phone_.reboot(now);
        return done("The phone starts anew.");
    }
    if (const auto* reset = asked.find("reset"); reset != nullptr && *reset == "Reset") {
        settings_ = stored_ = first_;
        phone_.reset(now);
        return done("The phone starts as it was set up.");
    }
    return done("Nothing to do.");
}

// Firmware 7 marks what the user may write.
net::http_response snom_face::settings_page() const {
    const std::string_view mark = generation_ < 8000 ? "!" : "";
    std::string out =
        "<!DOCTYPE html>\n<html><head><title>Settings</title></head><body><h1>Settings</h1>\n<pre>\n";
    for (const auto& [name, value] : settings_.listed(phone_.person().set()))
        out += fmt::format("{}{}: {}\n", in_html(name), mark, in_html(value));
    return answer_with(200, html, out + "</pre>\n</body></html>\n");
}

net::http_response snom_face::info() const {
    return answer_with(
        200, html,
        fmt::format("<!DOCTYPE html>\n<html><head><title>System Information</title></head><body>\n"
                    "<h1>System Information</h1>\n<table>\n"
                    "<tr><td>Phone Type:</td><td>{0}-SIP</td></tr>\n"
                    "<tr><td>MAC-Address:</td><td>{2}</td></tr>\n"
                    "<tr><td>Firmware-Version:</td><td>{0}-SIP {1}</td></tr>\n</table>\n</body></html>\n",
                    in_html(phone_.kind().name), in_html(phone_.kind().firmware),
                    in_html(phone_.setup().mac)));
}

// Each key's type, state and variables, by the categories that the vendor's tutorial shows. How they are
// fenced off it does not show: here each stands within an element that names its category, index and state.
net::http_response snom_face::entities() const {
    const auto& person = phone_.person().set();
    const auto lit = phone_.lights();
    std::string out = "<!DOCTYPE html>\n<html><head><title>XML Entities</title></head><body><pre>\n";
    const auto add = [&](std::string_view category, std::size_t index, const handset::key_function& f,
                         const handset::light& light) {
        if (f.use == handset::key_use::none) return;
        const auto state = state_of(light);
        out +=
            fmt::format("<{0} idx=\"{1}\" state=\"{2}\">{0}[{1}]\n#type: \t{3}\n#state: \t{2}\n#variables:\n",
                        category, index, state, type_of(f));
        if (f.use == handset::key_use::watch)
            out += fmt::format("  remote_uri = {0}\n  subscr_uri = {0}\n", in_html(f.target));
        out += fmt::format("#arrays:\n</{}>\n", category);
    };
    for (std::size_t i = 0; i < person.programmable.size(); ++i) {
        const auto found = lit.find({handset::key_kind::programmable, static_cast<int>(i + 1)});
        add("LineKey", i, person.programmable[i], found == lit.end() ? handset::light{} : found->second);
    }
    for (std::size_t i = 0; i < person.context_keys.size(); ++i)
        add("ContextKey", i, person.context_keys[i], {});
    return answer_with(200, html, out + "</pre></body></html>\n");
}

} // namespace simplespec::rigs
