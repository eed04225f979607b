#include "cli/command.hpp"
#include "cli/select.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <memory>

namespace simplespec::cli {

namespace {

std::string as_json(const std::vector<const scenarios::scenario*>& chosen) {
    boost::json::array out;
    for (const auto* s : chosen) {
        boost::json::object one;
        one["id"] = s->id;
        one["title"] = s->title;
        one["needs"] = boost::json::value_from(s->needs);
        one["tags"] = boost::json::value_from(s->tags);
        one["requirements"] = boost::json::value_from(s->requirements());
        out.push_back(std::move(one));
    }
    return boost::json::serialize(out) + "\n";
}

} // namespace

void add_list(CLI::App& program, int& code) {
    struct options {
        std::vector<std::string> select;
        bool json = false;
    };
    auto given = std::make_shared<options>();
    auto* command =
        program.add_subcommand("list", "The scenarios that a selection means, without running them");
    command->add_option("SELECT", given->select,
                        "Path prefix or glob of an id, tag:, rfc:6665#4.2, level:, role:, not:, a .scn path");
    command->add_flag("--json", given->json, "As JSON");
    command->footer("Example: simplespec list rfc:3903 level:must");
    command->callback([given, &code] {
        const auto chosen = select_scenarios(given->select);
        if (!chosen) {
            fmt::print(stderr, "simplespec: {}\n", chosen.error().message);
            code = chosen.error().exit_code;
            return;
        }
        if (given->json)
            fmt::print("{}", as_json(chosen->chosen));
        else
            for (const auto* s : chosen->chosen) fmt::print("{:<64} {}\n", s->id, s->title);
        code = as_expected;
    });
}

} // namespace simplespec::cli
