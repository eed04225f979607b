// Walks a document along a path.
#include "presence/xml.hpp"
#include "scenarios/language/path.hpp"
#include "scenarios/runner/values.hpp"

#include <algorithm>

namespace simplespec::scenarios {

namespace {
using presence::xml::element;

bool matches(const element& e, const path_step& s) {
    if (s.name != "*" && e.name != s.name) return false;
    if (s.key.empty()) return true;
    if (s.keyed_attribute)
        return std::ranges::any_of(
            e.attributes, [&](const auto& a) { return a.name == s.key && (!s.value || a.value == *s.value); });
    return std::ranges::any_of(e.children,
                               [&](const auto& c) { return c.name == s.key && c.trimmed() == *s.value; });
}

// Children that match, or descendants where the step may be anywhere.
void children_of(const element& e, const path_step& s, std::vector<const element*>& into) {
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
