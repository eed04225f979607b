// The part of XPath 1.0 that assertions need: steps down a tree, by local name, with positions and
// attributes.
#include "presence/xml.hpp"
#include "scenarios/runner/values.hpp"
#include "sip/cursor.hpp"

#include <algorithm>

namespace simplespec::scenarios {

namespace {
using presence::xml::element;

struct step {
    bool anywhere = false; ///< `//`
    bool attribute = false;
    bool text = false;
    std::string name; ///< local name, or "*"
    std::size_t position = 0;
    std::string key, value; ///< [@key="value"] or [key="value"]
    bool keyed = false, keyed_attribute = false;
};

std::string local(std::string_view name) { return std::string(name.substr(name.find(':') + 1)); }

bool read_predicate(sip::cursor& in, step& into) {
    if (in.take(']')) return false;
    const auto digits = in.take_while(sip::is_digit);
    if (!digits.empty()) {
        if (digits.size() > 6) return false;
        into.position = std::stoul(std::string(digits));
        return into.position > 0 && in.take(']');
    }
    into.keyed = true;
    into.keyed_attribute = in.take('@');
    into.key = local(in.take_while([](char c) { return c != '=' && c != ']'; }));
    if (into.key.empty() || !in.take('=')) return false;
    const char quote = in.peek();
    if (quote != '"' && quote != '\'') return false;
    in.take(quote);
    into.value = in.take_while([quote](char c) { return c != quote; });
    return in.take(quote) && in.take(']');
}

// path = 1*(("/" / "//") ["@"] name *("[" predicate "]")); a first "/" may be missing.
std::optional<std::vector<step>> read_path(std::string_view path) {
    constexpr std::size_t most_steps = 32;
    std::vector<step> out;
    sip::cursor in(path);
    for (bool first = true; !in.at_end(); first = false) {
        step one;
        if (in.take('/'))
            one.anywhere = in.take('/');
        else if (!first)
            return std::nullopt;
        one.attribute = in.take('@');
        const auto name = in.take_while([](char c) { return c != '/' && c != '['; });
        one.text = name == "text()";
        one.name = local(name);
        if (one.name.empty() || out.size() == most_steps) return std::nullopt;
        while (in.take('['))
            if (!read_predicate(in, one)) return std::nullopt;
        out.push_back(std::move(one));
    }
    return out.empty() ? std::nullopt : std::optional(out);
}

bool matches(const element& e, const step& s) {
    if (s.name != "*" && e.name != s.name) return false;
    if (!s.keyed) return true;
    if (s.keyed_attribute)
        return std::ranges::any_of(e.attributes,
                                   [&](const auto& a) { return a.name == s.key && a.value == s.value; });
    return std::ranges::any_of(e.children,
                               [&](const auto& c) { return c.name == s.key && c.trimmed() == s.value; });
}

// Children that match, or descendants where the step may be anywhere.
void children_of(const element& e, const step& s, std::vector<const element*>& into) {
    std::size_t count = 0;
    for (const auto& child : e.children) {
        if (matches(child, s) && (s.position == 0 || ++count == s.position)) into.push_back(&child);
        if (s.anywhere) children_of(child, s, into);
    }
}
} // namespace

std::optional<std::vector<std::string>> select_nodes(std::string_view document, std::string_view path) {
    const auto steps = read_path(path);
    if (!steps) return std::nullopt;
    auto read = presence::xml::read(document);
    if (!read.value) return std::nullopt;
    element root;
    root.children.push_back(std::move(*read.value));
    std::vector<const element*> at{&root};
    std::vector<std::string> out;
    for (const auto& s : *steps) {
        if (s.text) break;
        if (s.attribute) {
            for (const auto* e : at)
                for (const auto& a : e->attributes)
                    if (s.name == "*" || a.name == s.name) out.push_back(a.value);
            return out;
        }
        std::vector<const element*> next;
        for (const auto* e : at) children_of(*e, s, next);
        at = std::move(next);
    }
    for (const auto* e : at) out.emplace_back(e->trimmed());
    return out;
}

} // namespace simplespec::scenarios
