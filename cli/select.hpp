#pragma once
// SELECT of a command line, with the user's own .scn files read from disk.
#include "scenarios/runner/selection.hpp"

#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace simplespec::cli {

struct selected {
    std::vector<const scenarios::scenario*> chosen;
    /// What the pointers above point into, beside the built-in suite.
    std::shared_ptr<const std::vector<scenarios::scenario>> own;
};

/// The scenarios that these selectors mean. The message of an error says what to do.
std::expected<selected, scenarios::selection_error> select_scenarios(const std::vector<std::string>& selectors);

} // namespace simplespec::cli
