#include "presence/rpid.hpp"

#include "presence/fields.hpp"
#include "sip/cursor.hpp"

#include <algorithm>

namespace simplespec::presence {

namespace {

// What drafts used before the RFC's namespace was registered; still sent by Asterisk and others.
constexpr std::string_view draft_namespaces[] = {
    "urn:ietf:params:xml:ns:pidf:status:rpid",
    "urn:ietf:params:xml:ns:pidf:rpid-status",
    "urn:ietf:params:xml:ns:pidf:rpid-person",
    "urn:ietf:params:xml:ns:pidf:rpid-tuple",
};

constexpr std::string_view activity_names[] = {
    "appointment",  "away",       "breakfast",        "busy",      "dinner",
    "holiday",      "in-transit", "looking-for-work", "meal",      "meeting",
    "on-the-phone", "other",      "performance",      "playing",   "permanent-absence",
    "presentation", "shopping",   "sleeping",         "spectator", "steering",
    "travel",       "tv",         "unknown",          "vacation",  "working",
    "worship",
};

constexpr std::string_view mood_names[] = {
    "afraid",     "amazed",       "angry",     "annoyed",    "anxious",     "ashamed",    "bored",
    "brave",      "calm",         "cold",      "confused",   "contented",   "cranky",     "curious",
    "depressed",  "disappointed", "disgusted", "distracted", "embarrassed", "excited",    "flirtatious",
    "frustrated", "grumpy",       "guilty",    "happy",      "hot",         "humbled",    "humiliated",
    "hungry",     "hurt",         "impressed", "in_awe",     "in_love",     "indignant",  "interested",
    "invincible", "jealous",      "lonely",    "mean",       "moody",       "nervous",    "neutral",
    "offended",   "other",        "playful",   "proud",      "relieved",    "remorseful", "restless",
    "sad",        "sarcastic",    "serious",   "shocked",    "shy",         "sick",       "sleepy",
    "stressed",   "surprised",    "thirsty",   "unknown",    "worried",
};

bool is_draft(std::string_view ns) {
    return std::ranges::find(draft_namespaces, ns) != std::end(draft_namespaces);
}

/// The kinds whose shape is notes, then values.
constexpr std::pair<std::string_view, std::vector<rpid_element> rpid::*> enumerated[] = {
    {"activities", &rpid::activities},
    {"mood", &rpid::mood},
    {"place-type", &rpid::place_type},
    {"privacy", &rpid::privacy},
    {"relationship", &rpid::relationship},
    {"service-class", &rpid::service_class},
    {"sphere", &rpid::sphere},
};

rpid_element read_values(const xml::element& e, sip::findings& departures) {
    rpid_element out;
    out.valid = read_interval(e, "", departures);
    out.id = attribute_of(e, "id");
    for (const auto& c : e.children) {
        const bool own = c.ns == e.ns || c.ns == rpid_ns;
        if (own && c.name == "note") {
            out.notes.push_back(read_note(c));
            continue;
        }
        // A draft had <activity>meal</activity> where the RFC has <meal/>.
        const bool wrapped = own && c.name == "activity" && !c.trimmed().empty();
        if (wrapped) {
            const bool known = is_activity(c.trimmed());
            out.values.push_back(
                {known ? std::string(c.trimmed()) : "other", known ? "" : std::string(c.trimmed())});
            departures.push_back({"rpid-activity-as-text",
                                  "",
                                  c.offset,
                                  "An activity stands as text, as drafts of RPID had it.",
                                  {},
                                  out.values.back().name});
            continue;
        }
        const bool placed = e.name == "place-type" && c.ns == location_type_ns;
        out.values.push_back({c.name, std::string(c.trimmed()), own || placed ? std::string() : c.ns});
    }
    // Text instead of an element, as in the <sphere> of the RFC's own example: a value without a name.
    if (out.values.empty() && !e.trimmed().empty()) out.values.push_back({"", std::string(e.trimmed())});
    const bool unknown =
        std::ranges::any_of(out.values, [](const auto& v) { return v.name == "unknown" && v.ns.empty(); });
    if (unknown && out.values.size() > 1)
        departures.push_back(
            {"rpid-unknown-not-alone", "RFC4480-3.2-2", e.offset, "unknown stands beside other values."});
    return out;
}

xml::element write_values(std::string_view name, const rpid_element& value) {
    auto e = xml::make(rpid_ns, name);
    write_interval(value.valid, e);
    put_if(e, "id", value.id);
    for (const auto& n : value.notes) e.children.push_back(write_note(rpid_ns, n));
    for (const auto& v : value.values) {
        if (v.name.empty()) {
            e.text = v.text;
            continue;
        }
        const bool place = name == "place-type" && v.name != "other";
        e.children.push_back(xml::make(!v.ns.empty() ? std::string_view(v.ns)
                                       : place       ? location_type_ns
                                                     : rpid_ns,
                                       v.name, v.text));
    }
    return e;
}

std::string only_child(const xml::element& e, std::string_view name) {
    const auto* medium = e.child(e.ns, name);
    return medium == nullptr || medium->children.empty() ? std::string() : medium->children.front().name;
}

place_is read_place(const xml::element& e, sip::findings& departures) {
    place_is out{only_child(e, "audio"), only_child(e, "video"), only_child(e, "text")};
    out.valid = read_interval(e, "", departures);
    out.id = attribute_of(e, "id");
    for (const auto& c : e.children)
        if (c.name == "note") out.notes.push_back(read_note(c));
    return out;
}

xml::element write_place(const place_is& value) {
    auto e = xml::make(rpid_ns, "place-is");
    write_interval(value.valid, e);
    put_if(e, "id", value.id);
    for (const auto& n : value.notes) e.children.push_back(write_note(rpid_ns, n));
    const auto medium = [&](std::string_view name, const std::string& how) {
        if (how.empty()) return;
        auto m = xml::make(rpid_ns, name);
        m.children.push_back(xml::make(rpid_ns, how));
        e.children.push_back(std::move(m));
    };
    medium("audio", value.audio);
    medium("video", value.video);
    medium("text", value.text);
    return e;
}

user_input read_input(const xml::element& e, sip::findings& departures) {
    user_input out;
    const auto word = e.trimmed();
    out.active = word != "idle";
    if (word != "idle" && word != "active")
        departures.push_back({"rpid-user-input", "RFC4480-3.14-1", e.offset,
                              "user-input is neither active nor idle.", "active or idle",
                              std::string(word.substr(0, 64))});
    if (const auto* seconds = e.find("idle-threshold")) {
        sip::cursor at(*seconds);
        if (const auto n = at.number(1'000'000'000, "positiveInteger"); n && at.at_end())
            out.idle_threshold = std::chrono::seconds(*n);
    }
    if (const auto* last = e.find("last-input"))
        out.last_input = read_time_at(*last, e.offset, "", departures);
    out.id = attribute_of(e, "id");
    return out;
}

xml::element write_input(const user_input& value) {
    auto e = xml::make(rpid_ns, "user-input", value.active ? "active" : "idle");
    if (value.idle_threshold) xml::put(e, "idle-threshold", std::to_string(value.idle_threshold->count()));
    if (value.last_input) xml::put(e, "last-input", write_time(*value.last_input));
    put_if(e, "id", value.id);
    return e;
}

rpid_text read_text(const xml::element& e, sip::findings& departures) {
    return {std::string(e.trimmed()), read_interval(e, "", departures), attribute_of(e, "id"),
            attribute_of(e, "description")};
}

xml::element write_text(std::string_view name, const rpid_text& value) {
    auto e = xml::make(rpid_ns, name, value.value);
    write_interval(value.valid, e);
    put_if(e, "id", value.id);
    if (name == "time-offset") put_if(e, "description", value.description);
    return e;
}

} // namespace

bool is_activity(std::string_view name) {
    return std::ranges::find(activity_names, name) != std::end(activity_names);
}
bool is_mood(std::string_view name) { return std::ranges::find(mood_names, name) != std::end(mood_names); }

bool read_rpid(const xml::element& e, rpid& into, sip::findings& departures) {
    const bool draft = is_draft(e.ns);
    if (e.ns != rpid_ns && !draft) return false;
    const auto known = [&] {
        for (const auto& [name, member] : enumerated)
            if (e.name == name) {
                (into.*member).push_back(read_values(e, departures));
                return true;
            }
        if (e.name == "place-is") return into.place.push_back(read_place(e, departures)), true;
        if (e.name == "user-input") return into.input.push_back(read_input(e, departures)), true;
        if (e.name == "class") return into.classes.emplace_back(e.trimmed()), true;
        if (e.name == "status-icon") return into.status_icon.push_back(read_text(e, departures)), true;
        if (e.name == "time-offset") return into.time_offset.push_back(read_text(e, departures)), true;
        return false;
    }();
    if (known && draft)
        departures.push_back({"rpid-draft-namespace", "", e.offset,
                              "An RPID element stands in the namespace of a draft.", std::string(rpid_ns),
                              e.ns});
    return known;
}

void write_rpid(const rpid& value, std::vector<xml::element>& to) {
    const auto values = [&](std::string_view name, const std::vector<rpid_element>& all) {
        for (const auto& v : all) to.push_back(write_values(name, v));
    };
    values("activities", value.activities);
    for (const auto& c : value.classes) to.push_back(xml::make(rpid_ns, "class", c));
    values("mood", value.mood);
    for (const auto& p : value.place) to.push_back(write_place(p));
    values("place-type", value.place_type);
    values("privacy", value.privacy);
    values("relationship", value.relationship);
    values("service-class", value.service_class);
    values("sphere", value.sphere);
    for (const auto& t : value.status_icon) to.push_back(write_text("status-icon", t));
    for (const auto& t : value.time_offset) to.push_back(write_text("time-offset", t));
    for (const auto& i : value.input) to.push_back(write_input(i));
}

} // namespace simplespec::presence
