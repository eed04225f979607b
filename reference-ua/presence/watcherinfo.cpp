#include "presence/watcherinfo.hpp"

#include "presence/fields.hpp"
#include "presence/xml.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

namespace simplespec::presence {

namespace {

constexpr std::string_view winfo_ns = "urn:ietf:params:xml:ns:watcherinfo";
constexpr std::array<std::string_view, 4> statuses = {"pending", "active", "waiting", "terminated"};
constexpr std::array<std::string_view, 8> events = {"subscribe", "approved", "deactivated", "probation",
                                                    "rejected",  "timeout",  "giveup",      "noresource"};

struct winfo_reader {
    sip::findings& out;

    void note(std::string_view rule, std::string_view requirement, std::size_t offset, std::string what,
              std::string_view actual = {}) {
        out.push_back({rule, requirement, offset, std::move(what), {}, std::string(actual.substr(0, 64))});
    }

    template <class Enum, std::size_t N>
    Enum word(const xml::element& e, std::string_view attribute,
              const std::array<std::string_view, N>& words) {
        const auto text = attribute_of(e, attribute);
        const auto at = std::ranges::find_if(words, [&](auto w) { return sip::iequal(w, text); });
        // RFC 3858 section 3: it has to be there; which words there are only the schema says.
        if (e.find(attribute) == nullptr)
            note("winfo-watcher-attributes", "RFC3858-3-4", e.offset,
                 "A watcher has no " + std::string(attribute) + ".");
        else if (at == words.end() || *at != text)
            note("winfo-watcher-word", "RFC3858-3-S1", e.offset,
                 "The attribute " + std::string(attribute) +
                     " of a watcher has none of the words that are defined.",
                 text);
        return at == words.end() ? Enum{} : static_cast<Enum>(at - words.begin());
    }

    std::optional<std::chrono::seconds> seconds(const xml::element& e, std::string_view attribute) {
        const auto* text = e.find(attribute);
        if (text == nullptr) return std::nullopt;
        sip::cursor at(*text);
        const auto n = at.number(0xffff'ffff, "unsignedLong");
        if (n && at.at_end()) return std::chrono::seconds(*n);
        note("winfo-number", "RFC3858-3-S1", e.offset,
             "The attribute " + std::string(attribute) + " is no number of seconds.", *text);
        return std::nullopt;
    }

    watcher read_watcher(const xml::element& e) {
        watcher value{attribute_of(e, "id"), std::string(e.trimmed())};
        value.status = word<watcher_status>(e, "status", statuses);
        value.event = word<watcher_event>(e, "event", events);
        value.display_name = attribute_of(e, "display-name");
        value.expiration = seconds(e, "expiration");
        value.subscribed = seconds(e, "duration-subscribed");
        return value;
    }

    watcher_list read_list(const xml::element& e) {
        watcher_list value{attribute_of(e, "resource"), attribute_of(e, "package")};
        if (e.find("resource") == nullptr || e.find("package") == nullptr)
            note("winfo-list-attributes", "RFC3858-3-3", e.offset,
                 "A watcher-list has no resource or no package.");
        std::unordered_set<std::string> ids;
        for (const auto& c : e.children) {
            if (!c.is(winfo_ns, "watcher")) continue;
            value.watchers.push_back(read_watcher(c));
            const auto& id = value.watchers.back().id;
            if (id.empty() || !ids.insert(id).second)
                note("winfo-watcher-id", "RFC3858-3-4", c.offset,
                     "The id of a watcher is missing or not unique.", id);
        }
        return value;
    }

    watcherinfo read(const xml::element& root) {
        watcherinfo value;
        const auto version = attribute_of(root, "version"), state = attribute_of(root, "state");
        sip::cursor at(version);
        const auto n = at.number(0xffff'ffff, "nonNegativeInteger");
        if (n && at.at_end())
            value.version = static_cast<std::uint32_t>(*n);
        else
            note("winfo-version", "RFC3858-3-1", root.offset, "The version is missing or no number.",
                 version);
        value.full = state != "partial";
        if (state != "full" && state != "partial")
            note("winfo-state", root.find("state") == nullptr ? "RFC3858-3-1" : "RFC3858-3-S1", root.offset,
                 "The state is neither full nor partial.", state);
        for (const auto& c : root.children)
            if (c.is(winfo_ns, "watcher-list")) value.lists.push_back(read_list(c));
        return value;
    }
};

} // namespace

std::string_view name(watcher_status s) { return statuses[static_cast<std::size_t>(s)]; }
std::string_view name(watcher_event e) { return events[static_cast<std::size_t>(e)]; }

reading<watcherinfo> read_watcherinfo(std::string_view text, const read_options& options) {
    auto tree = xml::read(text, options, {"RFC3858-3-S1", {}});
    reading<watcherinfo> out{std::nullopt, std::move(tree.departures)};
    if (!tree.value) return out;
    if (!tree.value->is(winfo_ns, "watcherinfo")) {
        out.departures.push_back({"winfo-root",
                                  "RFC3858-3-S1",
                                  tree.value->offset,
                                  "The root is not watcherinfo.",
                                  {},
                                  tree.value->name});
        return out;
    }
    out.value = winfo_reader{out.departures}.read(*tree.value);
    return out;
}

std::string write_watcherinfo(const watcherinfo& value) {
    auto root = xml::make(winfo_ns, "watcherinfo");
    xml::put(root, "version", std::to_string(value.version));
    xml::put(root, "state", value.full ? "full" : "partial");
    for (const auto& list : value.lists) {
        auto l = xml::make(winfo_ns, "watcher-list");
        xml::put(l, "resource", list.resource);
        xml::put(l, "package", list.package);
        for (const auto& one : list.watchers) {
            auto w = xml::make(winfo_ns, "watcher", one.uri);
            xml::put(w, "id", one.id);
            xml::put(w, "status", name(one.status));
            xml::put(w, "event", name(one.event));
            put_if(w, "display-name", one.display_name);
            if (one.expiration) xml::put(w, "expiration", std::to_string(one.expiration->count()));
            if (one.subscribed) xml::put(w, "duration-subscribed", std::to_string(one.subscribed->count()));
            l.children.push_back(std::move(w));
        }
        root.children.push_back(std::move(l));
    }
    return xml::write(root);
}

watcher_table::outcome watcher_table::on_document(const watcherinfo& document) {
    if (version_ && document.version <= *version_) return outcome::discarded;
    const bool next = version_ && document.version == *version_ + 1;
    if (!document.full && !next) return outcome::gap;
    version_ = document.version;
    if (document.full) lists_.clear();
    for (const auto& list : document.lists) {
        auto known = std::ranges::find_if(
            lists_, [&](const auto& l) { return l.resource == list.resource && l.package == list.package; });
        if (known == lists_.end()) known = lists_.insert(known, {list.resource, list.package, {}});
        std::unordered_map<std::string, std::size_t> rows;
        for (std::size_t i = 0; i < known->watchers.size(); ++i) rows.emplace(known->watchers[i].id, i);
        for (const auto& one : list.watchers) {
            const auto [row, added] = rows.emplace(one.id, known->watchers.size());
            if (added)
                known->watchers.push_back(one);
            else
                known->watchers[row->second] = one;
        }
        // A terminated watcher was told once; its row is gone (RFC 3858 section 4).
        std::erase_if(known->watchers, [](const auto& w) { return w.status == watcher_status::terminated; });
    }
    return outcome::applied;
}

} // namespace simplespec::presence
