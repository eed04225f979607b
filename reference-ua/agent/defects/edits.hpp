#pragma once
// The small alterations that many defects are made of.
#include "agent/defects/defect.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::agent {

/// A value without one of its parameters; the same where it has none of this name.
std::string without_parameter(std::string_view value, std::string_view name);
/// "rport=5070" becomes "rport".
std::string empty_parameter(std::string_view value, std::string_view name);
/// The value of a parameter, empty where there is none.
std::string parameter(std::string_view value, std::string_view name);
/// "active;expires=60" with another value of a parameter that it has.
std::string with_parameter(std::string_view value, std::string_view name, std::string_view now);
inline std::string without_tag(std::string_view value) { return without_parameter(value, "tag"); }
inline bool has_tag(std::string_view value) { return !parameter(value, "tag").empty(); }
/// The URI in angle brackets of a From, To or Contact.
std::string uri_in(std::string_view value);
/// The port of a Via's sent-by; 5060 where none is written.
std::uint16_t via_port(std::string_view via);
/// Rewrite every row of a field.
void each_row(passing& p, sip::header h, const std::function<std::string(std::string)>& change);
/// "t='1'" of the first element <tag ...> of a document: its start tag with the attribute dropped.
std::string without_attribute(std::string_view document, std::string_view element,
                              std::string_view attribute);
/// Several tables as one.
std::vector<defect> joined(std::vector<std::vector<defect>> parts);

} // namespace simplespec::agent
