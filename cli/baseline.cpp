#include "cli/clock.hpp"
#include "cli/command.hpp"
#include "cli/files.hpp"
#include "reports/json.hpp"
#include "scenarios/result/baseline.hpp"

#include <fmt/format.h>

#include <memory>

namespace simplespec::cli {

void add_baseline(CLI::App& program, int& code) {
    struct options {
        std::string run;
        std::string out = "-";
    };
    auto given = std::make_shared<options>();
    auto* command = program.add_subcommand("baseline", "Known failures, so that only new ones turn a build red");
    command->require_subcommand(1);
    auto* accept = command->add_subcommand("accept", "Write a baseline of every unexpected failure of a run");
    accept->add_option("RUN.json", given->run, "What `run --json` wrote")->required();
    accept->add_option("-o,--output", given->out, "The baseline file; standard output where not given");
    accept->footer("Example: simplespec run --json run.json; simplespec baseline accept run.json -o known.toml && "
                   "simplespec run --baseline known.toml");
    accept->callback([given, &code] {
        code = usage;
        const auto text = read_file(given->run);
        if (!text) return fmt::print(stderr, "simplespec: {}\n", text.error());
        const auto run = reports::from_json(*text);
        if (!run) return fmt::print(stderr, "simplespec: {}: {}\n", given->run, run.error());
        const auto known = scenarios::baseline_of(*run, today());
        const auto written = write_file(given->out, scenarios::write_baseline(known));
        if (!written) return fmt::print(stderr, "simplespec: {}\n", written.error());
        fmt::print(stderr, "{} entries\n", known.entries.size());
        code = as_expected;
    });
}

} // namespace simplespec::cli
