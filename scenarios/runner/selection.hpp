#pragma once
// Which scenarios a command line means.
#include "scenarios/language/scenario.hpp"
#include "scenarios/requirements/catalogue.hpp"

#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// True where a selector is a path to the user's own .scn file or folder ("./mine", "x/y.scn"), not an id:
/// the caller reads those and adds them to the suite.
bool names_path(std::string_view selector);

/// The ids that a run.json lists as not passed, or why they cannot be read.
using failed_ids = std::function<std::expected<std::vector<std::string>, std::string>(std::string_view path)>;

struct selection_error {
    int exit_code = 4;   ///< 4: selects nothing; 2: cannot be read
    std::string message; ///< with the suggestion
};

/// SELECT of the command line: path prefix or glob of an id, `tag:`, `rfc:6665#4.2`, `level:must`,
/// `role:notifier`, `failed:run.json`, `not:X`, `@tag`. Same kinds unite, different kinds intersect. None
/// selects all. `own` are scenarios read from paths of the user: always selected, as if by id.
std::expected<std::vector<const scenario*>, selection_error>
select(const std::vector<std::string>& selectors, const std::vector<scenario>& suite,
       const std::vector<scenario>& own, const catalogue& requirements, const failed_ids& failed = {});

} // namespace simplespec::scenarios
