#include "events/event_type.hpp"

#include "events/reading.hpp"
#include "sip/cursor.hpp"

namespace simplespec::events {

// Event         =  ( "Event" / "o" ) HCOLON event-type *( SEMI event-param )
// event-type    =  event-package *( "." event-template )
// event-param   =  generic-param / ( "id" EQUAL token )
std::optional<event_type> event_of(const sip::message& m) {
    if (m.count(sip::header::event) != 1) return {};
    const auto value = m.value(sip::header::event);
    sip::cursor c(value);
    const auto package = c.token();
    c.skip_sws();
    if (package.empty() || (!c.at_end() && c.peek() != ';')) return {};
    return event_type{std::string(package), parameter_of(value, "id")};
}

std::string write(const event_type& e) { return e.id ? e.package + ";id=" + *e.id : e.package; }

} // namespace simplespec::events
