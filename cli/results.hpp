#pragma once
// Results that earlier runs left on disk.
#include "scenarios/result/result.hpp"

#include <expected>
#include <string>

namespace simplespec::cli {

/// What `run --json` wrote. On failure a sentence: which file, where in it, what was expected there.
std::expected<scenarios::run_result, std::string> read_run(const std::string& file);

} // namespace simplespec::cli
