#pragma once
// RPID (RFC 4480): what people do, feel and where they are. Also the older namespaces of its drafts.
#include "presence/note.hpp"
#include "presence/xml.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::presence {

inline constexpr std::string_view rpid_ns = "urn:ietf:params:xml:ns:pidf:rpid";
inline constexpr std::string_view location_type_ns = "urn:ietf:params:xml:ns:location-type";

/// One value of an enumerated element: an activity, a mood, a kind of place.
struct rpid_value {
    std::string name;   ///< "meal", "in-transit"; "other" with its text; empty for bare text
    std::string text{}; ///< of <other>, or of an extension element with text
    std::string ns{};   ///< empty for RPID's own (for place-type: RFC 4589's)
    bool operator==(const rpid_value&) const = default;
};

/// <activities>, <mood>, <place-type>, <privacy>, <sphere>, <relationship>, <service-class>: notes, then
/// values.
struct rpid_element {
    std::vector<rpid_value> values{};
    std::vector<note> notes{};
    interval valid{};
    std::string id{};
    bool operator==(const rpid_element&) const = default;
};

/// <place-is>: what the place is like for each medium; empty where not said.
struct place_is {
    std::string audio{}, video{}, text{};
    std::vector<note> notes{};
    interval valid{};
    std::string id{};
    bool operator==(const place_is&) const = default;
};

/// <user-input>
struct user_input {
    bool active = true;
    std::optional<std::chrono::seconds> idle_threshold{};
    std::optional<sip::wall_time> last_input{};
    std::string id{};
    bool operator==(const user_input&) const = default;
};

/// <status-icon> and <time-offset>: a value with an interval.
struct rpid_text {
    std::string value;
    interval valid{};
    std::string id{};
    std::string description{}; ///< of time-offset
    bool operator==(const rpid_text&) const = default;
};

/// All RPID children of one person, tuple or device, each kind in document order.
struct rpid {
    std::vector<rpid_element> activities{}, mood{}, place_type{}, privacy{}, sphere{};
    std::vector<place_is> place{};
    std::vector<rpid_element> relationship{}, service_class{};
    std::vector<std::string> classes{};
    std::vector<rpid_text> status_icon{}, time_offset{};
    std::vector<user_input> input{};

    bool operator==(const rpid&) const = default;
};

/// Take `e` into `into` if it is an RPID element, of the RFC's namespace or of a draft's. False: it is
/// something else.
bool read_rpid(const xml::element& e, rpid& into, sip::findings& departures);
/// Append the elements in the order of RFC 4480 section 3.
void write_rpid(const rpid& value, std::vector<xml::element>& to);

/// Whether RFC 4480 section 3.2 (section 3.5 for moods) names the value.
bool is_activity(std::string_view name);
bool is_mood(std::string_view name);

} // namespace simplespec::presence
