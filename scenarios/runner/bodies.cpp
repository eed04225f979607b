#include "scenarios/runner/bodies.hpp"

#include "contacts/resource_lists.hpp"
#include "contacts/rlmi.hpp"
#include "mime/multipart.hpp"
#include "presence/pidf.hpp"

#include <fmt/format.h>

#include <charconv>

namespace simplespec::scenarios {

namespace {
using made = std::expected<written_body, std::string>;

constexpr std::size_t most_contacts = 10000; ///< of one line

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

// contact URI [name=TEXT] [lang=TAG] [basic=open|closed] [note=TEXT] [times=N] { name TEXT [lang=TAG] / note TEXT [lang=TAG] }
// N contacts at once where `times` is given: each `%` is the number of one, from 1.
struct listed_contact {
    contacts::resource row;
    presence::tuple state{.id = "t1"};
    std::size_t times = 1;
};

std::expected<listed_contact, std::string> listed_contact_of(const body_item& item,
                                                             const expand_phrase& expand) {
    if (item.kind != "contact") return no_place("contacts", item.kind);
    listed_contact out;
    out.row.uri = expand(item.name);
    std::string lang;
    for (const auto& [key, phrase] : item.attributes) {
        const std::string value = expand(phrase);
        if (key == "name") {
            out.row.names.push_back({value});
        } else if (key == "note") {
            out.state.notes.push_back({value});
        } else if (key == "basic" && (value == "open" || value == "closed")) {
            out.state.status.basic = value == "open" ? presence::basic::open : presence::basic::closed;
        } else if (key == "times") {
            const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), out.times);
            if (error != std::errc() || end != value.data() + value.size() || out.times > most_contacts)
                return std::unexpected(fmt::format("times={}: expected a number up to {}", value, most_contacts));
        } else {
            return no_place("contacts", key + "=" + value);
        }
    }
    for (const auto& child : item.items) {
        presence::note text{expand(child.name)};
        for (const auto& [key, phrase] : child.attributes) {
            if (key != "lang") return no_place("contacts", key);
            text.lang = expand(phrase);
        }
        if (child.kind != "name" && child.kind != "note") return no_place("contacts", child.kind);
        (child.kind == "name" ? out.row.names : out.state.notes).push_back(std::move(text));
    }
    return out;
}

std::string numbered(std::string text, std::size_t number) {
    for (auto at = text.find('%'); at != std::string::npos; at = text.find('%', at))
        text.replace(at, 1, std::to_string(number));
    return text;
}

// contacts LIST [version=N] [full=yes|no] { contact ... }: the body of a list's NOTIFY (RFC 4662 section 5). A contact of
// which nothing but the name is said has no instance: its state is not known (section 4.5).
made contact_list(const body_block& block, const expand_phrase& expand) {
    contacts::rlmi_list list{.full_state = true};
    for (const auto& [key, phrase] : block.attributes) {
        const std::string value = expand(phrase);
        if (key == "list")
            list.uri = value;
        else if (key == "name")
            list.names.push_back({value});
        else if (key == "full" && (value == "yes" || value == "no"))
            list.full_state = value == "yes";
        else if (key != "version" ||
                 std::from_chars(value.data(), value.data() + value.size(), list.version).ec != std::errc())
            return no_place("contacts", key + "=" + value);
    }
    std::vector<mime::outgoing_part> parts(1);
    for (const auto& item : block.items) {
        const auto listed = listed_contact_of(item, expand);
        if (!listed) return std::unexpected(listed.error());
        for (std::size_t i = 1; i <= listed->times; ++i) {
            auto row = listed->row;
            auto state = listed->state;
            row.uri = numbered(std::move(row.uri), i);
            for (auto& name : row.names) name.text = numbered(std::move(name.text), i);
            for (auto& note : state.notes) note.text = numbered(std::move(note.text), i);
            if (state.status.basic || !state.notes.empty()) {
                const auto cid = fmt::format("part{}@simplespec.invalid", parts.size());
                row.instances.push_back({.id = "1", .state = contacts::instance_state::active, .cid = cid});
                if (state.status.basic) state.contact = presence::contact{row.uri};
                parts.push_back({"application/pidf+xml", cid,
                                 presence::write_pidf({.entity = row.uri, .tuples = {std::move(state)}})});
            }
            list.resources.push_back(std::move(row));
        }
    }
    parts.front() = {"application/rlmi+xml;charset=\"UTF-8\"", "list@simplespec.invalid", contacts::write(list)};
    sip::entropy always_the_same(1);
    auto written = mime::write_related(parts, always_the_same);
    return written_body{std::move(written.content_type), std::move(written.body)};
}
} // namespace

made write_body(const body_block& block, const std::string& entity, const expand_phrase& expand) {
    if (block.raw) return written_body{block.type, expand(*block.raw)};
    if (block.type == "pidf") return pidf(block, entity, expand);
    if (block.type == "contacts") return contact_list(block, expand);
    return resource_lists(block, expand);
}

} // namespace simplespec::scenarios
