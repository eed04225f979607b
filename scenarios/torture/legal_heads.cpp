// How a head may be spelled: names, white space, folds, order, fields that nobody knows.
#include "scenarios/torture/legal_variations.hpp"
#include "sip/cursor.hpp"

#include <algorithm>

namespace simplespec::scenarios {
namespace {

using sip::draft;
using sip::header;

template <class Rename>
auto names(Rename rename) {
    return editing([rename](draft& d) {
        for (auto& r : d.rows) rename(r);
    });
}

void compact(draft::row& r) {
    if (const char c = compact_form(r.id()); c != '\0') r.name = c;
}
void upper(draft::row& r) {
    for (char& c : r.name)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
}
void lower(draft::row& r) { r.name = sip::lowercase(r.name); }
void alternating(draft::row& r) {
    for (std::size_t i = 0; i < r.name.size(); i += 2) r.name[i] = sip::lower(r.name[i]);
}

auto colon(std::string_view spelled) {
    return editing([spelled](draft& d) {
        for (auto& r : d.rows) r.colon = spelled;
    });
}

/// Insert `what` at each of these characters outside of quotes and angle brackets.
std::string spread(std::string_view value, std::string_view at, std::string_view before,
                   std::string_view after) {
    std::string out;
    bool quoted = false, bracketed = false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        if (c == '\\' && quoted && i + 1 < value.size()) {
            out.append(value.substr(i++, 2));
            continue;
        }
        if (c == '"') quoted = !quoted;
        if (!quoted && c == '<') bracketed = true;
        if (!quoted && c == '>') bracketed = false;
        const bool here = !quoted && !bracketed && at.find(c) != std::string_view::npos;
        if (here) out.append(before);
        out += c;
        if (here) out.append(after);
    }
    return out;
}

// SEMI, COMMA and EQUAL have white space around them (RFC 3261 section 25.1), where parameters are generic.
auto spread_rows(std::string_view at, std::string_view before, std::string_view after) {
    return editing([=](draft& d) {
        for (auto& r : d.rows) {
            const auto h = r.id();
            const bool generic =
                h == header::via || h == header::from || h == header::to || h == header::contact ||
                h == header::event || h == header::subscription_state || h == header::content_type ||
                h == header::record_route || h == header::allow_events || h == header::allow ||
                h == header::accept || h == header::supported || h == header::require;
            const bool bare = (h == header::from || h == header::to || h == header::contact) &&
                              r.value.find('<') == std::string::npos;
            if (generic && !bare) r.value = spread(r.value, at, before, after);
        }
    });
}

// The order of rows of different names means nothing (RFC 3261 section 7.3.1); rows of one name keep theirs.
template <class Less>
auto ordered(Less less) {
    return editing([less](draft& d) { std::ranges::stable_sort(d.rows, less); });
}

std::size_t spelling_of(const draft::row& r) { return std::hash<std::string>{}(sip::lowercase(r.name)); }

auto adding(std::vector<draft::row> rows, bool first = false) {
    return editing(
        [=](draft& d) { d.rows.insert(first ? d.rows.begin() : d.rows.end(), rows.begin(), rows.end()); });
}

auto on_responses(std::function<void(draft&)> edit) {
    return editing([edit = std::move(edit)](draft& d) {
        if (d.is_response()) edit(d);
    });
}

auto reason(std::string_view phrase) {
    return on_responses([phrase](draft& d) { d.start = d.start.substr(0, 12) + std::string(phrase); });
}

// One row for each value of a comma list, or all of them in one (RFC 3261 section 7.3.1).
void split_lists(draft& d) {
    std::vector<draft::row> out;
    for (auto& r : d.rows) {
        const auto h = r.id();
        if (h != header::allow && h != header::allow_events && h != header::accept &&
            h != header::supported) {
            out.push_back(std::move(r));
            continue;
        }
        for (std::size_t from = 0; from <= r.value.size();) {
            const auto to = std::min(r.value.find(',', from), r.value.size());
            out.push_back(
                {r.name, r.colon, std::string(sip::trim(std::string_view(r.value).substr(from, to - from)))});
            from = to + 1;
        }
    }
    d.rows = std::move(out);
}

} // namespace

std::vector<legal_variation> legal_heads() {
    constexpr std::string_view no_case = "RFC 3261 section 7.3.1";
    constexpr std::string_view grammar = "RFC 3261 section 25.1";
    return {
        {"compact-header-names", "RFC 3261 section 7.3.3", names(compact)},
        {"header-names-in-upper-case", no_case, names(upper)},
        {"header-names-in-lower-case", no_case, names(lower)},
        {"header-names-in-both-cases", no_case, names(alternating)},
        {"no-space-after-colon", grammar, colon(":")},
        {"space-before-colon", grammar, colon(" : ")},
        {"tabs-around-colon", grammar, colon("\t:\t ")},
        {"folded-after-colon", no_case, colon(":\r\n ")},
        {"folded-after-colon-by-a-tab", no_case, colon(":\r\n\t")},
        {"blanks-around-semicolons", grammar, spread_rows(";", " ", " ")},
        {"blanks-around-equal-signs", grammar, spread_rows("=", " ", "\t")},
        {"folded-at-semicolons", no_case, spread_rows(";", "\r\n ", "")},
        {"folded-behind-commas", no_case, spread_rows(",", "", "\r\n   ")},
        {"rows-in-alphabetical-order", no_case, ordered([](const draft::row& a, const draft::row& b) {
             return sip::lowercase(a.name) < sip::lowercase(b.name);
         })},
        {"rows-in-reverse-order", no_case, ordered([](const draft::row& a, const draft::row& b) {
             return sip::lowercase(a.name) > sip::lowercase(b.name);
         })},
        {"rows-in-any-order", no_case,
         ordered([](const draft::row& a, const draft::row& b) { return spelling_of(a) < spelling_of(b); })},
        {"unknown-field-first", "RFC 3261 section 8.2.2",
         adding({{"X-First", ": ", "of all;x=\"y\""}}, true)},
        {"unknown-fields", "RFC 3261 section 8.2.2",
         adding({{"X-Empty", ":", ""},
                 {"x*odd~name", ": ", ",;,"},
                 {"Content-Lengths", ": ", "7"},
                 {"X-Folded", ": ", "a\r\n b: c"}})},
        {"known-fields-that-mean-nothing-here", "RFC 3261 section 20",
         adding({{"Organization", ": ", "Example, \"Inc\""},
                 {"Call-Info", ": ", "<http://example.com/i>;purpose=info"}})},
        {"mime-version", "RFC 3261 section 20.24", adding({{"MIME-Version", ": ", "1.0"}})},
        {"another-reason-phrase", "RFC 3261 section 7.2", reason("Wie gewünscht, ça va")},
        {"no-reason-phrase", "RFC 3261 section 25.1", reason("")},
        {"a-row-for-each-value", no_case, editing(split_lists)},
        {"warning-in-responses", "RFC 3261 section 20.43",
         on_responses([](draft& d) { d.append("Warning", "399 example.com \"nothing, \\\"really\\\"\""); })},
        {"nobody-says-who-it-is", "RFC 3261 section 20.35",
         editing([](draft& d) { d.remove(header::server), d.remove(header::user_agent); })},
        {"server-with-comments", "RFC 3261 section 20.35", editing([](draft& d) {
             for (const auto h : {header::server, header::user_agent})
                 if (auto* r = d.find(h)) r->value = "simplespec/1.0 (a (nested\\)) comment) x/y";
         })},
        {"empty-lines-before-the-start-line", "RFC 3261 section 7.5",
         []() -> sip::alteration {
             return
                 [](std::string_view m) { return std::vector<sip::altered>{{"\r\n\r\n" + std::string(m)}}; };
         }},
    };
}

} // namespace simplespec::scenarios
