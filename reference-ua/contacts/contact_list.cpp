#include "contacts/contact_list.hpp"

#include "contacts/presentity_key.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_set>

namespace simplespec::contacts {
namespace {

// Between the URIs of a path; no URI has it.
constexpr char below = '\n';

int rank(presence::availability a) {
    switch (a) {
    case presence::availability::available: return 2;
    case presence::availability::unavailable: return 1;
    case presence::availability::unknown: break;
    }
    return 0;
}

bool same_but_for_time(const contact& a, const contact& b) {
    const auto all = [](const contact& c) {
        const auto& [uri, names, how, subscription, from, since] = c;
        const auto& [state, activities, notes, how_since, where] = how;
        return std::tie(uri, names, state, activities, notes, where, subscription, from);
    };
    return all(a) == all(b);
}

} // namespace

/// A row that a notification brings.
struct contact_list::incoming {
    std::string key; ///< of the row's URI
    contact row;
    std::string path;
    bool keep_state = false; ///< its part was not there: a partial list leaves what is known
};

/// All that one notification brings, its nested lists with it.
struct contact_list::harvest {
    sip::wall_time now;
    applied* out;
    std::vector<incoming> rows{};
    std::set<std::string> replaced{}; ///< paths of lists whose full state came
    std::set<std::string> named{};    ///< paths of nested lists that are there
};

std::string_view name(source s) {
    constexpr std::string_view words[] = {"none", "list", "direct"};
    return words[static_cast<std::size_t>(s)];
}

std::string_view contact::title(std::string_view lang) const {
    const auto* best = presence::note_in(names, lang);
    return best == nullptr ? std::string_view(uri) : std::string_view(best->text);
}

std::string_view contact::note(std::string_view lang) const {
    const auto* best = presence::note_in(how.notes, lang);
    return best == nullptr ? std::string_view{} : std::string_view(best->text);
}

const contact* contact_list::find(std::string_view uri) const {
    const auto it = index_.find(presentity_key(uri));
    return it == index_.end() ? nullptr : &rows_[it->second];
}

void contact_list::put(sip::wall_time now, incoming in, applied& out) {
    const auto it = index_.find(in.key);
    auto& row = in.row;
    if (it == index_.end()) {
        if (rows_.size() >= most_rows) {
            if (out.departures.empty() || out.departures.back().rule != "contact-list-full")
                out.departures.push_back({"contact-list-full", "", 0, "The list has more resources than are kept."});
            return;
        }
        row.since = row.how.since ? row.how.since : std::optional(now);
        index_.emplace(std::move(in.key), rows_.size());
        out.changes.push_back({change_kind::added, row});
        rows_.push_back(std::move(row));
        paths_.push_back(std::move(in.path));
        return;
    }
    auto& old = rows_[it->second];
    if (row.names.empty()) row.names = old.names;
    // RFC 4662 section 7.1.2: what a direct subscription says is preferred.
    const bool outranked = old.from == source::direct && row.from == source::list;
    if (outranked || in.keep_state) {
        row.how = old.how;
        row.from = old.from;
    }
    if (row.from != source::list && row.subscription == instance_state::unknown) row.subscription = old.subscription;
    row.uri = old.uri;
    if (!in.path.empty()) paths_[it->second] = std::move(in.path);
    row.since = row.how.since ? row.how.since : row.how == old.how ? old.since : std::optional(now);
    const bool changed = !same_but_for_time(row, old);
    old = std::move(row);
    if (changed) out.changes.push_back({change_kind::changed, old});
}

void contact_list::remove(const std::vector<bool>& falls, applied& out) {
    std::vector<std::size_t> place(rows_.size());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (falls[i]) {
            out.changes.push_back({change_kind::removed, std::move(rows_[i])});
            continue;
        }
        place[i] = kept;
        if (kept != i) {
            rows_[kept] = std::move(rows_[i]);
            paths_[kept] = std::move(paths_[i]);
        }
        ++kept;
    }
    rows_.resize(kept);
    paths_.resize(kept);
    std::erase_if(index_, [&](const auto& entry) { return falls[entry.second]; });
    for (auto& [key, i] : index_) i = place[i];
}

// RFC 4662 section 5.6.1: full state flushes the table, and section 4.6: of its own list only. What a vanished nested list
// brought goes with it.
void contact_list::drop(const harvest& h, applied& out) {
    if (h.replaced.empty() && h.named.empty()) return; // nothing is flushed, and no row turned out to be a list
    std::unordered_set<std::string_view> kept;
    for (const auto& in : h.rows) kept.insert(in.key);
    const auto gone = [&](const std::string& path) {
        if (h.replaced.contains(path)) return true;
        for (auto end = path.find(below); end != std::string::npos; end = path.find(below, end + 1)) {
            const auto parent = path.substr(0, end);
            const auto child = path.substr(0, path.find(below, end + 1));
            if (h.replaced.contains(parent) && !h.named.contains(child)) return true;
        }
        return false;
    };
    std::vector<bool> falls(rows_.size());
    bool any = false;
    for (const auto& [key, i] : index_) {
        if (paths_[i].empty() || kept.contains(key)) continue;
        // A resource that was listed before its state came may turn out to be a list: its members stand for it then.
        if (!h.named.contains(paths_[i] + below + key) && !gone(paths_[i])) continue;
        if (rows_[i].from == source::direct) paths_[i].clear();
        else falls[i] = any = true;
    }
    if (any) remove(falls, out);
    std::erase_if(versions_, [&](const auto& v) { return v.first.find(below) != std::string::npos && gone(v.first) &&
                                                          !h.named.contains(v.first); });
}

void contact_list::collect(const list_notification& n, const std::string& path, harvest& h) {
    if (versions_.size() >= most_lists && !versions_.contains(path)) {
        h.out->departures.push_back({"contact-list-full", "", 0, "There are more nested lists than are followed."});
        return;
    }
    auto verdict = n.list.full_state ? version_verdict::replace : version_verdict::update;
    if (n.list.versioned)
        verdict = versions_[path].on_document(n.list.version, n.list.full_state, h.out->departures);
    if (verdict == version_verdict::discard) return;
    if (verdict == version_verdict::update_and_refresh) h.out->refresh = true;
    const bool full = verdict == version_verdict::replace;
    if (full) h.replaced.insert(path);
    const bool top = path.find(below) == std::string::npos;
    if (top) h.out->full = full;
    if (top && (full || !n.list.names.empty())) names_ = n.list.names;
    for (const auto& r : n.resources) {
        incoming in{presentity_key(r.meta.uri),
                    {r.meta.uri, r.meta.names, {}, instance_state::unknown, source::list, {}},
                    path,
                    false};
        bool is_list = false;
        bool missing = false;
        for (const auto& i : r.instances) {
            if (i.nested) {
                is_list = true;
                const auto child = path + below + in.key;
                h.named.insert(child);
                collect(*i.nested, child, h);
                continue;
            }
            if (in.row.subscription != instance_state::active) in.row.subscription = i.meta.state;
            missing |= i.bound == binding::none && !i.meta.cid.empty();
            if (!i.document) continue;
            auto how = presence::standing_of(*i.document, h.now);
            if (in.row.how == presence::standing{} || rank(how.state) > rank(in.row.how.state)) in.row.how = std::move(how);
        }
        in.keep_state = missing && !full;
        if (!is_list) h.rows.push_back(std::move(in));
    }
}

applied contact_list::apply(sip::wall_time now, std::string_view uri, const presence::presence_document* document) {
    applied out;
    incoming in{presentity_key(uri), {std::string(uri), {}, {}, instance_state::active, source::direct, {}}, {}, false};
    if (document == nullptr) {
        if (find(uri) != nullptr) return out;
        in.row.from = source::none;
        in.row.subscription = instance_state::unknown;
    } else {
        in.row.how = presence::standing_of(*document, now);
    }
    put(now, std::move(in), out);
    return out;
}

void contact_list::on_direct_end(std::string_view uri) {
    if (const auto it = index_.find(presentity_key(uri)); it != index_.end() && rows_[it->second].from == source::direct)
        rows_[it->second].from = source::none;
}

applied contact_list::apply(sip::wall_time now, const list_notification& notification) {
    applied out;
    harvest h{now, &out};
    collect(notification, "list", h);
    drop(h, out);
    for (auto& in : h.rows) put(now, std::move(in), out);
    return out;
}

applied contact_list::apply_body(sip::wall_time now, std::string_view content_type, std::string_view transfer_encoding,
                                 std::string_view body) {
    if (body.empty()) return {};
    auto read = read_list_notification(content_type, transfer_encoding, body);
    applied out;
    if (read.value)
        out = apply(now, *read.value);
    else
        out.usable = false;
    read.departures.insert(read.departures.end(), std::make_move_iterator(out.departures.begin()),
                           std::make_move_iterator(out.departures.end()));
    out.departures = std::move(read.departures);
    return out;
}

} // namespace simplespec::contacts
