// Phones that a scenario presses and looks at.
#include "scenarios/runner/play.hpp"

#include "rigs/attendant.hpp"
#include "sip/cursor.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

namespace simplespec::scenarios {

using namespace std::chrono_literals;
using kind = rig_line::kind;
using rigs::sighting;

namespace {

std::string code_of(rigs::trouble what) {
    switch (what) {
    case rigs::trouble::unreachable:
        return "rig-unreachable";
    case rigs::trouble::password_refused:
        return "rig-password-refused";
    case rigs::trouble::not_allowed:
        return "rig-not-allowed";
    case rigs::trouble::unexpected:
        return "rig-unexpected-answer";
    case rigs::trouble::no_picture:
        return "rig-no-picture";
    case rigs::trouble::other_size:
        return "rig-other-size";
    case rigs::trouble::camera_away:
        return "rig-camera-away";
    case rigs::trouble::reserved:
        return "rig-reserved";
    case rigs::trouble::cannot:
        return "rig-cannot";
    case rigs::trouble::bad_description:
        return "rig-description";
    }
    return "rig";
}

std::string read_so_far(const rigs::reading& r) {
    std::vector<std::string> out;
    for (const auto& line : r.lines) out.push_back(line.text());
    return out.empty() ? "nothing" : fmt::format("{}", fmt::join(out, " | "));
}

std::string name_of(const handset::light& l) {
    static constexpr std::string_view colours[] = {"off", "green", "orange", "red"};
    return fmt::format("{}{}", colours[static_cast<std::size_t>(l.colour)], l.blinks ? " blinking" : "");
}

} // namespace

/// The phones come last: their server may be an actor, whose address is known by then.
bool play::enter_phones() {
    const auto server =
        std::ranges::find(actors_, actor_kind::server, [](const auto& a) { return a->line().kind; });
    for (const auto& a : actors_) {
        if (a->line().kind != actor_kind::phone) continue;
        client_part part{.who = a->who(),
                         .server = server == actors_.end() ? scene_.target : (*server)->local()};
        part.server.via = a->line().via;
        auto phone = scene_.phone(a->name(), part);
        if (!phone) {
            end_as(phone.error().cannot ? verdict::na : verdict::inconc,
                   phone.error().cannot ? "no-phone" : "phone-not-ready");
            result_.notes.push_back(fmt::format("{}: {}", a->name(), phone.error().why));
            result_.rig_failed = !phone.error().cannot;
            return false;
        }
        phones_[a->name()] = *phone;
    }
    for (const auto& [name, phone] : phones_)
        for (const auto& statement : s_.statements)
            if (const auto* line = std::get_if<rig_line>(&statement))
                for (const auto* words : {&line->words, &line->otherwise, &line->beside})
                    if (std::ranges::none_of(words->fragments, &phrase::fragment::name) &&
                        line->what != kind::setting)
                        phone->expect(expand(*words));
    return true;
}

// What was done and seen goes into the result, with the time on the wire's clock.
void play::keep_notes(const std::string& name) {
    auto& phone = *phones_.at(name);
    auto& kept = noted_[name];
    const auto at =
        std::chrono::duration_cast<std::chrono::microseconds>(book_.now().steady - started_).count();
    for (; kept < phone.notes().size(); ++kept) {
        const auto& note = phone.notes()[kept];
        desk_record record{.at_us = at, .phone = name, .what = note.what};
        if (note.shown) record.picture = rigs::png_of(*note.shown);
        for (const auto& line : note.lines)
            for (const auto& word : line.words)
                record.words.push_back({word.text, word.misread, word.confidence, word.where.x, word.where.y,
                                        word.where.width, word.where.height});
        if (note.failed) record.trouble = note.failed->text;
        result_.desk.push_back(std::move(record));
    }
}

void play::rig_fails(const rig_line& line, const rigs::rig_error& why) {
    // A rig that has no such thing says nothing about the phone; all else is a rig that is not as it should
    // be.
    const bool lacks = why.what == rigs::trouble::cannot;
    end_as(lacks ? verdict::na : verdict::inconc, code_of(why.what));
    result_.rig_failed = result_.rig_failed || !lacks;
    result_.notes.push_back(fmt::format("{}: {}; {}", line.actor, why.text, why.remedy));
}

void play::of(const rig_line& line) {
    const auto phone = phones_.at(line.actor);
    line.what >= kind::shows ? look_at(*phone, line) : operate(*phone, line);
    keep_notes(line.actor);
}

void play::operate(rigs::attendant& phone, const rig_line& line) {
    since_ = book_.now().steady;
    const auto pause = [this](sip::duration length) { let_pass(book_.now().steady + length); };
    rigs::outcome<void> done{};
    switch (line.what) {
    case kind::press:
        for (const auto& key : line.keys)
            if (done) done = phone.press(key);
        break;
    case kind::hold:
        done = phone.hold(line.keys.front(),
                          std::chrono::duration_cast<std::chrono::milliseconds>(line.length.length));
        break;
    case kind::type:
        done = phone.type(expand(line.words));
        break;
    case kind::setting:
        done = phone.set(line.setting, expand(line.words));
        break;
    case kind::reboot:
        done = phone.reboot();
        break;
    case kind::choose: {
        const auto entry = expand(line.words);
        const auto chosen = phone.choose(entry, pause);
        since_ = book_.now().steady;
        if (!chosen) return rig_fails(line, chosen.error());
        if (*chosen == sighting::there) break;
        if (*chosen == sighting::unsure)
            result_.notes.push_back(fmt::format("{}: not every entry could be read: {}", line.actor,
                                                read_so_far(phone.last_reading())));
        return fall_short({.at = line.at,
                           .text = line.text,
                           .requirements = {},
                           .reason = *chosen == sighting::unsure ? "unsure-reading" : "no-such-entry",
                           .expected = entry,
                           .actual = read_so_far(phone.last_reading())});
    }
    default:
        break;
    }
    if (!done) rig_fails(line, done.error());
}

// The display is looked at until it is as it should be, or the time is over.
void play::look_at(rigs::attendant& phone, const rig_line& line) {
    constexpr auto between = 50ms;
    const auto words = expand(line.words), otherwise = expand(line.otherwise), beside = expand(line.beside);
    std::optional<rigs::picture> wanted;
    if (line.what == kind::matches) {
        const auto octets = scene_.file ? scene_.file(words) : std::nullopt;
        auto read = octets ? rigs::read_picture(*octets) : std::unexpected("there is no such file");
        if (!read)
            return rig_fails(line,
                             {rigs::trouble::bad_description, fmt::format("{}: {}", words, read.error()),
                              "name a picture beside the scenario"});
        wanted = *std::move(read);
    }
    const auto look = [&]() -> rigs::outcome<sighting> {
        if (line.what == kind::light) return phone.is_lit(line.keys.front(), line.light);
        if (line.what == kind::matches) return phone.is(*wanted);
        const auto one = phone.sees(words, beside);
        if (otherwise.empty() || !one || *one == sighting::there) return one;
        const auto other = phone.sees(otherwise, beside);
        return other && *other == sighting::absent ? one : other;
    };
    const auto hoped = line.what == kind::lacks ? sighting::absent : sighting::there;
    const auto end = since_ + length_of(line.length);
    auto seen = look();
    // A phone that reboots, or is busy, answers again after a while.
    const auto wait = [&] {
        return !seen ? seen.error().what == rigs::trouble::unreachable : *seen != hoped;
    };
    while (wait() && book_.now().steady < end && !interrupted()) {
        let_pass(std::min(end, book_.now().steady + between));
        seen = look();
    }
    if (interrupted() && wait()) return end_as(verdict::skip, "interrupted");
    if (!seen) return rig_fails(line, seen.error());
    if (*seen == hoped) return;
    std::string code = line.what == kind::light     ? "light-" + handset::name(line.keys.front())
                       : line.what == kind::matches ? "picture"
                                                    : words;
    for (char& c : code)
        if (!sip::is_alphanum(c)) c = '-';
    shortfall how{.at = line.at,
                  .text = line.text,
                  .requirements = line.requirements,
                  .reason = {},
                  .expected = {},
                  .actual = read_so_far(phone.last_reading())};
    if (*seen == sighting::unsure) {
        // Never a guess: what cannot be read is no verdict on the phone.
        how.requirements.clear();
        how.reason = "unsure-reading";
        how.expected = fmt::format("\"{}\" to be readable", words);
    } else {
        how.reason = fmt::format("display-{}-{}", line.what == kind::lacks ? "still-has" : "lacks", code);
        const auto either = otherwise.empty() ? "" : fmt::format(" or \"{}\"", otherwise);
        const auto with = beside.empty() ? "" : fmt::format(" with \"{}\"", beside);
        how.expected = line.what == kind::light     ? name_of(line.light)
                       : line.what == kind::matches ? "the picture"
                                                    : fmt::format("{}\"{}\"{}{}", line.what == kind::lacks ? "no " : "",
                                                                  words, either, with);
    }
    fall_short(how);
}

} // namespace simplespec::scenarios
