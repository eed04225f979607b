#include "cli/recording.hpp"

#include "handset/key.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simplespec::cli {

using namespace std::chrono_literals;
using rigs::outcome;
using rigs::rig_error;
using rigs::trouble;

namespace {

constexpr double sure_enough = 0.8;
constexpr int most_looks = 20;
constexpr auto between_looks = 100ms;

// Quoted text of a scenario has no place for these.
std::string quoted(std::string_view words) {
    std::string out(words);
    std::erase_if(out, [](char c) {
        return c == '"' || c == '\\' || c == '{' || c == '}' || static_cast<unsigned char>(c) < ' ';
    });
    return out;
}

// Without the signs at its ends, which are icons and check marks that came as a letter or a sign.
std::string words_of(const rigs::line_read& line) {
    const auto sign = [](const rigs::word_read& w) { return w.text.size() == 1; };
    auto from = line.words.begin(), to = line.words.end();
    while (from != to && sign(*from) && from + 1 != to) ++from;
    while (from != to && sign(*(to - 1)) && to - 1 != from) --to;
    std::string out;
    for (; from != to; ++from) out += (out.empty() ? "" : " ") + from->text;
    return out;
}

// The first row that was surely read: a title, where there is one.
std::string heading(const rigs::reading& r) {
    for (const auto& line : r.lines)
        if (line.confidence() >= sure_enough) return words_of(line);
    return {};
}

std::string selected(const rigs::reading& r) {
    std::vector<const rigs::line_read*> inverted;
    for (const auto& line : r.lines)
        if (line.inverted) inverted.push_back(&line);
    if (inverted.size() > 1 && inverted.front() == &r.lines.front()) inverted.erase(inverted.begin());
    return inverted.size() == 1 && inverted.front()->confidence() >= sure_enough ? words_of(*inverted.front())
                                                                                 : std::string();
}

} // namespace

// Until it stands still: a phone draws when it comes to it.
outcome<void> recording::look() {
    auto last = person_.last_picture();
    for (int i = 0; i < most_looks; ++i) {
        wait_(between_looks);
        if (const auto seen = person_.look(); !seen) return std::unexpected(seen.error());
        if (i > 1 && last == person_.last_picture()) return {};
        last = person_.last_picture();
    }
    return {};
}

// Moving to an entry and OK is choosing it by its name, where that can be read.
void recording::choose_or_press(const std::string& key) {
    const auto entry = key == "OK" ? selected(person_.last_reading()) : std::string();
    if (!entry.empty()) {
        steps_.push_back(fmt::format("choose desk \"{}\"", quoted(entry)));
    } else {
        for (const auto& move : moves_) steps_.push_back("press desk " + move);
        steps_.push_back("press desk " + key);
    }
    moves_.clear();
}

void recording::must_show(std::string_view words) {
    auto step = fmt::format("display desk shows \"{}\" within 10s", quoted(words));
    if (steps_.empty() || steps_.back() != step) steps_.push_back(std::move(step));
}

void recording::note_display(const std::string& before) {
    const auto now = heading(person_.last_reading());
    if (!now.empty() && now != before) must_show(now);
}

outcome<void> recording::type(std::string_view line) {
    while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
    const auto blank = line.find(' ');
    const auto verb = line.substr(0, blank);
    const std::string rest(blank == std::string_view::npos ? std::string_view() : line.substr(blank + 1));
    if (!person_.last_picture())
        if (auto looked = look(); !looked) return looked;
    const auto before = heading(person_.last_reading());

    if (verb == "see") {
        const auto seen = person_.sees(rest, {});
        if (!seen) return std::unexpected(seen.error());
        if (*seen != rigs::sighting::there)
            return std::unexpected(rig_error{trouble::unexpected,
                                             fmt::format("\"{}\" was not read on the display", rest),
                                             "look at what was read, and name words of it"});
        must_show(rest);
        return {};
    }
    if (verb == "type") {
        if (auto done = person_.type(rest); !done) return done;
        steps_.push_back(fmt::format("type desk \"{}\"", quoted(rest)));
    } else {
        const bool held = verb == "hold";
        const auto key = handset::read_key(held ? std::string_view(rest) : line);
        if (!key)
            return std::unexpected(rig_error{trouble::cannot, fmt::format("`{}` is no key", line),
                                             "P1, Down, OK, hold P1, type 123, or see WORDS"});
        const auto name = handset::name(*key);
        const bool moves = !held && (name == "Up" || name == "Down");
        if (auto done = held ? person_.hold(*key, std::chrono::milliseconds(handset::long_press_ms))
                             : person_.press(*key);
            !done)
            return done;
        if (moves)
            moves_.push_back(name);
        else if (held)
            steps_.push_back(fmt::format("hold desk {} for 1s", name));
        else
            choose_or_press(name);
    }
    if (auto looked = look(); !looked) return looked;
    note_display(before);
    return {};
}

std::string recording::text(std::string_view id) const {
    auto out = fmt::format(
        "scenario {}\n  title  \"What was done at a phone\"\n  needs  phone\n\nactor desk = phone\n\n", id);
    for (const auto& step : steps_) out += step + "\n";
    for (const auto& move : moves_) out += "press desk " + move + "\n";
    return out;
}

} // namespace simplespec::cli
