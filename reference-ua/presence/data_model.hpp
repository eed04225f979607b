#pragma once
// The presence data model (RFC 4479): the person and the devices.
#include "presence/cipid.hpp"
#include "presence/note.hpp"
#include "presence/rpid.hpp"
#include "presence/xml.hpp"

#include <optional>
#include <string>
#include <vector>

namespace simplespec::presence {

inline constexpr std::string_view data_model_ns = "urn:ietf:params:xml:ns:pidf:data-model";

/// <person> (RFC 4479 section 3.4), also pidf:person as drafts had it.
struct person {
    std::string id;
    rpid rich{};
    cipid card{};
    std::vector<note> notes{};
    std::optional<sip::wall_time> timestamp{};
    std::vector<xml::element> extensions{};
};

/// <device> (RFC 4479 section 3.5).
struct device {
    std::string id;
    std::string device_id{}; ///< a URI
    rpid rich{};
    std::vector<note> notes{};
    std::optional<sip::wall_time> timestamp{};
    std::vector<xml::element> extensions{};
};

person read_person(const xml::element& e, sip::findings& departures);
device read_device(const xml::element& e, sip::findings& departures);
xml::element write_person(const person& value);
xml::element write_device(const device& value);

} // namespace simplespec::presence
