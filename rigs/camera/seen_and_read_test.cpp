// A phone without any interface, before a camera: what its display shows, seen askew, in poor light and with
// noise, and read.
#include "rigs/camera/camera_eye.hpp"
#include "rigs/camera/simulated_camera.hpp"
#include "rigs/phone/drawing.hpp"
#include "rigs/reading/matching.hpp"
#include "rigs/reading/reading.hpp"
#include "sip/entropy.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <map>
#include <stdexcept>

namespace simplespec::rigs {
namespace {

using handset::icon;
using handset::screen_kind;

constexpr std::array names{"Joe Thomas",  "Mark Edwards", "Marie Edwards", "Bill O'Neill",
                           "Zoe Quint",   "Robert Illig", "Jill Liu",      "Ann Schulz",
                           "Greta Olsen", "Pavel Novak",  "Ines Duarte",   "Tom Becker",
                           "Yuki Tanaka", "Omar Haddad",  "Lena Fischer",  "Hugo Martin"};
constexpr std::array remarks{"online", "offline",  "busy",     "unknown",  "Lunch",   "Meeting",
                             "Away",   "In a car", "Vacation", "Room 214", "Call me", "At home"};
constexpr std::array own_states{"Online", "Busy", "Lunch", "Invisible", "Offline"};
constexpr std::array words{"Contacts", "Presence State", "Details", "Back",
                           "Select",   "State",          "Note",    "Server not reachable"};

/// All that can stand there: what a handset gives the reader as a hint.
std::vector<std::string> vocabulary() {
    std::vector<std::string> out;
    for (const auto* w : words) out.emplace_back(w);
    for (const auto* n : names) out.emplace_back(n);
    for (const auto* r : remarks) out.emplace_back(r);
    for (const auto* s : own_states) out.emplace_back(s);
    return out;
}

template <class T>
std::string any_of(const T& all, sip::entropy& random) {
    return all[random.below(all.size())];
}

handset::screen state_list(std::size_t rows, sip::entropy& random) {
    handset::screen out{
        .what = screen_kind::own_states, .title = "Presence State", .soft_keys = {"Back", "", "", "Select"}};
    out.total = own_states.size();
    const auto chosen = random.below(own_states.size());
    const auto fit = std::min(rows, own_states.size());
    out.first = random.below(own_states.size() - fit + 1);
    const auto selected = random.below(fit);
    for (std::size_t i = 0; i < fit; ++i)
        out.rows.push_back({.text = own_states[out.first + i],
                            .selected = i == selected,
                            .chosen = out.first + i == chosen});
    return out;
}

handset::screen contact_list(std::size_t rows, sip::entropy& random) {
    handset::screen out{
        .what = screen_kind::contacts, .title = "Contacts", .soft_keys = {"Back", "", "", "Details"}};
    out.total = random.below(2) == 0 ? rows : 50;
    if (out.total > rows) out.first = random.below(out.total - rows);
    const auto selected = random.below(rows);
    const auto start = random.below(names.size());
    for (std::size_t i = 0; i < rows; ++i)
        out.rows.push_back({.text = names[(start + i) % names.size()],
                            .remark = any_of(remarks, random),
                            .sign = static_cast<icon>(1 + random.below(4)),
                            .selected = i == selected});
    return out;
}

handset::screen note(std::size_t rows, sip::entropy& random) {
    handset::screen out{
        .what = screen_kind::details, .title = any_of(names, random), .soft_keys = {"Back", "", "", ""}};
    out.rows = {{.text = "State",
                 .remark = any_of(std::array{"online", "busy", "offline"}, random),
                 .sign = static_cast<icon>(1 + random.below(4))},
                {.text = "Note", .remark = any_of(remarks, random)}};
    if (out.rows.size() > rows) out.rows.resize(rows);
    out.total = out.rows.size();
    return out;
}

struct tally {
    std::size_t pictures = 0, sure = 0;
    std::vector<std::string> wrong{};
};

/// What is drawn, line by line, without blanks.
std::vector<std::u32string> lines_of(const handset::screen& s) {
    std::vector<std::u32string> out{characters(s.title)};
    for (const auto& r : s.rows) out.push_back(characters(r.text) + characters(r.remark));
    std::u32string labels;
    for (const auto& k : s.soft_keys) labels += characters(k);
    out.push_back(labels);
    return out;
}

/// A reading that is sure and not what is drawn: a word that is not there, a word that is there and is said
/// not to be, a row said to be selected that is not.
void look_for_wrong(const handset::screen& s, const reading& got, const std::string& where, tally& count) {
    constexpr double sure = 0.6; // as find() has it
    const auto drawn = lines_of(s);
    const auto stands = [&](std::u32string_view text) {
        return std::ranges::any_of(drawn, [&](const auto& l) { return l.find(text) != l.npos; });
    };
    for (const auto& w : vocabulary())
        if (!stands(characters(w)) && find(got, w) == presence_of_text::there)
            count.wrong.push_back(fmt::format("{}: `{}` is not there", where, w));
    for (const auto& r : s.rows)
        for (const auto& text : {r.text, r.remark})
            if (find(got, text) == presence_of_text::absent)
                count.wrong.push_back(fmt::format("{}: `{}` is there", where, text));
    for (const auto& line : got.lines)
        for (const auto& w : line.words)
            if (characters(w.text).size() > 2 && w.confidence >= sure && !stands(characters(w.text)))
                count.wrong.push_back(fmt::format("{}: `{}` in `{}`", where, w.text, line.text()));
    for (const auto& r : s.rows)
        for (const auto& line : got.lines)
            if (find({{line}}, r.text) == presence_of_text::there && line.inverted != r.selected &&
                r.text != s.title)
                count.wrong.push_back(
                    fmt::format("{}: `{}` is {}selected", where, r.text, r.selected ? "" : "not "));
}

/// Title and every row, whole, with its remark beside it.
bool all_sure(const handset::screen& s, const reading& got) {
    if (find(got, s.title) != presence_of_text::there) return false;
    return std::ranges::all_of(s.rows, [&](const auto& r) {
        return std::ranges::any_of(got.lines, [&](const auto& line) {
            const reading row{{line}};
            return find(row, r.text) == presence_of_text::there &&
                   find(row, r.remark) == presence_of_text::there;
        });
    });
}

reader& eyes() {
    static auto made = reader::make({"eng"});
    if (!made) throw std::runtime_error(made.error());
    return *made;
}

/// Pictures of states, contacts and notes in turn, each of another screen, from another place in another
/// light.
std::map<std::string, tally> read_pictures(std::size_t count, const std::vector<std::string>& of,
                                           std::uint64_t seed) {
    const reading_hints hints{.vocabulary = vocabulary()};
    sip::entropy random(seed);
    painter paint;
    std::map<std::string, tally> out;
    for (std::size_t i = 0; i < count; ++i) {
        const auto& m = *find_model(of[i % of.size()]);
        const auto rows = std::min<std::size_t>(layout_of(m).rows, 8);
        const auto kind = i / of.size() % 3;
        const auto screen = kind == 0   ? state_list(rows, random)
                            : kind == 1 ? contact_list(rows, random)
                                        : note(rows, random);
        const auto phone = paint.whole(screen, {}, m);
        const auto view = some_view(phone, random);
        camera_eye eye([&] { return bmp_of(taken_by(view, phone, random)); }, corners_in(view, phone), {},
                       {m.width, m.height});
        auto& t = out[m.name];
        ++t.pictures;
        const auto shot = eye.shot();
        if (!shot) {
            t.wrong.push_back(shot.error().text);
            continue;
        }
        const auto got = eyes().read(*shot, hints);
        t.sure += all_sure(screen, got) ? 1 : 0;
        look_for_wrong(screen, got, fmt::format("picture {} of {}", i, m.name), t);
    }
    return out;
}

tally told(const std::map<std::string, tally>& by_model) {
    tally all;
    const auto tell = [](const std::string& name, const tally& t) {
        fmt::print("{}: {} pictures, {:.1f} % read as sure, {} sure readings wrong\n", name, t.pictures,
                   100.0 * static_cast<double>(t.sure) / static_cast<double>(t.pictures), t.wrong.size());
    };
    for (const auto& [name, t] : by_model) {
        tell(name, t);
        all.pictures += t.pictures, all.sure += t.sure;
        all.wrong.insert(all.wrong.end(), t.wrong.begin(), t.wrong.end());
    }
    tell("all", all);
    for (const auto& w : all.wrong) ADD_FAILURE() << w;
    return all;
}

/// Ten times as many where there is time.
std::size_t times(std::size_t few) {
    const char* peers = std::getenv("SIMPLESPEC_PEERS");
    return peers != nullptr && std::string_view(peers) == "yes" ? 10 * few : few;
}

TEST(seen_and_read, at_least_95_of_100_pictures_are_read_as_sure_and_no_reading_that_is_sure_is_wrong) {
    const auto all = told(read_pictures(times(21), {"snom370", "snomD385", "VVX250"}, 4));
    EXPECT_GE(all.sure * 100, all.pictures * 95);
}

// Black and white letters of seven pixels: many are unsure, and none is wrong.
TEST(seen_and_read, the_smallest_letters_are_unsure_before_they_are_wrong) {
    const auto all = told(read_pictures(times(6), {"snom360"}, 5));
    EXPECT_GT(all.sure, 0U);
}

// A picture that differs by noise alone is the one before, so that a display that stands still is read once;
// one letter is no noise.
TEST(seen_and_read, noise_is_no_change_and_a_letter_is) {
    sip::entropy random(8);
    painter paint;
    for (const auto* name : {"snom360", "snom370", "snomD385"}) {
        const auto& m = *find_model(name);
        auto screen = contact_list(3, random);
        screen.rows[0].text = "Joe Smith", screen.rows[0].selected = false;
        auto phone = paint.whole(screen, {}, m);
        const auto view = some_view(phone, random);
        camera_eye eye([&] { return bmp_of(taken_by(view, phone, random)); }, corners_in(view, phone), {},
                       {m.width, m.height});
        const auto first = eye.shot(), second = eye.shot();
        screen.rows[0].text = "Joe Smyth";
        phone = paint.whole(screen, {}, m);
        const auto third = eye.shot();
        ASSERT_TRUE(first && second && third) << name;
        EXPECT_TRUE(*first == *second) << name;
        EXPECT_FALSE(*second == *third) << name;
    }
}

TEST(seen_and_read, the_display_is_found_without_corners_or_said_not_to_be) {
    sip::entropy random(6);
    painter paint;
    std::size_t found = 0;
    constexpr std::size_t pictures = 9;
    for (std::size_t i = 0; i < pictures; ++i) {
        const auto& m = *find_model(i % 2 == 0 ? "snom370" : "snomD385");
        const auto phone = paint.whole(contact_list(5, random), {}, m);
        const auto view = some_view(phone, random);
        const auto seen = taken_by(view, phone, random);
        const auto is = display_in(seen, {m.width, m.height});
        if (!is) continue;
        ++found;
        const auto truth = corners_in(view, phone);
        for (std::size_t c = 0; c < 4; ++c) {
            EXPECT_NEAR((*is)[c].x, truth[c].x, 4) << "picture " << i << ", corner " << c;
            EXPECT_NEAR((*is)[c].y, truth[c].y, 4) << "picture " << i << ", corner " << c;
        }
    }
    fmt::print("the display was found in {} of {} pictures\n", found, pictures);
    EXPECT_GT(found, pictures / 2);
}

TEST(seen_and_read, lights_are_told_by_their_colours) {
    using handset::light_colour;
    const auto& m = *find_model("snomD785");
    sip::entropy random(7);
    painter paint;
    handset::lights lit;
    constexpr std::array colours{light_colour::off, light_colour::green, light_colour::orange,
                                 light_colour::red};
    for (int i = 1; i <= m.programmable; ++i)
        lit[{handset::key_kind::programmable, i}] = {colours[static_cast<std::size_t>(i) % 4], i % 8 > 4};
    for (auto& [key, light] : lit)
        if (light.colour == light_colour::off) light.blinks = false;
    std::size_t sure = 0, all = 0;
    for (int turn = 0; turn < 3; ++turn) {
        const auto shown = contact_list(5, random);
        const auto bright = paint.whole(shown, lit, m), dark = paint.whole(shown, lit, m, true);
        const auto view = some_view(bright, random);
        sip::duration now{};
        const auto take = [&] {
            return bmp_of(
                taken_by(view, now / std::chrono::milliseconds(400) % 2 == 0 ? bright : dark, random));
        };
        camera_eye eye(take, corners_in(view, bright), lamps_in(view, bright), {m.width, m.height},
                       [&](sip::duration d) { now += d; });
        const auto seen = eye.lights();
        ASSERT_TRUE(seen) << seen.error().text;
        for (const auto& [key, light] : lit) {
            const auto& is = seen->at(key);
            constexpr double sure_enough = 0.8; // as an attendant has it
            ++all;
            if (is.confidence < sure_enough) continue;
            ++sure;
            EXPECT_EQ(is.value, light) << "turn " << turn << ", " << handset::name(key);
        }
    }
    fmt::print("{} of {} lights were told as sure\n", sure, all);
    EXPECT_GE(sure * 100, all * 90);
}

} // namespace
} // namespace simplespec::rigs
