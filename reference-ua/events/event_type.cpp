#include "events/event_type.hpp"

#include "events/reading.hpp"
#include "sip/headers/event.hpp"

namespace simplespec::events {

std::optional<event_type> event_of(const sip::message& m) {
    if (m.count(sip::header::event) != 1) return {};
    const auto read = read_tolerantly<sip::event>(sip::parse_event, m.value(sip::header::event));
    if (!read) return {};
    const auto* id = read->params.find("id");
    return event_type{std::string(read->type), id ? std::optional(id->text()) : std::nullopt};
}

std::string write(const event_type& e) { return e.id ? e.package + ";id=" + *e.id : e.package; }

} // namespace simplespec::events
