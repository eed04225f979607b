#include "scenarios/runner/bodies.hpp"

#include "contacts/resource_lists.hpp"
#include "presence/pidf.hpp"

#include <fmt/format.h>

namespace simplespec::scenarios {

namespace {
using made = std::expected<written_body, std::string>;

std::unexpected<std::string> no_place(const std::string& format, const std::string& what) {
    return std::unexpected(fmt::format("a {} body has no place for `{}`", format, what));
}

// tuple ID [basic=open|closed] [im=WORD] [note=TEXT] [contact=URI] [priority=THOUSANDTHS] [activity=WORD]
// A tuple with <basic> should say whom to reach (RFC 3863 section 4.1.2): the presentity where nothing else is said.
std::expected<presence::tuple, std::string> tuple_of(const body_item& item, const std::string& entity,
                                                     const expand_phrase& expand) {
    presence::tuple out{.id = expand(item.name)};
    if (out.id.empty()) out.id = "t1";
    for (const auto& [key, phrase] : item.attributes) {
        const std::string value = expand(phrase);
        if (key == "basic" && (value == "open" || value == "closed")) {
            out.status.basic = value == "open" ? presence::basic::open : presence::basic::closed;
        } else if (key == "im") {
            out.status.im = value;
        } else if (key == "note") {
            out.notes.push_back({value});
        } else if (key == "contact") {
            if (!out.contact) out.contact.emplace();
            out.contact->uri = value;
        } else if (key == "activity") {
            out.rich.activities.push_back({.values = {{value}}});
        } else {
            return no_place("pidf", key + "=" + value);
        }
    }
    if (out.status.basic && !out.contact) out.contact = presence::contact{entity};
    return out;
}

// person ID [activity=WORD] [mood=WORD] [note=TEXT]
std::expected<presence::person, std::string> person_of(const body_item& item, const expand_phrase& expand) {
    presence::person out{.id = expand(item.name)};
    if (out.id.empty()) out.id = "p1";
    for (const auto& [key, phrase] : item.attributes) {
        const std::string value = expand(phrase);
        if (key == "activity")
            out.rich.activities.push_back({.values = {{value}}});
        else if (key == "mood")
            out.rich.mood.push_back({.values = {{value}}});
        else if (key == "note")
            out.notes.push_back({value});
        else
            return no_place("pidf", key + "=" + value);
    }
    return out;
}

made pidf(const body_block& block, const std::string& entity, const expand_phrase& expand) {
    presence::presence_document out{.entity = entity};
    for (const auto& [key, phrase] : block.attributes) {
        if (key != "entity") return no_place("pidf", key);
        out.entity = expand(phrase);
    }
    for (const auto& item : block.items) {
        if (item.kind == "tuple") {
            auto tuple = tuple_of(item, out.entity, expand);
            if (!tuple) return std::unexpected(tuple.error());
            out.tuples.push_back(std::move(*tuple));
        } else if (item.kind == "person") {
            auto person = person_of(item, expand);
            if (!person) return std::unexpected(person.error());
            out.persons.push_back(std::move(*person));
        } else if (item.kind == "note") {
            out.notes.push_back({expand(item.name)});
        } else {
            return no_place("pidf", item.kind);
        }
    }
    return written_body{"application/pidf+xml", presence::write_pidf(out)};
}

// entry URI [name=TEXT]; list NAME { ... }
std::expected<contacts::list_member, std::string> member_of(const body_item& item,
                                                            const expand_phrase& expand) {
    if (item.kind != "entry" && item.kind != "list") return no_place("resource-lists", item.kind);
    contacts::list_member out;
    out.kind = item.kind == "entry" ? contacts::member_kind::entry : contacts::member_kind::list;
    out.target = expand(item.name);
    for (const auto& [key, phrase] : item.attributes) {
        if (key != "name") return no_place("resource-lists", key);
        out.display_name = presence::note{expand(phrase)};
    }
    for (const auto& child : item.items) {
        auto member = member_of(child, expand);
        if (!member) return member;
        out.members.push_back(std::move(*member));
    }
    return out;
}

made resource_lists(const body_block& block, const expand_phrase& expand) {
    contacts::resource_lists out;
    for (const auto& item : block.items) {
        auto member = member_of(item, expand);
        if (!member) return std::unexpected(member.error());
        if (member->kind == contacts::member_kind::entry)
            return no_place("resource-lists", "entry outside of a list");
        out.lists.push_back(std::move(*member));
    }
    return written_body{"application/resource-lists+xml", contacts::write(out)};
}
} // namespace

made write_body(const body_block& block, const std::string& entity, const expand_phrase& expand) {
    if (block.raw) return written_body{block.type, expand(*block.raw)};
    if (block.type == "pidf") return pidf(block, entity, expand);
    return resource_lists(block, expand);
}

} // namespace simplespec::scenarios
