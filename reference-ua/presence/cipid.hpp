#pragma once
// CIPID (RFC 4482): contact information for a person.
#include "presence/xml.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace simplespec::presence {

inline constexpr std::string_view cipid_ns = "urn:ietf:params:xml:ns:pidf:cipid";

/// Each empty where not said. URIs are never fetched.
struct cipid {
    std::string card{}, display_name{}, homepage{}, icon{}, map{}, sound{};
    bool operator==(const cipid&) const = default;
};

/// Take `e` if it is a CIPID element; false: it is something else.
bool read_cipid(const xml::element& e, cipid& into);
void write_cipid(const cipid& value, std::vector<xml::element>& to);

} // namespace simplespec::presence
