#pragma once
// One run made of several: the shards of a selection, or runs of different scenarios against one target.
#include "scenarios/result/result.hpp"

#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace simplespec::scenarios {

/// A run and the name by which an error speaks of it.
using named_run = std::pair<std::string, run_result>;

/// All scenarios, by id; requirements counted together; the time of the longest run, since shards run side by side; counted
/// and judged anew. Fails with a sentence where that would hide something: no runs, a shard that is missing or given twice,
/// a scenario in two runs, targets that differ.
std::expected<run_result, std::string> merge(std::vector<named_run> runs);

} // namespace simplespec::scenarios
