#pragma once
// simplespec lint FILE... [--json] [--together]
#include <iosfwd>
#include <string>
#include <vector>

namespace simplespec::cli {

struct lint_options {
    std::vector<std::string> files; ///< "-" is standard input
    bool json = false;
    bool together = false; ///< one observation of all files, in the order of time
};

/// Reads the files, prints each message with its findings to `out` and what could not be read to `err`. The exit code: 0
/// where no finding is an error, 1 where one is, 2 where nothing could be read.
int run_lint(const lint_options& options, std::ostream& out, std::ostream& err);

} // namespace simplespec::cli
