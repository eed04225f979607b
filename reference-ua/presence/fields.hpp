#pragma once
// The small readings that all typed readers of this stage share. Not for other stages.
#include "presence/note.hpp"
#include "presence/xml.hpp"

namespace simplespec::presence {

/// A note with its language.
note read_note(const xml::element& e);
xml::element write_note(std::string_view ns, const note& value);

/// The time in `text`; a finding with the requirement where it departs.
std::optional<sip::wall_time> read_time_at(std::string_view text, std::size_t offset,
                                           std::string_view requirement, sip::findings& departures);

/// The attributes `from` and `until`.
interval read_interval(const xml::element& e, std::string_view requirement, sip::findings& departures);
void write_interval(const interval& value, xml::element& to);

/// The value of an attribute without namespace; empty where there is none.
std::string attribute_of(const xml::element& e, std::string_view name);
/// Put it where it is not empty.
void put_if(xml::element& e, std::string_view name, std::string_view value);

} // namespace simplespec::presence
