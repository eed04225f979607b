#pragma once
// PIDF (RFC 3863): the presence document, with all that its known extensions say.
#include "presence/data_model.hpp"
#include "presence/reading.hpp"
#include "presence/timed_status.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::presence {

inline constexpr std::string_view pidf_ns = "urn:ietf:params:xml:ns:pidf";
/// Of RFC 3863 section 4.3.1's example, never registered; snom phones and others carry a free word in it.
inline constexpr std::string_view im_ns = "urn:ietf:params:xml:ns:pidf:im";

/// <status> (RFC 3863 section 4.1.3).
struct status {
    std::optional<presence::basic> basic{}; ///< none where absent, or neither open nor closed
    std::string im{};                       ///< the word of <im:im>, "Lunch"; empty where there is none
    std::vector<xml::element> extensions{};
};

/// <contact> of a tuple.
struct contact {
    std::string uri;
    /// In thousandths, 0 to 1000; none where absent or out of range, which ranks lowest (RFC 3863
    /// section 4.1.5).
    std::optional<int> priority{};
};

/// One tuple: a means of communication, an endpoint (RFC 3863 section 4.1.2).
struct tuple {
    std::string id;
    presence::status status{};
    std::optional<presence::contact> contact{};
    std::vector<note> notes{};
    std::optional<sip::wall_time> timestamp{};
    rpid rich{};
    cipid card{};
    std::vector<timed_status> timed{};
    std::string device_id{}; ///< dm:deviceID: the device that it runs on
    std::vector<xml::element> extensions{};
};

/// A presence document.
struct presence_document {
    std::string entity; ///< the presentity's URI, pres: or sip:, as spelled
    std::vector<tuple> tuples{};
    std::vector<note> notes{};
    std::vector<person> persons{};
    std::vector<device> devices{};
    std::vector<xml::element> extensions{};
};

/// Read application/pidf+xml. Any order of elements, any prefix; what is unknown is kept under extensions.
reading<presence_document> read_pidf(std::string_view text, const read_options& options = {});
/// The same from a tree whose root is <presence> (or <pidf-full>, whose children are the same). `departures`
/// of the text stand before those of the document.
presence_document read_presence(const xml::element& root, sip::findings& departures);

/// A document valid by the schemas as far as the value allows: elements in the schema's order, ids as given.
std::string write_pidf(const presence_document& document);
xml::element write_presence(const presence_document& document);

/// Read what a body of this Content-Type says: pidf+xml, cpim-pidf+xml, xpidf+xml; judged by its root where
/// type and body disagree, with a finding. Content that is no presence document gives no value.
reading<presence_document> read_presence_body(std::string_view content_type_essence, std::string_view body,
                                              const read_options& options = {});

} // namespace simplespec::presence
