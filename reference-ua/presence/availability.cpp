#include "presence/availability.hpp"

#include "sip/cursor.hpp"

#include <algorithm>

namespace simplespec::presence {

namespace {

using moment = std::optional<sip::wall_time>;

bool holds(const interval& valid, const moment& now) { return !now || valid.holds(*now); }

/// RFC 4480 section 3.9: a tuple of another relationship reaches somebody else, an assistant, say.
bool is_own(const tuple& t) {
    for (const auto& r : t.rich.relationship)
        for (const auto& v : r.values)
            if (v.name != "self") return false;
    return true;
}

int rank(const tuple& t) { return t.contact && t.contact->priority ? *t.contact->priority : -1; }

/// The tuple that decides: open before closed, then the higher priority, then the newer, then the first.
const tuple* deciding(const presence_document& document) {
    const bool any_own = std::ranges::any_of(document.tuples, is_own);
    const tuple* best = nullptr;
    for (const auto& t : document.tuples) {
        if (!t.status.basic || (any_own && !is_own(t))) continue;
        if (best == nullptr) {
            best = &t;
            continue;
        }
        const bool open = t.status.basic == basic::open, best_open = best->status.basic == basic::open;
        if (open != best_open        ? open
            : rank(t) != rank(*best) ? rank(t) > rank(*best)
                                     : t.timestamp > best->timestamp)
            best = &t;
    }
    return best;
}

void add_activities(const rpid& rich, const moment& now, standing& to) {
    for (const auto& a : rich.activities) {
        if (!holds(a.valid, now)) continue;
        for (const auto& v : a.values) {
            if (v.name == "unknown" && v.ns.empty()) continue;
            const bool worded = (v.name == "other" || v.name.empty()) && !v.text.empty();
            const std::string& word = worded ? v.text : v.name;
            if (std::ranges::find(to.activities, word) == to.activities.end() && to.activities.size() < 64)
                to.activities.push_back(word);
        }
    }
}

void add_notes(const std::vector<note>& notes, standing& to) {
    for (const auto& n : notes)
        if (!n.text.empty() && to.notes.size() < 64) to.notes.push_back(n);
}

void say_activities(const presence_document& document, const tuple* decided, const moment& now,
                    standing& to) {
    for (const auto& p : document.persons) add_activities(p.rich, now, to);
    for (const auto& t : document.tuples)
        if (is_own(t)) add_activities(t.rich, now, to);
    if (!to.activities.empty()) return;
    if (decided != nullptr && !decided->status.im.empty()) return to.activities.push_back(decided->status.im);
    for (const auto& t : document.tuples)
        if (!t.status.im.empty()) return to.activities.push_back(t.status.im);
}

void say_notes(const presence_document& document, const tuple* decided, const moment& now, standing& to) {
    for (const auto& p : document.persons) add_notes(p.notes, to);
    // The document's notes are those of each person without notes of its own (RFC 4479 section 5).
    if (to.notes.empty() && !document.persons.empty()) add_notes(document.notes, to);
    if (to.notes.empty() && decided != nullptr) add_notes(decided->notes, to);
    if (to.notes.empty()) add_notes(document.notes, to);
    if (to.notes.empty())
        for (const auto& t : document.tuples) add_notes(t.notes, to);
    if (!to.notes.empty()) return;
    for (const auto& p : document.persons)
        for (const auto& a : p.rich.activities)
            if (holds(a.valid, now)) add_notes(a.notes, to);
}

bool language_is(std::string_view tag, std::string_view wanted) {
    return sip::iequal(tag.substr(0, wanted.size()), wanted) &&
           (tag.size() == wanted.size() || tag[wanted.size()] == '-');
}

} // namespace

std::string_view name(availability a) {
    switch (a) {
    case availability::available:
        return "available";
    case availability::unavailable:
        return "unavailable";
    case availability::unknown:
        break;
    }
    return "unknown";
}

standing standing_of(const presence_document& document, std::optional<sip::wall_time> now) {
    standing out;
    const tuple* decided = deciding(document);
    if (decided != nullptr) {
        const bool open = decided->status.basic == basic::open;
        out.state = open ? availability::available : availability::unavailable;
        out.since = decided->timestamp;
        if (open && decided->contact) out.contact = decided->contact->uri;
    }
    if (!out.since)
        for (const auto& p : document.persons) out.since = std::max(out.since, p.timestamp);
    say_activities(document, decided, now, out);
    say_notes(document, decided, now, out);
    return out;
}

const note* note_in(const std::vector<note>& notes, std::string_view lang) {
    if (!lang.empty())
        for (const auto& n : notes)
            if (language_is(n.lang, lang)) return &n;
    for (const auto& n : notes)
        if (n.lang.empty()) return &n;
    return notes.empty() ? nullptr : &notes.front();
}

} // namespace simplespec::presence
