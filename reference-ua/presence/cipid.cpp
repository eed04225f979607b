#include "presence/cipid.hpp"

namespace simplespec::presence {

namespace {
constexpr std::pair<std::string_view, std::string cipid::*> members[] = {
    {"card", &cipid::card},         {"display-name", &cipid::display_name},
    {"homepage", &cipid::homepage}, {"icon", &cipid::icon},
    {"map", &cipid::map},           {"sound", &cipid::sound},
};
} // namespace

bool read_cipid(const xml::element& e, cipid& into) {
    if (e.ns != cipid_ns) return false;
    for (const auto& [name, member] : members) {
        if (e.name != name) continue;
        into.*member = e.trimmed();
        return true;
    }
    return false;
}

void write_cipid(const cipid& value, std::vector<xml::element>& to) {
    for (const auto& [name, member] : members)
        if (!(value.*member).empty()) to.push_back(xml::make(cipid_ns, name, value.*member));
}

} // namespace simplespec::presence
