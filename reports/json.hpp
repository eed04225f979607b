#pragma once
// run.json: the result model spelled in JSON, schema 1 (reports/run.schema.json).
#include "scenarios/result/result.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace simplespec::reports {

/// The whole run, keys in a fixed order. Octets that are not UTF-8 stand base64-coded under `octets_base64`.
std::string to_json(const scenarios::run_result& run);

/// Read a run back. On failure a sentence that names the place and what was expected there.
std::expected<scenarios::run_result, std::string> from_json(std::string_view text);

} // namespace simplespec::reports
