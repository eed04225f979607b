#pragma once
// A message row by row for a terminal, with the place that matters marked.
#include "scenarios/result/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace simplespec::reports {

/// The place of an octet of a message.
struct spot {
    std::size_t offset = 0;
    bool whole_row = false; ///< the row matters, not the octet

    bool operator==(const spot&) const = default;
};

struct message_style {
    std::size_t rows = 40;     ///< at most; those around the spot stay, and the first ones
    std::size_t columns = 110; ///< of a row; around the spot
    std::size_t indent = 6;
};

/// Rows with their numbers, as they stand: what is no text is spelled out. The spot's row is marked with `>`,
/// its octet with a caret below.
std::string message_text(std::string_view octets, const std::optional<spot>& mark,
                         const message_style& style = {});

/// Where in its message a scenario's line was not met, as far as its words tell: the header row that it
/// speaks of, the body, the start line, or the row that has the value it did not want. Nothing where the
/// message lacks what was asked for.
std::optional<spot> spot_of(const scenarios::deviation& d, std::string_view octets);

} // namespace simplespec::reports
