#include "scenarios/language/reader.hpp"
#include "sip/cursor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace simplespec::scenarios {

namespace {
using subject = lookup::subject;

struct subject_word {
    std::string_view word;
    subject what;
    enum class takes : std::uint8_t { nothing, field, text, contact } argument;
};
using takes = subject_word::takes;

constexpr auto subjects = std::to_array<subject_word>({
    {"header", subject::header, takes::field},
    {"value", subject::value, takes::field},
    {"uri", subject::uri, takes::field},
    {"count", subject::count, takes::field},
    {"status", subject::status, takes::nothing},
    {"method", subject::method, takes::nothing},
    {"reason", subject::reason, takes::nothing},
    {"request-uri", subject::request_uri, takes::nothing},
    {"body", subject::body, takes::nothing},
    {"type", subject::type, takes::nothing},
    {"size", subject::size, takes::nothing},
    {"xpath", subject::xpath, takes::text},
    {"nodes", subject::nodes, takes::text},
    {"contact", subject::contact, takes::contact},
    {"contacts", subject::contacts, takes::nothing},
    {"source", subject::source, takes::nothing},
    {"transport", subject::transport, takes::nothing},
    {"credentials", subject::credentials, takes::nothing},
});

constexpr auto comparisons = std::to_array<std::pair<std::string_view, comparison>>({
    {"in", comparison::in},
    {"contains", comparison::contains},
    {"lacks", comparison::lacks},
    {"exists", comparison::exists},
    {"absent", comparison::absent},
    {"valid", comparison::valid},
});

constexpr auto signs = std::to_array<std::pair<std::string_view, comparison>>({
    {"==", comparison::equal},
    {"!=", comparison::not_equal},
    {"<=", comparison::at_most},
    {">=", comparison::at_least},
    {"<", comparison::less},
    {">", comparison::more},
});

template <class Table>
std::vector<std::string> words_of(const Table& table) {
    std::vector<std::string> out;
    for (const auto& row : table) out.emplace_back(std::get<0>(row));
    return out;
}

std::vector<std::string> subject_words() {
    std::vector<std::string> out;
    for (const auto& row : subjects) out.emplace_back(row.word);
    return out;
}
} // namespace

// window = ("within" length "{" wants "}" / "never" "{" wants "}" "for" length) *requirement
window_line reader::window(const std::string& actor, bool never, place at, const std::string& line) {
    window_line out;
    out.actor = actor;
    out.never = never;
    out.at = at;
    out.text = line;
    if (!never) out.length = length();
    in_.skip_blank();
    in_.expect('{', never ? "never { < MESSAGE } for LENGTH" : "within LENGTH { < MESSAGE }");
    std::size_t rank = 0;
    for (in_.skip_blank(); !in_.at_end() && in_.peek() != '}'; in_.skip_blank()) {
        if (in_.peek_word() == "then") {
            in_.word();
            ++rank;
            continue;
        }
        expectation one = wanted();
        one.rank = rank;
        out.wants.push_back(std::move(one));
    }
    in_.expect('}', "`}` behind what is awaited");
    if (!in_.failed() && out.wants.empty())
        in_.fail(at, "nothing is awaited here", "`< 200` or `< NOTIFY` in the braces");
    if (never) {
        in_.skip_space();
        const place for_at = in_.here();
        if (in_.word() != "for") in_.fail(for_at, "a `never` needs its length", "for 5s, or for {quiet}");
        out.length = length();
    }
    out.requirements = requirements();
    end_line(never ? "`never`" : "the window");
    return out;
}

// display = ("shows within" length "{" shown "}" / "still shows {" shown "} for" length)
// shown = 1*(lookup comparison *requirement NL), where the lookup is "contact" or "contacts"
display_line reader::display(const std::string& actor, bool still, place at, const std::string& line) {
    display_line out{.actor = actor, .still = still, .length = {}, .lines = {}, .at = at, .text = line};
    const auto expect_word = [&](std::string_view word, std::string_view spelling) {
        in_.skip_space();
        const place here = in_.here();
        if (in_.word() != word) in_.fail(here, fmt::format("`{}` is missing", word), std::string(spelling));
    };
    if (still)
        expect_word("shows", "still shows { contact URI state == available } for LENGTH");
    else
        expect_word("within", "shows within LENGTH { contact URI state == available }");
    if (!still) out.length = length();
    in_.skip_blank();
    in_.expect('{', "what is shown, in braces");
    for (in_.skip_blank(); !in_.failed() && !in_.at_end() && in_.peek() != '}'; in_.skip_blank()) {
        check_line one;
        one.at = in_.here();
        one.text = in_.line_text();
        one.left = looked_up(false);
        if (!in_.failed() && one.left.what != subject::contact && one.left.what != subject::contacts)
            in_.fail(one.at, "a display does not show this", "contact URI state, name, note, activities or address; contacts");
        comparison_of(one);
        one.requirements = requirements();
        end_line("what is shown");
        out.lines.push_back(std::move(one));
    }
    in_.expect('}', "`}` behind what is shown");
    if (!in_.failed() && out.lines.empty())
        in_.fail(at, "nothing is shown here", "`contact URI state == available` or `contacts == 2` in the braces");
    if (still) {
        expect_word("for", "for 5s, or for {quiet}");
        out.length = length();
    }
    end_line("the display");
    return out;
}

// status = 3DIGIT / DIGIT "xx"; statuses = status *("or" status)
void reader::statuses(expectation& into) {
    do {
        in_.skip_space();
        const place at = in_.here();
        const std::string word = in_.word();
        const bool whole = word.size() == 3 && std::ranges::all_of(word, sip::is_digit);
        const bool range = word.size() == 3 && word.ends_with("xx");
        if ((!whole && !range) || word[0] < '1' || word[0] > '6')
            return in_.fail(at, fmt::format("`{}` is no status", word), "a status as 412, or a class as 2xx");
        const int from = whole ? std::stoi(word) : (word[0] - '0') * 100;
        into.statuses.push_back({from, whole ? from : from + 99});
        in_.skip_space();
    } while (in_.peek_word() == "or" && in_.word() == "or");
}

// wanted = "<" ( statuses ["to" METHOD] / METHOD ) ["in" dialog] ["as" dialog] *requirement NL *check
expectation reader::wanted() {
    expectation out;
    out.at = in_.here();
    out.text = in_.line_text();
    in_.expect('<', "a message that is awaited: `< 200` or `< NOTIFY`; `then` between two of them");
    in_.skip_space();
    if (sip::is_digit(in_.peek()))
        statuses(out);
    else if (out.method = in_.word(); out.method.empty())
        in_.fail(in_.here(), "what is awaited is missing", "a status as 200, or a method as NOTIFY");
    for (in_.skip_space(); !in_.failed(); in_.skip_space()) {
        const auto word = in_.peek_word();
        if (word == "to" && out.wants_response()) {
            in_.word();
            in_.skip_space();
            out.method = in_.word();
        } else if (word == "in" || word == "as") {
            const bool inside = in_.word() == "in";
            (inside ? out.dialog : out.opens) = name("the dialog's name");
        } else {
            break;
        }
    }
    out.requirements = requirements();
    end_line("what is awaited");
    for (in_.skip_blank();
         !in_.at_end() && in_.peek() != '}' && in_.peek() != '<' && in_.peek_word() != "then";
         in_.skip_blank()) {
        const place at = in_.here();
        const std::string line = in_.line_text();
        const std::string verb = in_.word();
        if (verb != "assert" && verb != "capture" && verb != "where") {
            in_.fail(at, fmt::format("`{}` is no line below an awaited message", verb.empty() ? line : verb),
                     "assert, capture, where; `<` for the next message; `}`", verb,
                     {"assert", "capture", "where", "then"});
            break;
        }
        out.checks.push_back(check(verb, at));
        out.checks.back().text = line;
        end_line("this line");
    }
    return out;
}

// check = "capture" NAME "=" lookup / ("assert" / "where") lookup comparison, *requirement
check_line reader::check(const std::string& verb, place at) {
    check_line out;
    out.at = at;
    out.what = verb == "capture" ? check_line::kind::capture
               : verb == "where" ? check_line::kind::where
                                 : check_line::kind::assertion;
    in_.skip_space();
    if (out.what == check_line::kind::capture) {
        out.into = name("the name of what is captured");
        in_.skip_space();
        in_.expect('=', "capture NAME = LOOKUP");
        in_.skip_space();
        out.left = looked_up(false);
    } else {
        out.left = looked_up(true);
        comparison_of(out);
    }
    out.requirements = requirements();
    return out;
}

// lookup = subject [field [";" parameter] / phrase [parameter]] / captured
lookup reader::looked_up(bool captured) {
    lookup out;
    out.at = in_.here();
    if (in_.peek() == '{' || in_.peek() == '"') {
        out.text = in_.text("what is compared");
        return out;
    }
    const std::string word = in_.word();
    const auto row = std::ranges::find(subjects, word, &subject_word::word);
    if (row == subjects.end()) {
        out.what = subject::captured;
        out.name = word;
        if (word.empty() || !captured)
            in_.fail(out.at, fmt::format("`{}` is nowhere to look", word),
                     fmt::format("{}", fmt::join(subject_words(), ", ")), word, subject_words());
        return out;
    }
    out.what = row->what;
    in_.skip_space();
    if (row->argument == takes::field) {
        const place at = in_.here();
        out.name = in_.word();
        if (out.name.empty()) in_.fail(at, "the field's name is missing", fmt::format("{} NAME", word));
        if (in_.take(';')) out.parameter = in_.word();
    } else if (row->argument != takes::nothing) {
        out.text = in_.text(row->argument == takes::text ? "the XPath" : "the contact's URI");
        if (row->argument == takes::contact) {
            static const std::vector<std::string> facets{"state", "name", "note", "activities", "address"};
            in_.skip_space();
            const place at = in_.here();
            out.parameter = in_.word();
            if (std::ranges::find(facets, out.parameter) == facets.end())
                in_.fail(at, fmt::format("`{}` is not known of a contact", out.parameter),
                         "state, name, note, activities, address", out.parameter, facets);
        }
    }
    return out;
}

// comparison = ("==" / "!=" / "<" / "<=" / ">" / ">=" / "contains" / "lacks") phrase
//            / "in" "(" phrase *("," phrase) ")" / "exists" / "absent" / "valid"
void reader::comparison_of(check_line& into) {
    in_.skip_space();
    const place at = in_.here();
    bool found = false;
    for (const auto& [sign, op] : signs)
        if (!found && in_.take(sign)) {
            into.op = op;
            found = true;
        }
    if (!found) {
        const std::string word = in_.word();
        const auto row = std::ranges::find(comparisons, word, [](const auto& r) { return r.first; });
        if (row == comparisons.end())
            return in_.fail(
                at, word.empty() ? "a comparison is missing" : fmt::format("`{}` is no comparison", word),
                "==, !=, <, <=, >, >=, in, contains, lacks, exists, absent, valid", word,
                words_of(comparisons));
        into.op = row->second;
    }
    in_.skip_space();
    if (into.op == comparison::exists || into.op == comparison::absent || into.op == comparison::valid)
        return;
    if (into.op != comparison::in) {
        into.right.push_back(in_.text("what it is compared with"));
        return;
    }
    in_.expect('(', "the values in parentheses: in (a, b)");
    do {
        in_.skip_space();
        into.right.push_back(in_.text("a value"));
        in_.skip_space();
    } while (in_.take(','));
    in_.expect(')', "`)` behind the values");
}

} // namespace simplespec::scenarios
