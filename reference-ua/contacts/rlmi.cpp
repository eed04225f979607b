#include "contacts/rlmi.hpp"

#include "presence/xml.hpp"
#include "sip/cursor.hpp"

#include <fmt/format.h>

#include <charconv>
#include <unordered_set>

namespace simplespec::contacts {
namespace {

namespace xml = presence::xml;

constexpr std::string_view rlmi_ns = "urn:ietf:params:xml:ns:rlmi";

instance_state state_named(std::string_view word) {
    for (const auto s : {instance_state::active, instance_state::pending, instance_state::terminated})
        if (word == name(s)) return s;
    return instance_state::unknown;
}

/// A template that was not filled in leaves a constant's name: "StrUtils::kActive" stands for active.
instance_state state_meant(std::string_view word) {
    word = sip::trim(word);
    if (const auto colons = word.rfind("::"); colons != std::string_view::npos) word.remove_prefix(colons + 2);
    if (word.size() > 1 && word[0] == 'k' && word[1] >= 'A' && word[1] <= 'Z') word.remove_prefix(1);
    return state_named(sip::lowercase(word));
}

std::string attribute(const xml::element& e, std::string_view name) {
    const auto* value = e.find(name);
    return value == nullptr ? std::string() : *value;
}

std::vector<presence::note> names_of(const xml::element& parent) {
    std::vector<presence::note> out;
    for (const auto& child : parent.children)
        if (child.name == "name" && child.ns == parent.ns) {
            const auto* lang = child.find(xml::xml_ns, "lang");
            out.push_back({std::string(child.trimmed()), lang == nullptr ? std::string() : *lang});
        }
    return out;
}

instance read_instance(const xml::element& e, sip::findings& out) {
    instance one{attribute(e, "id"), instance_state::unknown, attribute(e, "reason"), attribute(e, "cid")};
    if (e.find("id") == nullptr)
        out.push_back({"rlmi-instance-without-id", "RFC4662-5.1-3", e.offset, "The instance has no id."});
    const auto word = attribute(e, "state");
    one.state = state_named(word);
    if (one.state == instance_state::unknown) {
        one.state = state_meant(word);
        out.push_back({"rlmi-instance-state", "RFC4662-5.1-3", e.offset,
                       fmt::format("The state of the instance is none of the three words; taken for {}.", name(one.state)),
                       "active, pending or terminated", word});
    }
    if (one.state == instance_state::terminated && one.reason.empty())
        out.push_back({"rlmi-terminated-without-reason", "RFC4662-5.5-5", e.offset,
                       "The instance is terminated and no reason is given."});
    if (one.state == instance_state::active && one.cid.empty())
        out.push_back({"rlmi-active-without-cid", "RFC4662-5.5-7", e.offset,
                       "The instance is active and no cid says where its state is."});
    return one;
}

resource read_resource(const xml::element& e, sip::findings& out) {
    resource one{attribute(e, "uri"), names_of(e), {}, e.offset};
    std::unordered_set<std::string> ids;
    for (const auto& child : e.children) {
        if (child.name != "instance" || child.ns != e.ns) continue;
        one.instances.push_back(read_instance(child, out));
        if (!ids.insert(one.instances.back().id).second)
            out.push_back({"rlmi-instance-id-twice", "RFC4662-5.5-3", child.offset,
                           "Two instances of the resource have one id.", {}, one.instances.back().id});
    }
    return one;
}

void read_attributes(const xml::element& root, rlmi_list& list, sip::findings& out) {
    list.uri = attribute(root, "uri");
    if (root.find("uri") == nullptr)
        out.push_back({"rlmi-list-without-uri", "RFC4662-5.2-1", root.offset, "The list has no uri."});
    list.cid = attribute(root, "cid");
    const auto number = attribute(root, "version");
    const auto digits = sip::trim(number);
    const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), list.version);
    list.versioned = !digits.empty() && end.ec == std::errc{} && end.ptr == digits.data() + digits.size();
    if (!list.versioned) {
        list.version = 0;
        out.push_back({"rlmi-version", root.find("version") == nullptr ? "RFC4662-5.2-1" : "RFC4662-5.1-3", root.offset,
                       "The list has no version that can be read.", "a number of 32 bits", number});
    }
    const auto full = attribute(root, "fullState");
    const auto word = sip::trim(full);
    list.full_state = !(word == "false" || word == "0");
    if (word != "true" && word != "1" && list.full_state)
        out.push_back({"rlmi-full-state", root.find("fullState") == nullptr ? "RFC4662-5.2-1" : "RFC4662-5.1-3", root.offset,
                       "Nothing says whether the list is complete; taken for complete.", "true, false, 1 or 0", full});
}

void add_names(const std::vector<presence::note>& names, xml::element& to) {
    for (const auto& n : names) {
        auto child = xml::make(rlmi_ns, "name", n.text);
        if (!n.lang.empty()) child.attributes.push_back({std::string(xml::xml_ns), "lang", n.lang});
        to.children.push_back(std::move(child));
    }
}

} // namespace

std::string_view name(instance_state s) {
    constexpr std::string_view words[] = {"unknown", "active", "pending", "terminated"};
    return words[static_cast<std::size_t>(s)];
}

presence::reading<rlmi_list> read_rlmi(std::string_view text, const presence::read_options& options) {
    auto tree = xml::read(text, options, {.well_formed = "RFC4662-5.1-3"});
    presence::reading<rlmi_list> out{std::nullopt, std::move(tree.departures)};
    if (!tree.value) return out;
    const auto& root = *tree.value;
    if (!root.is(rlmi_ns, "list")) {
        out.departures.push_back({"rlmi-root", "RFC4662-5.1-3", root.offset, "The root is not a list of the RLMI namespace.",
                                  fmt::format("list of {}", rlmi_ns), fmt::format("{} of {}", root.name, root.ns)});
        if (root.name != "list") return out;
    }
    rlmi_list list;
    read_attributes(root, list, out.departures);
    list.names = names_of(root);
    for (const auto& child : root.children) {
        if (child.name != "resource" || child.ns != root.ns) continue;
        auto one = read_resource(child, out.departures);
        if (one.uri.empty())
            out.departures.push_back({"rlmi-resource-without-uri", "RFC4662-5.3-1", child.offset,
                                      "The resource has no uri; it is passed over."});
        else
            list.resources.push_back(std::move(one));
    }
    out.value = std::move(list);
    return out;
}

std::string write(const rlmi_list& list) {
    auto root = xml::make(rlmi_ns, "list");
    xml::put(root, "uri", list.uri);
    xml::put(root, "version", std::to_string(list.version));
    xml::put(root, "fullState", list.full_state ? "true" : "false");
    if (!list.cid.empty()) xml::put(root, "cid", list.cid);
    add_names(list.names, root);
    for (const auto& r : list.resources) {
        auto resource = xml::make(rlmi_ns, "resource");
        xml::put(resource, "uri", r.uri);
        add_names(r.names, resource);
        for (const auto& i : r.instances) {
            auto instance = xml::make(rlmi_ns, "instance");
            xml::put(instance, "id", i.id);
            xml::put(instance, "state", name(i.state));
            if (!i.reason.empty()) xml::put(instance, "reason", i.reason);
            if (!i.cid.empty()) xml::put(instance, "cid", i.cid);
            resource.children.push_back(std::move(instance));
        }
        root.children.push_back(std::move(resource));
    }
    return xml::write(root);
}

} // namespace simplespec::contacts
