#pragma once
// Reading the two documents from a tree whose parser knows no namespaces: names count without their prefix. A
// tree is told by `first_child(node)`, `next(node)`, `name(node)`, `text(node)` and `attribute(node, name)`,
// each giving a view, and nodes that are false at the end.
#include "bench/peers/filler.hpp"

#include <string_view>

namespace simplespec::bench {

inline std::string_view without_prefix(std::string_view name) {
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

template <class Tree, class Node>
bool walk_presence(const Tree& tree, Node root, presence_fields& into) {
    into.clear();
    if (!root || without_prefix(tree.name(root)) != "presence") return false;
    into.entity = tree.attribute(root, "entity");
    for (auto tuple = tree.first_child(root); tuple; tuple = tree.next(tuple)) {
        if (without_prefix(tree.name(tuple)) != "tuple") continue;
        for (auto child = tree.first_child(tuple); child; child = tree.next(child)) {
            const auto name = without_prefix(tree.name(child));
            if (name == "contact") into.contact = tree.text(child);
            if (name == "note" && into.note.empty()) into.note = tree.text(child);
            if (name != "status") continue;
            for (auto basic = tree.first_child(child); basic; basic = tree.next(basic))
                if (without_prefix(tree.name(basic)) == "basic")
                    into.state = availability_of(tree.text(basic));
        }
    }
    return true;
}

template <class Tree, class Node>
bool walk_list(const Tree& tree, Node root, resource_table& into) {
    if (!root || without_prefix(tree.name(root)) != "list") return false;
    for (auto resource = tree.first_child(root); resource; resource = tree.next(resource)) {
        if (without_prefix(tree.name(resource)) != "resource") continue;
        auto& row = into.add();
        row.uri = tree.attribute(resource, "uri");
        for (auto child = tree.first_child(resource); child; child = tree.next(child)) {
            const auto name = without_prefix(tree.name(child));
            if (name == "name" && row.name.empty()) row.name = tree.text(child);
            if (name != "instance") continue;
            row.cid = tree.attribute(child, "cid");
            row.state = tree.attribute(child, "state");
        }
    }
    return true;
}

} // namespace simplespec::bench
