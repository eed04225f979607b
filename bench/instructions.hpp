#pragma once
// What callgrind counted: a dump for each measured case.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace simplespec::bench {

/// Of one dump.
struct counted {
    std::string id; ///< of the case that was measured
    std::uint64_t instructions = 0;
};

/// Read the lines "desc: Trigger: Client Request: ID" and "summary: N" (or "totals: N") of a dump. None: it
/// has no such lines.
std::optional<counted> read_dump(std::string_view text);

} // namespace simplespec::bench
