#pragma once
// The exchange as a person draws it: one column for each party, one row for each message.
#include "scenarios/result/result.hpp"

#include <cstddef>
#include <string>

namespace simplespec::reports {

struct ladder_style {
    std::size_t mark = SIZE_MAX; ///< index of the message that deviates: drawn with a cross
    std::size_t rows = 40;       ///< at most; rows in the middle are left out, the marked one never
    std::size_t indent = 6;
};

/// A ladder of plain text, one line a message: time in seconds, arrow, start line cut to what identifies it.
/// Retransmissions are marked `(again)`, ambient ones `(ambient)`, our deliberate deviations `(deviates)`.
std::string ladder(const scenarios::scenario_result& scenario, const ladder_style& style = {});

} // namespace simplespec::reports
