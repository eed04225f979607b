// simplespec repro: a failure of a run in a form that others can run.
#include "reports/repro.hpp"

#include "cli/command.hpp"
#include "cli/files.hpp"
#include "reports/escape.hpp"
#include "reports/json.hpp"
#include "reports/pcap.hpp"
#include "scenarios/result/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

namespace simplespec::cli {

namespace {

struct options {
    std::string id;
    std::string run = "run.json";
    std::string form = "sipp";
    std::string out = "-";
};

// A capture is of the whole exchange; the other forms end where it deviates.
std::expected<std::string, std::string> capture_of(const scenarios::scenario_result& scenario, const std::string& started) {
    if (scenario.messages.empty()) return std::unexpected(scenario.id + " has no messages");
    auto written = reports::to_pcap(scenario, started);
    for (const auto& note : written.notes) fmt::print(stderr, "simplespec: {}\n", reports::for_terminal(note));
    return std::move(written.octets);
}

std::expected<std::string, std::string> text_of(const scenarios::scenario_result& scenario, const std::string& started,
                                                const std::string& form) {
    if (form == "pcap") return capture_of(scenario, started);
    if (form == "raw") return reports::repro_raw(scenario);
    const auto replay = reports::make_replay(scenario);
    if (!replay) return std::unexpected(replay.error());
    if (form == "sh") return reports::repro_shell(*replay);
    return reports::repro_sipp(*replay);
}

int repro(const options& given) {
    const auto fail = [](int code, const std::string& why) {
        fmt::print(stderr, "simplespec: {}\n", why);
        return code;
    };
    const auto text = read_file(given.run);
    if (!text) return fail(usage, text.error() + "; `simplespec run --json run.json` writes it");
    const auto run = reports::from_json(*text);
    if (!run) return fail(usage, fmt::format("{}: {}", given.run, run.error()));
    const auto found = std::ranges::find(run->scenarios, given.id, &scenarios::scenario_result::id);
    if (found == run->scenarios.end()) {
        std::vector<std::string> ids;
        for (const auto& s : run->scenarios) ids.push_back(s.id);
        const auto near = scenarios::nearest(given.id, ids);
        return fail(selects_nothing, fmt::format("{} has no scenario {}{}", given.run, given.id,
                                                 near.empty() ? "" : "; is it " + near + "?"));
    }
    const auto written = text_of(*found, run->started, given.form);
    if (!written) return fail(usage, written.error());
    const auto done = write_file(given.out, *written);
    return done ? as_expected : fail(usage, done.error());
}

} // namespace

void add_repro(CLI::App& program, int& code) {
    auto given = std::make_shared<options>();
    auto* command = program.add_subcommand("repro", "A failure of a run in a form that others can run");
    command
        ->add_option("ID", given->id,
                     "A scenario of that run, such as rfc3903/6/unknown-entity-tag-is-refused")
        ->required();
    command->add_option("RUN.json", given->run, "What `run --json` wrote")->capture_default_str();
    command
        ->add_option("--as", given->form,
                     "sipp: a scenario for SIPp; sh: a bash script; raw: the messages as they were sent; "
                     "pcap: the whole exchange as a capture, TLS in the clear")
        ->check(CLI::IsMember({"sipp", "sh", "raw", "pcap"}))
        ->capture_default_str();
    command->add_option("-o,--output", given->out, "The file; standard output where not given");
    command->footer("Example: simplespec run rfc3903 --json run.json; simplespec repro "
                    "rfc3903/6/unknown-entity-tag-is-refused --as sh");
    command->callback([given, &code] { code = repro(*given); });
}

} // namespace simplespec::cli
