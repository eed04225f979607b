#pragma once
// Several publications of one presentity made one document (RFC 3856 section 3, RFC 4479 section 4).
#include "presence/pidf.hpp"

#include <span>
#include <string_view>

namespace simplespec::presence {

/// One publication; refers to its document, which must outlive the call.
struct publication {
    const presence_document* document = nullptr;
    sip::wall_time published{}; ///< when it was last made or modified
};

/// The union of all tuples, devices and notes, `entity` set to `presentity`. A tuple id that two publications
/// use is made unique by a suffix (so are all ids of the document); persons are merged into one, the newest
/// saying for each kind of information. Valid by the schemas; without publications a document without tuples.
/// Deterministic.
presence_document compose(std::string_view presentity, std::span<const publication> publications);

} // namespace simplespec::presence
