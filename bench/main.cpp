// simplespec_bench: how fast the way of a NOTIFY is, ours beside peers, on the same octets in one run.
#include "bench/instructions.hpp"
#include "bench/measure.hpp"
#include "bench/table.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace simplespec::bench {
namespace {

namespace fs = std::filesystem;

struct options {
    selection asked;
    effort spent;
    std::string json, against, instructions;
};

std::string read_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream out;
    out << in.rdbuf();
    return out.str();
}

void take_instructions(const fs::path& folder, bench_result& into) {
    for (const auto& entry : fs::directory_iterator(folder))
        if (const auto dump = read_dump(read_file(entry.path())))
            for (auto& m : into.measurements)
                if (m.id() == dump->id) m.instructions = dump->instructions;
}

int run(const options& o) {
    const auto cases = all_cases(everybody(), o.asked);
    if (cases.empty()) return fmt::print(stderr, "bench: nothing is of that stage\n"), 2;
    if (under_callgrind()) return count_instructions(cases), 0;
    auto result = measure(cases, o.spent);
    if (!o.instructions.empty()) take_instructions(o.instructions, result);
    fmt::print("{}{}", print_table(result), print_goals(result));
    if (!o.json.empty() && !(std::ofstream(o.json, std::ios::binary) << to_json(result)))
        return fmt::print(stderr, "bench: {} cannot be written\n", o.json), 70;
    const auto wrong = std::ranges::any_of(
        result.measurements, [](const auto& m) { return m.contestant == "ours" && !m.flaw.empty(); });
    if (wrong) return 70;
    if (o.against.empty()) return 0;
    const auto before = from_json(read_file(o.against));
    if (!before) return fmt::print(stderr, "bench: {}: {}\n", o.against, before.error()), 2;
    const auto compared = compare(*before, result);
    fmt::print("\nAgainst {}\n{}", o.against, compared.text);
    return compared.regressions == 0 ? 0 : 1;
}

} // namespace
} // namespace simplespec::bench

int main(int argc, char** argv) {
    simplespec::bench::options o;
    CLI::App app("How fast the way of a NOTIFY is, ours beside peers, on the same octets in one run.",
                 "simplespec bench");
    app.add_option("--stage", o.asked.stage, "measure one stage alone")
        ->check(CLI::IsMember({"head", "multipart", "pidf", "rlmi", "xml", "chain", "changed", "print"}));
    app.add_option("--contacts", o.asked.contacts, "lengths of lists, separated by commas")
        ->delimiter(',')
        ->check(CLI::Range(1, 16000))
        ->capture_default_str();
    app.add_option("--repetitions", o.spent.repetitions, "how often each case is timed")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--seconds", o.spent.seconds, "how long each repetition takes at least")
        ->check(CLI::Range(0.0001, 60.0))
        ->capture_default_str();
    app.add_option("--json", o.json, "write the result to FILE")->type_name("FILE");
    app.add_option("--against", o.against, "compare with the result in FILE; exit 1 on a regression")
        ->check(CLI::ExistingFile)
        ->type_name("FILE");
    app.add_option("--instructions", o.instructions,
                   "take the counts of instructions from callgrind's dumps in FOLDER")
        ->check(CLI::ExistingDirectory)
        ->type_name("FOLDER");
    app.footer(
        "With --callgrind, ./simplespec bench first counts the instructions of one message of each case.\n"
        "Example: ./simplespec bench --stage chain --contacts 50,500 --callgrind --json before.json");
    CLI11_PARSE(app, argc, argv);
    return simplespec::bench::run(o);
}
