#include "agent/user_state.hpp"

#include "presence/pidf.hpp"
#include "sip/cursor.hpp"

namespace simplespec::agent {
namespace {

const user_state offered[] = {
    {"Available", true, ""},
    {"Busy", true, "busy"},
    {"Lunch", true, "meal"},
    {"Meeting", true, "meeting"},
    {"On the phone", true, "on-the-phone"},
    {"Be right back", true, "away"},
    {"Away", false, "away"},
    {"Holiday", false, "vacation"},
    {"Offline", false, ""},
};

} // namespace

std::span<const user_state> user_states() { return offered; }

const user_state* find_user_state(std::string_view name) {
    for (const auto& state : offered)
        if (sip::iequal(state.name, name)) return &state;
    return nullptr;
}

std::string user_document(const user_state& state, std::string_view aor, std::string_view device,
                          sip::wall_time now) {
    presence::presence_document document;
    const auto colon = aor.find(':');
    document.entity = "pres:" + std::string(aor.substr(colon == std::string_view::npos ? 0 : colon + 1));
    presence::tuple tuple;
    tuple.id = device;
    tuple.status.basic = state.open ? presence::basic::open : presence::basic::closed;
    tuple.status.im = state.name;
    tuple.contact = presence::contact{std::string(aor), 1000};
    tuple.notes.push_back({state.name, "en"});
    tuple.timestamp = now;
    document.tuples.push_back(std::move(tuple));
    if (!state.activity.empty()) {
        presence::person person;
        person.id = "p-" + std::string(device);
        presence::rpid_element activities;
        activities.values.push_back({.name = state.activity});
        person.rich.activities.push_back(std::move(activities));
        person.timestamp = now;
        document.persons.push_back(std::move(person));
    }
    return presence::write_pidf(document);
}

} // namespace simplespec::agent
