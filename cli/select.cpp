#include "cli/select.hpp"

#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/results.hpp"
#include "scenarios/language/read.hpp"
#include "scenarios/runner/suite.hpp"

#include <algorithm>

namespace simplespec::cli {

namespace {

std::unexpected<scenarios::selection_error> wrong(std::string message) {
    return std::unexpected(scenarios::selection_error{usage, std::move(message)});
}

std::expected<std::vector<std::string>, std::string> failed_in(std::string_view path) {
    const auto run = read_run(std::string(path));
    if (!run) return std::unexpected(run.error());
    std::vector<std::string> out;
    for (const auto& s : run->scenarios) {
        const bool expected = s.outcome == scenarios::verdict::pass ||
                              s.outcome == scenarios::verdict::info || s.outcome == scenarios::verdict::na ||
                              s.outcome == scenarios::verdict::skip;
        if (!expected) out.push_back(s.id);
    }
    return out;
}

// A path, or the bare name of something on disk that is no id of the suite: `run mine`.
bool is_own(const std::string& selector) {
    if (scenarios::names_path(selector)) return true;
    if (selector.empty() || !exists(selector)) return false;
    return std::ranges::none_of(scenarios::built_in_suite(), [&](const auto& s) { return s.id.starts_with(selector); });
}

} // namespace

std::expected<selected, scenarios::selection_error>
select_scenarios(const std::vector<std::string>& selectors) {
    auto own = std::make_shared<std::vector<scenarios::scenario>>();
    std::vector<std::string> ids;
    for (const auto& selector : selectors) {
        if (!is_own(selector)) {
            ids.push_back(selector);
            continue;
        }
        const auto files = files_below(selector, ".scn");
        if (!files) return wrong(files.error());
        for (const auto& file : *files) {
            const auto text = read_file(file);
            if (!text) return wrong(text.error());
            auto read = scenarios::read_scenario(file, *text);
            if (!read) return wrong(describe(read.error()));
            own->push_back(std::move(*read));
        }
    }
    auto chosen = scenarios::select(ids, scenarios::built_in_suite(), *own, scenarios::catalogue::built_in(),
                                    failed_in);
    if (!chosen) return std::unexpected(chosen.error());
    return selected{std::move(*chosen), std::move(own)};
}

} // namespace simplespec::cli
