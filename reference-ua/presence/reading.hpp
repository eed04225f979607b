#pragma once
// What a typed reader of a document answers with, and how it is asked.
#include "sip/finding.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace simplespec::presence {

/// A document as a good receiver would take it, and each departure that it passed over. Without a value the
/// document is of no use: not XML even after recovery, or of another kind altogether.
template <class T>
struct reading {
    std::optional<T> value;
    sip::findings departures;
};

/// How a document is read. Text beyond a limit is refused as a whole, with a finding.
struct read_options {
    bool strict = false;           ///< no recovery of XML that is not well-formed
    std::string_view charset = {}; ///< of the Content-Type; wins over the declaration (RFC 3863 section 4.1)
    std::size_t octets = 4U << 20U;
    std::size_t depth = 64;
    std::size_t nodes = 200'000;  ///< elements and attributes
    std::size_t recoveries = 256; ///< changes that the recovery may make before it gives up
};

} // namespace simplespec::presence
