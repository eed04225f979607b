#pragma once
// Partial presence (RFC 5262): full and difference documents, and the copy that a watcher keeps (RFC 5263
// section 4.5).
#include "presence/patch.hpp"
#include "presence/pidf.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace simplespec::presence {

inline constexpr std::string_view pidf_diff_ns = "urn:ietf:params:xml:ns:pidf-diff";

/// An application/pidf-diff+xml document.
struct partial_document {
    bool full = false; ///< pidf-full, else pidf-diff
    std::optional<std::uint32_t> version{};
    std::string entity{};
    xml::element root{};
};

reading<partial_document> read_partial(std::string_view text, const read_options& options = {});
/// A pidf-full document.
std::string write_full(const presence_document& document, std::uint32_t version);

/// The watcher's copy.
class partial_view {
  public:
    /// `gap` and `broken` ask for a refresh of the subscription; the copy stays as it was.
    enum class outcome : std::uint8_t { applied, discarded, gap, broken };

    outcome on_document(const partial_document& document, sip::findings& departures);
    /// A document of another content type came in the same subscription: the copy goes, the counter stays.
    void on_other_type();
    /// None before the first full document.
    const std::optional<presence_document>& current() const { return document_; }

  private:
    std::optional<std::uint32_t> version_;
    xml::element tree_;
    std::optional<presence_document> document_;
};

} // namespace simplespec::presence
