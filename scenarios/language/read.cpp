#include "scenarios/language/read.hpp"

#include "scenarios/language/reader.hpp"
#include "scenarios/testbeds/testbed.hpp"
#include "sip/cursor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>

namespace simplespec::scenarios {

namespace {
const std::vector<std::string> meta_words{"title", "needs", "tags"};
const std::vector<std::string> phone_words{"press", "hold", "type", "choose", "setting", "reboot", "display", "led"};
const std::vector<std::string> line_words{"settle", "advance", "do",     "press",   "hold", "type", "choose",
                                          "setting", "reboot", "display", "led", "assert", "actor"};
const std::vector<std::string> actor_words{"within", "never", "shows", "still", "then", "manual"};
const std::vector<std::string> row_words{"body", "raw", "omit", "dup", "mutate", "deviates", "credentials"};

std::vector<std::string> all_words() {
    std::vector<std::string> out = line_words;
    out.insert(out.end(), actor_words.begin(), actor_words.end());
    out.insert(out.end(), row_words.begin(), row_words.end());
    out.insert(out.end(), meta_words.begin(), meta_words.end());
    return out;
}
} // namespace

void reader::end_line(std::string_view behind) {
    if (in_.failed() || in_.at_line_end() || in_.peek() == '}') return;
    const std::string rest(in_.peek_word());
    in_.fail(in_.here(),
             fmt::format("`{}` behind {}", rest.empty() ? std::string(1, in_.peek()) : rest, behind),
             "the end of the line");
}

// name = (ALPHA / "_") *(ALPHA / DIGIT / "_" / "-")
std::string reader::name(std::string_view what) {
    in_.skip_space();
    const place at = in_.here();
    std::string out = in_.word();
    if (out.empty() || !(sip::is_alpha(out[0]) || out[0] == '_') ||
        out.find_first_of("./+") != std::string::npos)
        in_.fail(at, fmt::format("{} is missing", what),
                 "a name: letters, digits, `-` and `_`, a letter first");
    return out;
}

// *( SP requirement-id )
std::vector<std::string> reader::requirements() {
    std::vector<std::string> out;
    for (in_.skip_space(); is_requirement_id(in_.peek_word()); in_.skip_space()) out.push_back(in_.word());
    return out;
}

// duration = 1*DIGIT ("ms" / "s" / "m" / "h")
sip::duration reader::duration() {
    const place at = in_.here();
    in_.take('+');
    const std::string text = in_.word();
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const std::string unit = text.substr(digits);
    constexpr std::size_t most_digits = 9;
    const std::int64_t scale = unit == "ms"  ? 1
                               : unit == "s" ? 1000
                               : unit == "m" ? 60'000
                               : unit == "h" ? 3'600'000
                                             : 0;
    if (digits == 0 || digits > most_digits || scale == 0) {
        in_.fail(
            at, text.empty() ? "a length of time is missing" : fmt::format("`{}` is no length of time", text),
            "a number with its unit: 500ms, 5s, 2m, 1h");
        return {};
    }
    return std::chrono::milliseconds(std::stoll(text.substr(0, digits)) * scale);
}

// length = duration / "{" window "}"
span_of_time reader::length() {
    in_.skip_space();
    span_of_time out;
    out.at = in_.here();
    if (!in_.take('{')) {
        out.length = duration();
        return out;
    }
    out.window = name("the name of a window");
    in_.expect('}', "`}` behind the name of the window");
    return out;
}

// scenario = "scenario" id NL *meta *actor *statement
void reader::file() {
    in_.skip_blank();
    const place at = in_.here();
    if (const std::string first = in_.word(); first != "scenario")
        return in_.fail(at, "a scenario begins with its id", "scenario rfcNNNN/SECTION/what-it-shows", first,
                        {"scenario"});
    in_.skip_space();
    out_.id = in_.word();
    if (out_.id.empty()) in_.fail(in_.here(), "the id is missing", "rfcNNNN/SECTION/what-it-shows");
    end_line("the id");
    for (in_.skip_blank(); !in_.at_end(); in_.skip_blank()) {
        const auto word = in_.peek_word();
        if (std::ranges::find(meta_words, word) != meta_words.end()) {
            meta();
        } else if (word == "actor") {
            actor();
        } else {
            next_statement();
        }
    }
}

// meta = "title" quoted / "needs" 1*word / "tags" 1*word
void reader::meta() {
    const place at = in_.here();
    const std::string key = in_.word();
    in_.skip_space();
    if (key == "title") {
        const phrase text = in_.text("the title");
        for (const auto& f : text.fragments) out_.title += f.text;
        if (!out_.statements.empty())
            in_.fail(at, "the title stands behind a statement", "it before the actors");
        return end_line("the title");
    }
    auto& into = key == "needs" ? out_.needs : out_.tags;
    for (; !in_.at_line_end(); in_.take(',')) {
        std::string word = in_.word();
        if (word.empty()) return in_.fail(in_.here(), fmt::format("no word behind `{}`", key), "words");
        into.push_back(std::move(word));
        in_.skip_space();
    }
}

// actor = "actor" name "=" ("user" ["under" "test"] / "phone" / "server") ["(" option *("," option) ")"]
// option = "udp" / "tcp" / "tls" / "stranger" / "account" name / "owner" list / "member" list /
//          "watchers" ("pending" / "reject" / "polite")
void reader::actor() {
    actor_line out;
    in_.word();
    in_.skip_space();
    out.at = in_.here();
    out.name = name("the actor's name");
    in_.skip_space();
    in_.expect('=', "actor NAME = user | user under test | phone | server");
    in_.skip_space();
    const place kind_at = in_.here();
    const std::string kind = in_.word();
    if (kind == "server") out.kind = actor_kind::server;
    if (kind == "phone") out.kind = actor_kind::phone;
    if (kind != "server" && kind != "user" && kind != "phone")
        in_.fail(kind_at, fmt::format("`{}` is no kind of actor", kind), "user, user under test, phone, server",
                 kind, {"user", "phone", "server"});
    in_.skip_space();
    if (in_.peek_word() == "under") {
        in_.word();
        in_.skip_space();
        if (in_.word() != "test" || kind != "user")
            in_.fail(kind_at, "no such kind of actor", "user under test");
        out.kind = actor_kind::user_under_test;
        in_.skip_space();
    }
    if (in_.take('(')) {
        do {
            in_.skip_space();
            const place at = in_.here();
            const std::string option = in_.word();
            if (option == "udp" || option == "tcp" || option == "tls") {
                out.via = option == "udp"   ? sip::transport::udp
                          : option == "tcp" ? sip::transport::tcp
                                            : sip::transport::tls;
            } else if (option == "stranger") {
                out.stranger = true;
            } else if (option == "account") {
                out.account = name("the account's name");
            } else if (option == "owner") {
                out.owns = name("the list's name");
            } else if (option == "member") {
                out.member = name("the list's name");
            } else if (option == "watchers") {
                in_.skip_space();
                const place word_at = in_.here();
                out.watchers = name("what it decides about its watchers");
                const auto& known = watcher_decisions();
                if (std::ranges::find(known, out.watchers) == known.end())
                    in_.fail(word_at, fmt::format("`{}` is no decision about watchers", out.watchers),
                             fmt::format("{}", fmt::join(known, ", ")), out.watchers, known);
            } else {
                in_.fail(at, fmt::format("`{}` is no option of an actor", option),
                         "udp, tcp, tls, stranger, account NAME, owner LIST, member LIST, watchers DECISION", option,
                         {"udp", "tcp", "tls", "stranger", "account", "owner", "member", "watchers"});
            }
            in_.skip_space();
        } while (in_.take(','));
        in_.expect(')', "`)` behind the options");
    }
    end_line("the actor");
    if (!in_.failed()) out_.actors.push_back(std::move(out));
}

void reader::next_statement() {
    const place at = in_.here();
    const std::string line = in_.line_text();
    const std::string first = in_.word();
    in_.skip_space();
    if (first == "settle") {
        out_.statements.emplace_back(settle_line{at});
        return end_line("`settle`");
    }
    if (first == "advance") {
        const sip::duration by = duration();
        out_.statements.emplace_back(advance_line{by, at, line});
        return end_line("the time to advance");
    }
    if (first == "assert") {
        check_line one = check(first, at);
        one.text = line;
        out_.statements.emplace_back(std::move(one));
        return end_line("the assertion");
    }
    if (first == "do") return do_sentence(at, line);
    if (std::ranges::find(phone_words, first) != phone_words.end()) return at_phone(first, at, line);
    if (first.empty())
        return in_.fail(at, fmt::format("`{}` begins no statement", in_.peek()),
                        "an actor's name, or a word as `settle`");
    of_actor(first, at, line);
}

// NAME (">" message / "within" window / "never" window / "shows" display / "still" display / "then" / "manual" what)
void reader::of_actor(const std::string& actor, place at, const std::string& line) {
    const place verb_at = in_.here();
    if (in_.take('>')) {
        out_.statements.emplace_back(send(actor, at, line));
        return;
    }
    const std::string verb = in_.word();
    if (verb == "within" || verb == "never") {
        out_.statements.emplace_back(window(actor, verb == "never", at, line));
    } else if (verb == "shows" || verb == "still") {
        out_.statements.emplace_back(display(actor, verb == "still", at, line));
    } else if (verb == "then") {
        out_.statements.emplace_back(then_line{actor, at});
        end_line("`then`");
    } else if (verb == "manual") {
        const std::string what = name("what is manual: notify or digest");
        if (what != "notify" && what != "digest")
            in_.fail(verb_at, fmt::format("`{}` cannot be manual", what), "notify, digest", what,
                     {"notify", "digest"});
        out_.statements.emplace_back(manual_line{actor, what, at});
        end_line("`manual`");
    } else {
        const bool known_actor =
            std::ranges::find(out_.actors, actor, &actor_line::name) != out_.actors.end();
        if (known_actor)
            in_.fail(verb_at, fmt::format("`{}` is nothing that an actor does", verb),
                     ">, within, never, shows, still shows, then, manual", verb, actor_words);
        else
            in_.fail(at, fmt::format("`{}` begins neither a statement nor a line of a message", actor),
                     "an actor's name with `>`, within, never, then or manual; settle, advance, do, assert, "
                     "press, hold, type, choose, setting, reboot, display, led; or below a message: "
                     "`Name: value`, body, raw, omit, dup, mutate, deviates, credentials",
                     actor, all_words());
    }
}

// "do" phrase ["within" length]
void reader::do_sentence(place at, const std::string& line) {
    do_line out{in_.text("what is to be done"), {}, at, line};
    in_.skip_space();
    if (in_.peek_word() == "within") {
        in_.word();
        out.length = length();
    }
    out_.statements.emplace_back(std::move(out));
    end_line("the sentence");
}

std::expected<scenario, problem> read_scenario(std::string_view file, std::string_view text) {
    constexpr std::size_t largest = 1U << 20U;
    if (text.size() > largest)
        return std::unexpected(
            problem{std::string(file), {}, "the file is too large", "a scenario of at most 1 MiB", "", ""});
    reader in(file, text);
    in.file();
    if (in.failed()) return std::unexpected(in.why());
    return in.take();
}

bool send_line::deviates() const {
    return std::ranges::any_of(liberties, [](const liberty& l) {
        return l.what != liberty::kind::dup_message && l.what != liberty::kind::credentials;
    });
}

bool scenario::of_client() const {
    const auto some = [this](actor_kind kind) { return std::ranges::find(actors, kind, &actor_line::kind) != actors.end(); };
    return some(actor_kind::user_under_test) || (some(actor_kind::phone) && some(actor_kind::server));
}

bool scenario::of_phones() const {
    return std::ranges::find(actors, actor_kind::phone, &actor_line::kind) != actors.end();
}

std::vector<std::string> scenario::requirements() const {
    std::vector<std::string> out;
    const auto add = [&](const std::vector<std::string>& ids) {
        for (const auto& id : ids)
            if (std::ranges::find(out, id) == out.end()) out.push_back(id);
    };
    for (const auto& s : statements) {
        if (const auto* check = std::get_if<check_line>(&s)) add(check->requirements);
        if (const auto* display = std::get_if<display_line>(&s))
            for (const auto& line : display->lines) add(line.requirements);
        if (const auto* seen = std::get_if<rig_line>(&s)) add(seen->requirements);
        const auto* window = std::get_if<window_line>(&s);
        if (window == nullptr) continue;
        for (const auto& want : window->wants) {
            add(want.requirements);
            for (const auto& check : want.checks) add(check.requirements);
        }
        add(window->requirements);
    }
    return out;
}

} // namespace simplespec::scenarios
