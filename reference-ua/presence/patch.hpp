#pragma once
// XML patch operations (RFC 5261) on our document tree: elements, attributes, the text of elements, declarations.
#include "presence/xml.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace simplespec::presence {

/// Why a patch cannot be applied; the document is then of no use (RFC 5261 section 5).
struct patch_error {
    std::string_view condition; ///< as RFC 5261 section 5.1 names it, "unlocated-node"; static storage
    std::size_t offset = 0;     ///< of the operation, in the text of the patch
    std::string selector{};

    bool operator==(const patch_error&) const = default;
};

/// How much work a patch may ask for.
struct patch_limits {
    std::size_t operations = 1000;
    std::size_t visits = 5'000'000; ///< nodes looked at by all selectors together
};

/// Apply the add, replace and remove children of `patch`, in order, to `target`; all of them or none.
/// Prefixes in selectors are those that the patch declares (RFC 5261 section 4.2.1). Of comments and processing
/// instructions our tree knows only where some stand: an operation on one that may be there changes nothing. id() is
/// not supported. `target` has been read, not made: what stands between its elements counts.
std::expected<xml::element, patch_error> apply_patch(const xml::element& target, const xml::element& patch,
                                                     const patch_limits& limits = {});

} // namespace simplespec::presence
