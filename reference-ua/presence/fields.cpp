#include "presence/fields.hpp"

namespace simplespec::presence {

note read_note(const xml::element& e) {
    const auto* lang = e.find(xml::xml_ns, "lang");
    return {std::string(e.trimmed()), lang == nullptr ? std::string() : *lang};
}

xml::element write_note(std::string_view ns, const note& value) {
    auto e = xml::make(ns, "note", value.text);
    if (!value.lang.empty()) e.attributes.push_back({std::string(xml::xml_ns), "lang", value.lang});
    return e;
}

std::optional<sip::wall_time> read_time_at(std::string_view text, std::size_t offset,
                                           std::string_view requirement, sip::findings& departures) {
    const auto found = read_time(text);
    if (found.flaw.ends_with("not upper case") && requirement == "RFC3863-4.1.7-1")
        requirement = "RFC3863-4.1.7-2";
    if (found.flaw == "a year out of range") requirement = {}; // ours, not RFC 3339's
    if (!found.flaw.empty())
        departures.push_back({"timestamp-not-rfc3339", requirement, offset,
                              "A time departs from RFC 3339: " + std::string(found.flaw) + ".",
                              "2026-03-01T12:00:00Z", std::string(text.substr(0, 64))});
    return found.value;
}

interval read_interval(const xml::element& e, std::string_view requirement, sip::findings& departures) {
    interval out;
    if (const auto* from = e.find("from")) out.from = read_time_at(*from, e.offset, requirement, departures);
    if (const auto* until = e.find("until"))
        out.until = read_time_at(*until, e.offset, requirement, departures);
    return out;
}

void write_interval(const interval& value, xml::element& to) {
    if (value.from) xml::put(to, "from", write_time(*value.from));
    if (value.until) xml::put(to, "until", write_time(*value.until));
}

std::string attribute_of(const xml::element& e, std::string_view name) {
    const auto* value = e.find(name);
    return value == nullptr ? std::string() : *value;
}

void put_if(xml::element& e, std::string_view name, std::string_view value) {
    if (!value.empty()) xml::put(e, name, value);
}

} // namespace simplespec::presence
