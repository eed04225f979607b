#pragma once
// What a person sees of a presence document.
#include "presence/pidf.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::presence {

enum class availability : std::uint8_t { unknown, available, unavailable };

/// "available", "unavailable", "unknown"
std::string_view name(availability a);

/// How somebody is, for a display.
struct standing {
    availability state = availability::unknown;
    /// What the person does: RPID activities in document order, each once; the text of <other>; else the
    /// im:im word.
    std::vector<std::string> activities{};
    /// The person's notes, else those of the tuple that decided, else the document's, else those of the
    /// activities.
    std::vector<note> notes{};
    /// When that became so, from the newest timestamp of what decided it.
    std::optional<sip::wall_time> since{};
    /// Where to reach them: the open contact of the highest priority; empty where there is none.
    std::string contact{};

    bool operator==(const standing&) const = default;
};

/// One open tuple makes available; else one closed tuple makes unavailable; else unknown. Notes and
/// activities never decide (RFC 3863 section 4.1.6, RFC 4480 section 3.2). With `now`, what does not hold at
/// that time is left out.
standing standing_of(const presence_document& document, std::optional<sip::wall_time> now = std::nullopt);

/// The note in this language ("de" also takes "de-AT"), else one without language, else the first; null
/// without notes.
const note* note_in(const std::vector<note>& notes, std::string_view lang);

} // namespace simplespec::presence
