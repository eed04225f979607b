#include "presence/composition.hpp"

#include "sip/cursor.hpp"

#include <algorithm>
#include <unordered_map>

namespace simplespec::presence {

namespace {

/// The ids of one document: each an NCName, none twice (xs:ID counts over all elements).
class id_space {
  public:
    void claim(std::string& id, std::string_view stem) {
        std::string name = id.empty() ? std::string(stem) : id;
        for (char& c : name)
            if (!sip::is_alphanum(c) && c != '_' && c != '-' && c != '.' &&
                static_cast<unsigned char>(c) < 0x80)
                c = '_';
        if (const char c = name.front();
            !sip::is_alpha(c) && c != '_' && static_cast<unsigned char>(c) < 0x80)
            name.insert(0, stem);
        id = name;
        // The count per name goes on where it stopped, so that many equal ids stay linear.
        for (auto next = uses_.find(name); uses_.contains(id); next = uses_.find(name))
            id = name + "-" + std::to_string(++next->second);
        uses_.emplace(id, 1);
    }
    void claim_optional(std::string& id) {
        if (!id.empty()) claim(id, "r");
    }

  private:
    std::unordered_map<std::string, std::size_t> uses_;
};

void claim(rpid& rich, id_space& ids) {
    for (auto* all : {&rich.activities, &rich.mood, &rich.place_type, &rich.privacy, &rich.sphere,
                      &rich.relationship, &rich.service_class})
        for (auto& e : *all) ids.claim_optional(e.id);
    for (auto& e : rich.place) ids.claim_optional(e.id);
    for (auto& e : rich.status_icon) ids.claim_optional(e.id);
    for (auto& e : rich.time_offset) ids.claim_optional(e.id);
    for (auto& e : rich.input) ids.claim_optional(e.id);
}

/// What `older` says and `newer` does not.
template <class T>
void fill(T& newer, const T& older) {
    if (newer.empty()) newer = older;
}

void merge(rpid& newer, const rpid& older) {
    fill(newer.activities, older.activities);
    fill(newer.mood, older.mood);
    fill(newer.place_type, older.place_type);
    fill(newer.privacy, older.privacy);
    fill(newer.sphere, older.sphere);
    fill(newer.place, older.place);
    fill(newer.relationship, older.relationship);
    fill(newer.service_class, older.service_class);
    fill(newer.classes, older.classes);
    fill(newer.status_icon, older.status_icon);
    fill(newer.time_offset, older.time_offset);
    fill(newer.input, older.input);
}

void merge(person& newer, const person& older) {
    merge(newer.rich, older.rich);
    for (auto member :
         {&cipid::card, &cipid::display_name, &cipid::homepage, &cipid::icon, &cipid::map, &cipid::sound})
        fill(newer.card.*member, older.card.*member);
    fill(newer.notes, older.notes);
    fill(newer.extensions, older.extensions);
    newer.timestamp = std::max(newer.timestamp, older.timestamp);
}

template <class T>
struct dated {
    const T* value;
    sip::wall_time at;
    std::size_t order;
};

/// Newest first; equals in the order given, the later publication before the earlier.
template <class T>
void newest_first(std::vector<dated<T>>& all) {
    std::ranges::sort(
        all, [](const auto& a, const auto& b) { return a.at != b.at ? a.at > b.at : a.order > b.order; });
}

} // namespace

presence_document compose(std::string_view presentity, std::span<const publication> publications) {
    presence_document out;
    out.entity = presentity;
    std::vector<dated<person>> persons;
    std::vector<dated<device>> devices;
    for (const auto& p : publications) {
        const auto& document = *p.document;
        out.tuples.insert(out.tuples.end(), document.tuples.begin(), document.tuples.end());
        for (const auto& n : document.notes)
            if (out.notes.size() < 256 && std::ranges::find(out.notes, n) == out.notes.end())
                out.notes.push_back(n);
        for (const auto& one : document.persons)
            persons.push_back({&one, one.timestamp.value_or(p.published), persons.size()});
        for (const auto& one : document.devices)
            devices.push_back({&one, one.timestamp.value_or(p.published), devices.size()});
        out.extensions.insert(out.extensions.end(), document.extensions.begin(), document.extensions.end());
    }
    newest_first(persons);
    newest_first(devices);
    for (const auto& one : persons) // one person per presentity (RFC 4479 section 3.4)
        if (out.persons.empty())
            out.persons.push_back(*one.value);
        else
            merge(out.persons.front(), *one.value);
    std::unordered_map<std::string_view, bool>
        seen; // a device is known by its deviceID (RFC 4479 section 3.5)
    for (const auto& one : devices)
        if (one.value->device_id.empty() || seen.emplace(one.value->device_id, true).second)
            out.devices.push_back(*one.value);

    id_space ids;
    for (auto& t : out.tuples) ids.claim(t.id, "t");
    for (auto& p : out.persons) ids.claim(p.id, "p");
    for (auto& d : out.devices) ids.claim(d.id, "d");
    for (auto& t : out.tuples) claim(t.rich, ids);
    for (auto& p : out.persons) claim(p.rich, ids);
    for (auto& d : out.devices) claim(d.rich, ids);
    return out;
}

} // namespace simplespec::presence
