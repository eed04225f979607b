#include "handset/handset.hpp"

#include "handset/own_document.hpp"

#include <algorithm>
#include <utility>

namespace simplespec::handset {

namespace {
// The state that the presence timeout falls back to.
constexpr std::string_view absent = "offline";
} // namespace

handset::handset(settings s, std::size_t page)
    : settings_(std::move(s)), page_(std::max<std::size_t>(page, 1)) {}

effects handset::start(sip::instant now) {
    effects out;
    at_ = screen_kind::idle;
    published_ = nullptr;
    timed_out_ = false;
    stir(now);
    const auto* state = find_own_state(own_states(settings_.make), settings_.presence_state);
    if (settings_.publish_presence && settings_.publish_on_boot && state != nullptr) out = express(*state);
    if (settings_.contact_list && !settings_.contact_list_uri.empty()) {
        out.push_back(watch{settings_.contact_list_uri, true});
        service_ = service::trying;
    }
    for (const auto& f : settings_.programmable)
        if (f.use == key_use::watch && !f.target.empty()) out.push_back(watch{f.target, false});
    return out;
}

// What is published is the phone's own; that the person chose a state holds without publishing, too.
effects handset::choose(sip::instant now, const own_state& state) {
    settings_.presence_state = state.name;
    timed_out_ = false;
    stir(now);
    return settings_.publish_presence ? express(state) : effects{};
}

effects handset::express(const own_state& state) {
    published_ = &state;
    return {publish{own_document(state, settings_.aor, settings_.device)}};
}

void handset::stir(sip::instant now) { idle_since_ = now.steady; }

effects handset::on_key(sip::instant now, key pressed, bool held) {
    effects out;
    stir(now);
    if (timed_out_)
        if (const auto* state = find_own_state(own_states(settings_.make), settings_.presence_state))
            out = choose(now, *state);
    timed_out_ = false;
    auto more = at_ == screen_kind::idle ? on_idle_key(pressed) : on_list_key(now, pressed, held);
    std::ranges::move(more, std::back_inserter(out));
    return out;
}

effects handset::use(const key_function& f) {
    switch (f.use) {
    case key_use::none:
        break;
    case key_use::presence:
        open(screen_kind::own_states);
        break;
    case key_use::contacts:
        if (settings_.contact_list) open(screen_kind::contacts);
        break;
    case key_use::watch:
        detailed_ = f.target;
        details_from_list_ = false;
        open(screen_kind::details);
        break;
    }
    return {};
}

effects handset::on_idle_key(key pressed) {
    const auto number = static_cast<std::size_t>(pressed.number);
    if (pressed.what == key_kind::context && number <= settings_.context_keys.size())
        return use(settings_.context_keys[number - 1]);
    if (pressed.what == key_kind::programmable && number <= settings_.programmable.size())
        return use(settings_.programmable[number - 1]);
    return {};
}

std::size_t handset::row_count() const {
    return at_ == screen_kind::own_states ? own_states(settings_.make).size()
           : at_ == screen_kind::contacts ? rows_.size()
                                          : 0;
}

void handset::open(screen_kind what) {
    at_ = what;
    selected_ = first_ = 0;
    if (what != screen_kind::own_states) return;
    const auto list = own_states(settings_.make);
    const auto* held = find_own_state(list, settings_.presence_state);
    select(held == nullptr ? 0 : static_cast<std::size_t>(held - list.data()));
}

// The selection, and as much scrolling as it needs.
void handset::select(std::size_t row) {
    const auto count = row_count();
    if (at_ == screen_kind::details)
        return; // nothing is selected there, and the list behind it keeps its place
    selected_ = count == 0 ? 0 : std::min(row, count - 1);
    if (selected_ < first_) first_ = selected_;
    if (selected_ >= first_ + page_) first_ = selected_ - page_ + 1;
    first_ = std::min(first_, count > page_ ? count - page_ : 0);
}

// Soft keys in a list: S1 goes back, S4 takes the selected row; the keys on the idle screen have their
// functions there, too.
effects handset::on_list_key(sip::instant now, key pressed, bool held) {
    const std::size_t step = held ? page_ : 1;
    constexpr key back{key_kind::context, 1}, take{key_kind::context, 4};
    if (pressed.what == key_kind::programmable) return on_idle_key(pressed);
    if (pressed.what == key_kind::up) select(selected_ < step ? 0 : selected_ - step);
    if (pressed.what == key_kind::down) select(selected_ + step);
    if (pressed.what == key_kind::cancel || pressed == back || pressed.what == key_kind::left) {
        const bool to_list = at_ == screen_kind::details && details_from_list_ && !held;
        const auto row = selected_, top = first_;
        open(to_list ? screen_kind::contacts : screen_kind::idle);
        if (to_list) {
            first_ = top;
            select(row);
        }
        return {};
    }
    if (pressed.what != key_kind::ok && pressed != take) return {};
    const auto list = own_states(settings_.make);
    if (at_ == screen_kind::own_states && selected_ < list.size()) {
        const auto& chosen = list[selected_];
        at_ = screen_kind::idle;
        return choose(now, chosen);
    }
    if (at_ == screen_kind::contacts && selected_ < rows_.size()) {
        detailed_ = rows_[selected_].uri;
        details_from_list_ = true;
        at_ = screen_kind::details;
    }
    return {};
}

effects handset::on_settings(sip::instant now, const settings& s) {
    effects out;
    const auto before = std::exchange(settings_, s);
    const bool listed = before.contact_list && !before.contact_list_uri.empty();
    const bool lists = s.contact_list && !s.contact_list_uri.empty();
    if (listed && (!lists || before.contact_list_uri != s.contact_list_uri)) {
        out.push_back(unwatch{before.contact_list_uri});
        service_ = service::off;
        rows_.clear();
    }
    if (lists && (!listed || before.contact_list_uri != s.contact_list_uri)) {
        out.push_back(watch{s.contact_list_uri, true});
        service_ = service::trying;
    }
    const auto watches = [](const settings& of, const key_function& f) {
        return f.use == key_use::watch && !f.target.empty() &&
               std::ranges::find(of.programmable, f) != of.programmable.end();
    };
    for (const auto& f : before.programmable)
        if (watches(before, f) && !watches(s, f)) out.push_back(unwatch{f.target});
    for (const auto& f : s.programmable)
        if (watches(s, f) && !watches(before, f)) out.push_back(watch{f.target, false});
    if (before.publish_presence && !s.publish_presence && published_ != nullptr) {
        published_ = nullptr;
        out.push_back(withdraw{});
    }
    const auto* state = find_own_state(own_states(s.make), s.presence_state);
    const bool another = before.presence_state != s.presence_state || !before.publish_presence;
    if (s.publish_presence && another && state != nullptr && (published_ != state)) {
        auto more = choose(now, *state);
        std::ranges::move(more, std::back_inserter(out));
    }
    if (!s.contact_list && at_ == screen_kind::contacts) open(screen_kind::idle);
    return out;
}

void handset::on_contacts(const contacts::contact_list& list) {
    const std::string held =
        selected_ < rows_.size() && at_ == screen_kind::contacts ? rows_[selected_].uri : std::string();
    rows_ = list.rows();
    const auto* title = presence::note_in(list.names(), settings_.language);
    list_name_ = title == nullptr ? std::string() : title->text;
    if (at_ != screen_kind::contacts) return;
    const auto still = std::ranges::find(rows_, held, &contacts::contact::uri);
    select(still == rows_.end() ? selected_ : static_cast<std::size_t>(still - rows_.begin()));
}

void handset::on_service(service s) { service_ = s; }

std::optional<sip::time_point> handset::deadline() const {
    const bool can_time_out = published_ != nullptr && published_->open && !timed_out_ && idle_since_;
    if (!can_time_out || settings_.presence_timeout.count() == 0) return std::nullopt;
    return *idle_since_ + settings_.presence_timeout;
}

effects handset::on_timer(sip::instant now) {
    const auto due = deadline();
    if (!due || *due > now.steady) return {};
    timed_out_ = true;
    const auto* gone = find_own_state(own_states(settings_.make), absent);
    return gone == nullptr ? effects{} : express(*gone);
}

} // namespace simplespec::handset
