#pragma once
// A MIME entity as a value: its type, its id, its octets, and the parts inside it.
#include "mime/encoding.hpp"
#include "mime/media_type.hpp"
#include "sip/finding.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::mime {

/// One row of a part's header area, unfolded.
struct part_field {
    std::string name; ///< as spelled
    std::string value;
    std::size_t offset = 0;       ///< of the name
    std::size_t value_offset = 0; ///< of the value before unfolding
};

/// An entity. Offsets count from the first octet of the text that was read (the SIP body).
struct entity {
    media_type type;         ///< text/plain where none was given (RFC 2045 section 5.2)
    bool typed = false;      ///< a Content-Type stood there and could be read
    std::string content_id;  ///< without angle brackets, as spelled; empty where there is none
    std::string disposition; ///< lower case; empty where there is none
    encoding transfer = encoding::seven_bit;
    std::vector<part_field> fields;
    std::string body;            ///< of a leaf: decoded; empty for a multipart
    std::size_t offset = 0;      ///< where its raw octets begin
    std::size_t size = 0;        ///< how many there are
    std::vector<entity> parts{}; ///< of a multipart, in order

    bool is_multipart() const { return type.is_multipart(); }
};

/// How much is read. Past a limit reading stops there with the finding "multipart-limit"; nothing before it
/// is lost.
struct entity_limits {
    std::size_t octets = 16U << 20U;
    std::size_t depth = 8;
    std::size_t parts = 8'192; ///< of all depths together; a list of 5000 contacts has as many
    std::size_t fields = 64;  ///< per part
};

/// What was read, and each departure that was passed over.
struct entity_reading {
    entity value;
    sip::findings departures;
};

/// Read a SIP body. `content_type` and `content_encoding` are the values of the message's Content-Type and
/// Content-Transfer-Encoding (empty where there is none). Never fails: what cannot be made out stays an
/// opaque leaf.
entity_reading read_entity(std::string_view content_type, std::string_view transfer_encoding,
                           std::string_view body, const entity_limits& limits = {});

/// The root of a multipart/related: the part that `start` names, else the first (RFC 2387 section 3.2). The
/// entity itself where it is no multipart; null where a multipart has no parts.
const entity* root_part(const entity& related);

/// The top-level part of this Content-ID (RFC 2392). Compared exactly first; then leniently: without angle
/// brackets, without a `cid:` scheme, percent-escapes undone. A lenient match is noted in `departures` where
/// that is given. Null where no part has it. One call is linear in the parts; many look-ups use cid_index.
const entity* find_part(const entity& related, std::string_view cid, sip::findings* departures = nullptr);

/// The first leaf of this type ("application/pidf+xml"), in document order; null where there is none.
const entity* find_type(const entity& root, std::string_view essence);

} // namespace simplespec::mime
