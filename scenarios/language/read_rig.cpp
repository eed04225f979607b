// What is done at phones and seen on them.
#include "scenarios/language/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace simplespec::scenarios {

namespace {
using kind = rig_line::kind;

const std::vector<std::string> display_words{"shows", "lacks", "matches"};
constexpr std::array<std::pair<std::string_view, handset::light_colour>, 4> colours{
    {{"off", handset::light_colour::off},
     {"green", handset::light_colour::green},
     {"orange", handset::light_colour::orange},
     {"red", handset::light_colour::red}}};
} // namespace

// "press" NAME 1*key / "hold" NAME key ["for" duration] / ("type" / "choose") NAME phrase / "setting" NAME
// word phrase / "reboot" NAME / "display" NAME display / "led" NAME key light
void reader::at_phone(const std::string& verb, place at, const std::string& line) {
    rig_line out;
    out.at = at;
    out.text = line;
    out.actor = name("the phone's name");
    in_.skip_space();
    if (verb == "press") {
        do out.keys.push_back(key());
        while (!in_.at_line_end());
    } else if (verb == "hold") {
        out.what = kind::hold;
        out.keys.push_back(key());
        out.length.length = std::chrono::milliseconds(handset::long_press_ms);
        in_.skip_space();
        if (in_.peek_word() == "for") {
            in_.word(), in_.skip_space();
            out.length.length = duration();
        }
    } else if (verb == "type" || verb == "choose") {
        out.what = verb == "type" ? kind::type : kind::choose;
        out.words = in_.text(verb == "type" ? "what is typed" : "what the entry reads");
    } else if (verb == "setting") {
        out.what = kind::setting;
        out.setting = in_.word();
        if (out.setting.empty())
            in_.fail(in_.here(), "the name of the setting is missing",
                     "contact_list, S1, or as the phone names it");
        in_.skip_space();
        out.words = in_.text("the value");
    } else if (verb == "reboot") {
        out.what = kind::reboot;
    } else if (verb == "display") {
        display_of(out);
    } else {
        light_of(out);
    }
    out.requirements = requirements();
    if (!out.requirements.empty() && (out.what < kind::shows))
        in_.fail(at, fmt::format("`{}` judges nothing", verb),
                 "the requirement behind a line that looks: display, led");
    out_.statements.emplace_back(std::move(out));
    end_line(fmt::format("`{}`", verb));
}

// key = "OK" / "Cancel" / "Up" / "Down" / "Left" / "Right" / DIGIT / "*" / "#" in quotes / "S" number / "P"
// number
handset::key reader::key() {
    in_.skip_space();
    const place at = in_.here();
    std::string word = in_.word();
    if (word.empty() && in_.take('"')) {
        word = std::string(1, in_.peek());
        in_.take(in_.peek()), in_.take('"');
    }
    const auto read = handset::read_key(word);
    if (!read)
        in_.fail(at, word.empty() ? "a key is missing" : fmt::format("`{}` is no key", word),
                 "OK, Cancel, Up, Down, Left, Right, 0 to 9, \"*\", \"#\", S1 to S4, P1, P2 ...");
    return read.value_or(handset::key{});
}

// ["within" length]
void reader::until(span_of_time& into) {
    into.window = "display";
    into.at = in_.here();
    in_.skip_space();
    if (in_.peek_word() != "within") return;
    in_.word();
    into = length();
}

// display = ("shows" / "lacks") phrase ["or" phrase] ["with" phrase] ["within" length] / "matches" phrase ["within" length]
void reader::display_of(rig_line& into) {
    const place at = in_.here();
    const std::string word = in_.word();
    into.what = word == "lacks" ? kind::lacks : word == "matches" ? kind::matches : kind::shows;
    if (std::ranges::find(display_words, word) == display_words.end())
        in_.fail(at, fmt::format("`{}` is nothing that a display does", word), "shows, lacks, matches", word,
                 display_words);
    in_.skip_space();
    into.words = in_.text(word == "matches" ? "the file of the picture" : "what it shows");
    in_.skip_space();
    if (word != "matches" && in_.peek_word() == "or") {
        in_.word(), in_.skip_space();
        into.otherwise = in_.text("what is as good");
        in_.skip_space();
    }
    if (word != "matches" && in_.peek_word() == "with") {
        in_.word(), in_.skip_space();
        into.beside = in_.text("what stands on the same row");
    }
    until(into.length);
}

// light = key ("off" / "green" / "orange" / "red") ["blinking"] ["within" length]
void reader::light_of(rig_line& into) {
    into.what = kind::light;
    into.keys.push_back(key());
    in_.skip_space();
    const place at = in_.here();
    const std::string word = in_.word();
    const auto found = std::ranges::find(colours, word, [](const auto& c) { return c.first; });
    if (found == colours.end())
        in_.fail(at, fmt::format("`{}` is no colour of a light", word), "off, green, orange, red", word,
                 {"off", "green", "orange", "red"});
    else
        into.light.colour = found->second;
    in_.skip_space();
    if (in_.peek_word() == "blinking") in_.word(), into.light.blinks = true;
    until(into.length);
}

} // namespace simplespec::scenarios
