#pragma once
// The version number of a list subscription: what to do with each notification (RFC 4662 sections 5.2 and 5.6).
#include "sip/finding.hpp"

#include <cstdint>
#include <optional>

namespace simplespec::contacts {

/// What the subscriber does with a document.
enum class version_verdict : std::uint8_t {
    replace,           ///< full state: flush the table and fill it anew
    update,            ///< partial state, the next version
    update_and_refresh, ///< partial state after a gap: use it, and ask for full state
    discard,           ///< old or repeated
};

/// The local version number of one subscription. A new subscription starts a new one.
class list_version {
public:
    /// A document of this version arrived; findings that it causes go to `departures`.
    version_verdict on_document(std::uint32_t version, bool full_state, sip::findings& departures);
    /// None before the first document.
    std::optional<std::uint32_t> current() const { return local_; }

private:
    std::optional<std::uint32_t> local_;
};

} // namespace simplespec::contacts
