#include "contacts/resource_lists.hpp"

#include "presence/xml.hpp"
#include "sip/cursor.hpp"

#include <fmt/format.h>

#include <array>
#include <set>
#include <unordered_set>

namespace simplespec::contacts {
namespace {

namespace xml = presence::xml;

constexpr std::string_view lists_ns = "urn:ietf:params:xml:ns:resource-lists";

/// The four kinds: element, attribute, and what the catalogue says about two of one name in one parent.
struct kind_row {
    member_kind kind;
    std::string_view element, attribute, rule, unique;
};
constexpr std::array<kind_row, 4> kinds = {{
    {member_kind::entry, "entry", "uri", "list-entry-twice", "RFC4826-3.1-2"},
    {member_kind::entry_ref, "entry-ref", "ref", "list-entry-ref-twice", "RFC4826-3.1-4"},
    {member_kind::external, "external", "anchor", "list-external-twice", "RFC4826-3.1-6"},
    {member_kind::list, "list", "name", "list-name-twice", "RFC4826-3.1-S2"},
}};

const kind_row* kind_of(const xml::element& e) {
    for (const auto& k : kinds)
        if (e.is(lists_ns, k.element)) return &k;
    return nullptr;
}

std::optional<presence::note> display_name(const xml::element& e) {
    const auto* child = e.child(lists_ns, "display-name");
    if (child == nullptr) return std::nullopt;
    const auto* lang = child->find(xml::xml_ns, "lang");
    return presence::note{std::string(child->trimmed()), lang == nullptr ? std::string() : *lang};
}

/// What RFC 4826 section 3.3 asks of references and anchors beyond their being there.
void check_target(const list_member& m, const xml::element& e, sip::findings& out) {
    if (m.kind == member_kind::entry_ref && (m.target.starts_with('/') || m.target.find("://") != std::string::npos))
        out.push_back({"list-entry-ref-absolute", "RFC4826-3.1-5", e.offset,
                       "The reference is not relative to the root of the server.", "a relative path", m.target});
    const auto lower = sip::lowercase(std::string_view(m.target).substr(0, 8));
    if (m.kind == member_kind::external && !lower.starts_with("http://") && !lower.starts_with("https://"))
        out.push_back({"list-anchor-not-http", "RFC4826-3.1-7", e.offset, "The anchor is not an absolute HTTP URI.",
                       "http://", m.target});
}

list_member read_member(const xml::element& e, const kind_row& k, sip::findings& out);

void read_members(const xml::element& parent, std::vector<list_member>& into, sip::findings& out) {
    std::set<std::pair<member_kind, std::string>> seen;
    for (const auto& child : parent.children) {
        const auto* k = kind_of(child);
        if (k == nullptr) continue;
        const auto* target = child.find(k->attribute);
        if (target == nullptr && k->kind != member_kind::list) {
            out.push_back({"list-member-without-target", k->kind == member_kind::external ? "RFC4826-3.1-7" : "RFC4826-3.1-S1",
                           child.offset, fmt::format("The {} has no {}; it is passed over.", k->element, k->attribute)});
            continue;
        }
        if (target != nullptr && !seen.emplace(k->kind, *target).second)
            out.push_back({k->rule, k->unique, child.offset,
                           fmt::format("Two members of one list have this {}.", k->attribute), {}, *target});
        into.push_back(read_member(child, *k, out));
    }
}

// Nesting is as deep as the XML reader allows.
list_member read_member(const xml::element& e, const kind_row& k, sip::findings& out) {
    const auto* target = e.find(k.attribute);
    list_member m{k.kind, target == nullptr ? std::string() : *target, display_name(e)};
    if (k.kind == member_kind::list)
        read_members(e, m.members, out);
    else
        check_target(m, e, out);
    return m;
}

xml::element write_member(const list_member& m) {
    const auto& k = kinds[static_cast<std::size_t>(m.kind)];
    auto e = xml::make(lists_ns, k.element);
    if (m.kind != member_kind::list || !m.target.empty()) xml::put(e, k.attribute, m.target);
    if (m.display_name) {
        auto named = xml::make(lists_ns, "display-name", m.display_name->text);
        if (!m.display_name->lang.empty())
            named.attributes.push_back({std::string(xml::xml_ns), "lang", m.display_name->lang});
        e.children.push_back(std::move(named));
    }
    for (const auto& inner : m.members) e.children.push_back(write_member(inner));
    return e;
}

/// One flattening: what was seen, and how much is left.
struct flattener {
    const resolve_reference& resolve;
    flat_list out{};
    std::unordered_set<std::string> uris{};
    std::set<std::pair<member_kind, std::string>> entered{};

    static constexpr std::size_t most_entries = 10'000;
    static constexpr int deepest = 64;

    void add(const list_member& m, int depth) {
        if (depth > deepest || out.entries.size() >= most_entries) return;
        switch (m.kind) {
        case member_kind::entry:
            if (uris.insert(m.target).second) out.entries.push_back({m.target, m.display_name});
            return;
        case member_kind::list:
            for (const auto& inner : m.members) add(inner, depth + 1);
            return;
        case member_kind::entry_ref:
        case member_kind::external: break;
        }
        if (!entered.emplace(m.kind, m.target).second) return;
        auto there = resolve ? resolve(m.kind, m.target) : std::nullopt;
        if (!there) {
            out.unresolved.push_back(m.target);
            return;
        }
        if (m.display_name && there->kind == member_kind::entry) there->display_name = m.display_name;
        add(*there, depth + 1);
    }
};

} // namespace

presence::reading<resource_lists> read_resource_lists(std::string_view text, const presence::read_options& options) {
    auto tree = xml::read(text, options, {.well_formed = "RFC4826-3.1-S1"});
    presence::reading<resource_lists> out{std::nullopt, std::move(tree.departures)};
    if (!tree.value) return out;
    if (!tree.value->is(lists_ns, "resource-lists")) {
        out.departures.push_back({"list-root", "RFC4826-3.1-S1", tree.value->offset, "The root is not a resource-lists element.",
                                  "resource-lists", tree.value->name});
        return out;
    }
    resource_lists document;
    read_members(*tree.value, document.lists, out.departures);
    std::erase_if(document.lists, [](const auto& m) { return m.kind != member_kind::list; });
    out.value = std::move(document);
    return out;
}

std::string write(const resource_lists& document) {
    auto root = xml::make(lists_ns, "resource-lists");
    for (const auto& list : document.lists) root.children.push_back(write_member(list));
    return xml::write(root);
}

flat_list flatten(const list_member& list, const resolve_reference& resolve) {
    flattener f{resolve};
    f.add(list, 0);
    return std::move(f.out);
}

} // namespace simplespec::contacts
