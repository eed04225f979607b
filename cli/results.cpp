#include "cli/results.hpp"

#include "cli/files.hpp"
#include "reports/json.hpp"

namespace simplespec::cli {

std::expected<scenarios::run_result, std::string> read_run(const std::string& file) {
    const auto text = read_file(file);
    if (!text) return std::unexpected(text.error());
    auto run = reports::from_json(*text);
    if (!run) return std::unexpected(file + ": " + run.error());
    return *run;
}

} // namespace simplespec::cli
