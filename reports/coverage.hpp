#pragma once
// What the suite covers, as a table for people and as JSON for tools.
#include "scenarios/runner/coverage.hpp"

#include <string>
#include <vector>

namespace simplespec::reports {

/// One line for each RFC and a last one for all of them; below, how often each reason stands, and what is open.
std::string coverage_text(const std::vector<scenarios::covered>& rows);

/// {"rfcs": [...], "requirements": [{"id", "keyword", "verified", "rules", "scenarios", "readings", "exercised", "proofs",
/// "reason"}], "total": {...}}
std::string coverage_json(const std::vector<scenarios::covered>& rows);

} // namespace simplespec::reports
