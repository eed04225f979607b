#include "cli/command.hpp"
#include "cli/files.hpp"
#include "scenarios/language/read.hpp"
#include "scenarios/testbeds/testbed.hpp"

#include <fmt/format.h>

#include <memory>

namespace simplespec::cli {

namespace {

// Everything wrong with one file, described; empty where nothing is.
std::string problems_of(const std::string& file) {
    const auto text = read_file(file);
    if (!text) return "simplespec: " + text.error() + "\n";
    const auto read = scenarios::read_scenario(file, *text);
    if (!read) return describe(read.error());
    scenarios::vocabulary known;
    known.requirements = &scenarios::catalogue::built_in();
    for (const auto& [name, length] : scenarios::standard_windows()) known.windows.push_back(name);
    std::string out;
    for (const auto& problem : scenarios::check_scenario(*read, known)) out += describe(problem);
    return out;
}

} // namespace

void add_check(CLI::App& program, int& code) {
    auto paths = std::make_shared<std::vector<std::string>>();
    auto* command = program.add_subcommand("check", "Read scenario files and say what is wrong with them, running nothing");
    command->add_option("FILE", *paths, "A .scn file, or a folder of them")->required();
    command->footer("Example: simplespec check scenarios/");
    command->callback([paths, &code] {
        std::size_t count = 0;
        std::size_t wrong = 0;
        for (const auto& path : *paths) {
            const auto files = files_below(path, ".scn");
            if (!files) {
                fmt::print(stderr, "simplespec: {}\n", files.error());
                code = usage;
                return;
            }
            for (const auto& file : *files) {
                const auto found = problems_of(file);
                if (!found.empty()) fmt::print(stderr, "{}", found);
                ++count;
                wrong += found.empty() ? 0 : 1;
            }
        }
        fmt::print("{} of {} scenario files are right\n", count - wrong, count);
        code = wrong == 0 ? as_expected : usage;
    });
}

} // namespace simplespec::cli
