#pragma once
// Reading and checking .scn text.
#include "scenarios/language/scenario.hpp"
#include "scenarios/requirements/catalogue.hpp"
#include "scenarios/result/problem.hpp"

#include <expected>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// Read one scenario. `file` is for messages. Fails at the first mistake.
std::expected<scenario, problem> read_scenario(std::string_view file, std::string_view text);

/// What a scenario may refer to beyond itself.
struct vocabulary {
    const catalogue* requirements = nullptr; ///< null: ids are not looked up
    std::vector<std::string> windows;        ///< named windows
    std::vector<std::string> lists;          ///< names for {lists.NAME}
    bool path_is_id = false;                 ///< a file of the suite: its id must be its path
};

/// Resolve every name: actors, dialogs, captures, windows, requirements, needs. All problems, in order of
/// place.
std::vector<problem> check_scenario(const scenario& s, const vocabulary& known);

} // namespace simplespec::scenarios
