#pragma once
// `--shard array`: which part of a run this is, as the engine tells that runs the parts.
#include <expected>
#include <functional>
#include <optional>
#include <string>

namespace simplespec::cli {

/// "2/4" stays; "array" becomes what the environment says: Slurm's SLURM_ARRAY_TASK_ID, _COUNT, _MIN and
/// _STEP, or JOB_COMPLETION_INDEX and JOB_COMPLETIONS of an indexed Kubernetes job (the latter is to be set
/// by its owner). On failure a sentence.
std::expected<std::string, std::string>
shard_of(const std::string& given, const std::function<std::optional<std::string>(const char*)>& environment);

} // namespace simplespec::cli
