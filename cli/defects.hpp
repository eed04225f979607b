#pragma once
// The option --defect, which `run`, `serve` and `ua` have in common.
#include "agent/defects/defect.hpp"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

namespace simplespec::cli {

/// Add it, for defects of this role or of both: each name is held to the table, and what is near is suggested.
void add_defect_option(CLI::App& command, std::vector<std::string>& names,
                       std::optional<agent::defect_role> role);

} // namespace simplespec::cli
