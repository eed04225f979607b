#include "cli/defects.hpp"

#include "cli/command.hpp"
#include "scenarios/result/problem.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>

namespace simplespec::cli {

namespace {

std::string as_json() {
    boost::json::array out;
    for (const auto& d : agent::all_defects()) {
        boost::json::array follows;
        for (const auto& f : d.follows)
            follows.push_back({{"requirement", f.requirement}, {"reason", f.reason}});
        out.push_back({{"name", d.name},
                       {"role", agent::name(d.role)},
                       {"requirement", d.requirement},
                       {"title", d.title},
                       {"transactions", d.transactions},
                       {"follows", std::move(follows)}});
    }
    return boost::json::serialize(out) + "\n";
}

std::string why_not(const std::string& name, std::optional<agent::defect_role> role) {
    const auto* found = agent::find_defect(name);
    if (found != nullptr && (!role || found->role == *role)) return {};
    if (found != nullptr) return fmt::format("{} is a defect of the {}", name, agent::name(found->role));
    std::vector<std::string> names;
    for (const auto& d : agent::all_defects())
        if (!role || d.role == *role) names.emplace_back(d.name);
    const auto meant = scenarios::nearest(name, names);
    return fmt::format("no defect {}{}; `simplespec defects` lists them", name,
                       meant.empty() ? "" : ", did you mean " + meant + "?");
}

} // namespace

void add_defect_option(CLI::App& command, std::vector<std::string>& names,
                       std::optional<agent::defect_role> role) {
    command
        .add_option("--defect", names,
                    "Break the built-in endpoint in this way, more than once; see `simplespec defects`")
        ->allow_extra_args(false)
        ->check([role](const std::string& name) { return why_not(name, role); });
}

void add_defects(CLI::App& program, int& code) {
    auto json = std::make_shared<bool>(false);
    auto* command = program.add_subcommand(
        "defects",
        "What the built-in endpoints can do wrong on purpose, and which requirement each defect breaks");
    command->add_flag("--json", *json, "As JSON");
    command->footer("Give a name to the --defect of run, serve or ua.\nExample: simplespec defects --json");
    command->callback([json, &code] {
        if (*json)
            fmt::print("{}", as_json());
        else
            for (const auto& d : agent::all_defects())
                fmt::print("{:<46} {:<7} {:<20} {}\n", d.name, agent::name(d.role), d.requirement, d.title);
        code = as_expected;
    });
}

} // namespace simplespec::cli
