#include "handset/handset.hpp"

#include "contacts/presentity_key.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace simplespec::handset {

namespace {

// The phone's own words: English, German.
constexpr std::array words = std::to_array<std::array<std::string_view, 2>>({
    {"Presence State", "Anwesenheit"},
    {"Presence", "Anwesend"},
    {"Contacts", "Kontakte"},
    {"Details", "Details"},
    {"Back", "Zurück"},
    {"Select", "Wählen"},
    {"online", "online"},
    {"busy", "besetzt"},
    {"offline", "offline"},
    {"unknown", "unbekannt"},
    {"No contacts", "Keine Kontakte"},
    {"Server not reachable", "Server nicht erreichbar"},
    {"Server refuses", "Server lehnt ab"},
    {"Waiting for server", "Warte auf Server"},
    {"Address", "Adresse"},
    {"State", "Zustand"},
    {"Note", "Notiz"},
});

// RFC 4480 section 3.2: activities in which somebody is not to be disturbed.
constexpr std::array<std::string_view, 8> engaged{"busy",   "meeting",     "on-the-phone", "meal",
                                                  "dinner", "performance", "presentation", "appointment"};

icon icon_of(const contacts::contact& row) {
    switch (row.how.state) {
    case presence::availability::available:
        break;
    case presence::availability::unavailable:
        return icon::unavailable;
    case presence::availability::unknown:
        return icon::unknown;
    }
    const auto holds = [&](std::string_view activity) {
        return std::ranges::any_of(engaged, [&](auto e) { return sip::iequal(e, activity); });
    };
    return std::ranges::any_of(row.how.activities, holds) ? icon::busy : icon::available;
}

std::string_view word_of(icon sign) {
    switch (sign) {
    case icon::available:
        return "online";
    case icon::busy:
        return "busy";
    case icon::unavailable:
        return "offline";
    default:
        return "unknown";
    }
}

// A line of a display: control characters have no picture.
std::string one_line(std::string_view text) {
    std::string out;
    for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    return out;
}

} // namespace

std::string handset::word(std::string_view english) const {
    const auto found = std::ranges::find(words, english, [](const auto& w) { return w[0]; });
    return std::string(found != words.end() && settings_.language == "de" ? (*found)[1] : english);
}

std::string handset::owner() const {
    if (!settings_.display.empty()) return one_line(settings_.display);
    const auto at = settings_.aor.find('@'), colon = settings_.aor.find(':');
    if (at == std::string::npos || colon == std::string::npos || colon > at) return settings_.aor;
    return settings_.aor.substr(colon + 1, at - colon - 1);
}

std::string handset::label_of(const key_function& f) const {
    if (!f.label.empty()) return one_line(f.label);
    switch (f.use) {
    case key_use::presence:
        return word("Presence");
    case key_use::contacts:
        return word("Contacts");
    case key_use::watch: {
        const auto found = std::ranges::find(rows_, f.target, &contacts::contact::uri);
        return found == rows_.end() ? f.target : one_line(found->title(settings_.language));
    }
    case key_use::none:
        break;
    }
    return {};
}

// What the contact says of itself, else the word for its state.
std::string handset::remark_of(const contacts::contact& row) const {
    const auto note = one_line(row.note(settings_.language));
    if (!note.empty()) return note;
    if (row.how.state == presence::availability::available && !row.how.activities.empty())
        return one_line(row.how.activities.front());
    return word(word_of(icon_of(row)));
}

screen handset::page_of(screen out, std::vector<screen_row> all) const {
    out.total = all.size();
    out.first = std::min(first_, all.size());
    for (std::size_t i = out.first; i < all.size() && i < out.first + page_; ++i) {
        all[i].selected = i == selected_;
        out.rows.push_back(std::move(all[i]));
    }
    return out;
}

screen handset::idle() const {
    screen out{.what = screen_kind::idle, .title = owner()};
    const auto* state = find_own_state(own_states(settings_.make), settings_.presence_state);
    const auto* shown = published_ != nullptr ? published_ : state;
    if (settings_.publish_presence && shown != nullptr)
        out.rows.push_back({.text = std::string(shown->text(settings_.language)),
                            .sign = !shown->open              ? icon::unavailable
                                    : shown->name == "online" ? icon::available
                                                              : icon::busy});
    out.total = out.rows.size();
    for (std::size_t i = 0; i < out.soft_keys.size(); ++i)
        out.soft_keys[i] = label_of(settings_.context_keys[i]);
    return out;
}

screen handset::own_state_list() const {
    screen out{.what = screen_kind::own_states,
               .title = word("Presence State"),
               .soft_keys = {word("Back"), "", "", word("Select")}};
    std::vector<screen_row> all;
    for (const auto& state : own_states(settings_.make))
        all.push_back({.text = std::string(state.text(settings_.language)),
                       .chosen = sip::iequal(state.name, settings_.presence_state)});
    return page_of(std::move(out), std::move(all));
}

screen handset::contact_rows() const {
    screen out{.what = screen_kind::contacts,
               .title = list_name_.empty() ? word("Contacts") : one_line(list_name_),
               .soft_keys = {word("Back"), "", "", word("Details")}};
    std::vector<screen_row> all;
    for (const auto& row : rows_)
        all.push_back({.text = one_line(row.title(settings_.language)),
                       .remark = remark_of(row),
                       .sign = icon_of(row)});
    auto paged = page_of(std::move(out), std::move(all));
    if (!rows_.empty()) return paged;
    paged.rows = {{.text = word(service_ == service::trying ? "Waiting for server" : "No contacts")}};
    paged.total = 1;
    return paged;
}

screen handset::details() const {
    screen out{
        .what = screen_kind::details, .title = word("Details"), .soft_keys = {word("Back"), "", "", ""}};
    const auto wanted = contacts::presentity_key(detailed_);
    const auto found =
        std::ranges::find_if(rows_, [&](const auto& r) { return contacts::presentity_key(r.uri) == wanted; });
    if (found == rows_.end()) {
        out.rows = {{.text = one_line(detailed_)},
                    {.text = word("State"), .remark = word("unknown"), .sign = icon::unknown}};
    } else {
        out.title = one_line(found->title(settings_.language));
        out.rows = {
            {.text = word("State"), .remark = word(word_of(icon_of(*found))), .sign = icon_of(*found)}};
        if (const auto note = one_line(found->note(settings_.language)); !note.empty())
            out.rows.push_back({.text = word("Note"), .remark = note});
        out.rows.push_back({.text = one_line(found->uri)});
    }
    out.total = out.rows.size();
    if (out.rows.size() > page_) out.rows.resize(page_);
    return out;
}

screen handset::current() const {
    screen out = at_ == screen_kind::idle         ? idle()
                 : at_ == screen_kind::own_states ? own_state_list()
                 : at_ == screen_kind::contacts   ? contact_rows()
                                                  : details();
    if (service_ == service::away) out.notice = word("Server not reachable");
    if (service_ == service::refused) out.notice = word("Server refuses");
    return out;
}

light handset::light_of(const key_function& f) const {
    if (f.use == key_use::presence && settings_.publish_presence && published_ != nullptr) {
        if (!published_->open) return {};
        return {published_->name == "online" ? light_colour::green : light_colour::orange, false};
    }
    if (f.use != key_use::watch) return {};
    const auto wanted = contacts::presentity_key(f.target);
    const auto found =
        std::ranges::find_if(rows_, [&](const auto& r) { return contacts::presentity_key(r.uri) == wanted; });
    if (found == rows_.end()) return {};
    switch (icon_of(*found)) {
    case icon::available:
        return {light_colour::green, false};
    case icon::busy:
        return {light_colour::red, false};
    default:
        return {};
    }
}

lights handset::lit() const {
    lights out;
    for (std::size_t i = 0; i < settings_.programmable.size(); ++i)
        out[{key_kind::programmable, static_cast<int>(i + 1)}] = light_of(settings_.programmable[i]);
    return out;
}

std::vector<std::string> handset::vocabulary() const {
    std::vector<std::string> out{owner(), list_name_};
    for (const auto& w : words) out.push_back(word(w[0]));
    for (const auto& state : own_states(settings_.make)) out.emplace_back(state.text(settings_.language));
    for (const auto& f : settings_.context_keys) out.push_back(label_of(f));
    for (const auto& row : rows_) {
        out.push_back(one_line(row.title(settings_.language)));
        out.push_back(remark_of(row));
        out.push_back(one_line(row.uri));
    }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    if (!out.empty() && out.front().empty()) out.erase(out.begin());
    return out;
}

} // namespace simplespec::handset
