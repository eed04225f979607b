#include "cli/command.hpp"
#include "cli/inquire.hpp"
#include "cli/target.hpp"
#include "cli/terminal.hpp"
#include "cli/testbed_file.hpp"
#include "net/interrupt.hpp"
#include "reports/escape.hpp"
#include "scenarios/runner/applicability.hpp"
#include "scenarios/runner/suite.hpp"
#include "scenarios/testbeds/diagnosis.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

namespace simplespec::cli {

namespace {

using scenarios::agreement;

struct doctor_options {
    std::string testbed;
    bool json = false;
    bool verbose = false;
};

struct examination {
    std::vector<scenarios::diagnosis_line> lines;
    std::size_t applicable = 0;
    /// reason -> note and ids of the scenarios that will not apply
    std::map<std::string, std::pair<std::string, std::vector<std::string>>> inapplicable;

    bool healthy() const {
        return std::ranges::none_of(lines, [](const auto& l) { return l.verdict == agreement::wrong; });
    }
};

// A client cannot be asked; it is told to register, and has to come.
std::vector<scenarios::diagnosis_line> try_client(const scenarios::testbed& bed, const target& on) {
    constexpr std::string_view simplest = "rfc3261/10.2/client-registers";
    const auto& suite = scenarios::built_in_suite();
    const auto s = std::ranges::find(suite, simplest, &scenarios::scenario::id);
    if (s == suite.end()) return {};
    scenarios::run_settings settings{.shared_target = on.shared};
    settings.interrupted = net::interrupted;
    const auto run = scenarios::run(bed, {&*s}, on.set, settings);
    const auto& result = run.scenarios.front();
    const bool came = std::ranges::any_of(
        result.messages, [](const auto& m) { return m.start_line.starts_with("REGISTER "); });
    std::string found = "told to register: " + std::string(came ? "it came" : "nothing came");
    if (!came) found += " (" + result.reason + ")";
    for (const auto& note : result.notes) found += "; " + note;
    std::vector<scenarios::diagnosis_line> out;
    out.push_back(
        {came ? agreement::fine : agreement::wrong, "client", std::move(found),
         came ? "" : "run `" + result.rerun + " -v` and look at what the `start` and `do` hooks say"});
    if (!run.dut_agent.empty()) out.push_back({agreement::fine, "User-Agent", run.dut_agent, {}});
    return out;
}

std::expected<examination, std::string> examine(const scenarios::testbed& bed) {
    const auto on = open_target(bed, wire_kind::remote);
    if (!on) return std::unexpected(on.error());
    examination out;
    if (bed.is_server()) {
        const auto found = inquire(scenarios::inquiry_for(bed), bed.local.bind);
        if (!found) return std::unexpected(found.error());
        out.lines = scenarios::diagnose(bed, *found);
    } else {
        out.lines = try_client(bed, *on);
    }
    for (const auto& s : scenarios::built_in_suite()) {
        if (s.of_client() ? !bed.is_client() : !bed.is_server()) continue;
        const auto why = scenarios::inapplicable_at_a_distance(s, bed);
        if (!why) {
            ++out.applicable;
            continue;
        }
        auto& row = out.inapplicable[why->reason];
        row.first = why->note;
        row.second.push_back(s.id);
    }
    return out;
}

std::string colour_of(agreement a) {
    return a == agreement::fine ? "\x1b[32m" : a == agreement::odd ? "\x1b[33m" : "\x1b[31m";
}

std::string as_text(const examination& all, bool verbose) {
    std::string out;
    for (const auto& line : all.lines) {
        const auto word = fmt::format("{:<6}", name(line.verdict));
        out += colourful() ? colour_of(line.verdict) + word + "\x1b[0m" : word;
        out += fmt::format("{:<16}{}\n", line.about, reports::for_terminal(line.found));
        if (!line.mend.empty()) out += fmt::format("{:22}{}\n", "", reports::for_terminal(line.mend));
    }
    out += fmt::format("\n{} scenarios of the suite apply\n", all.applicable);
    for (const auto& [reason, row] : all.inapplicable) {
        out += fmt::format("{:>4} do not: {}: {}\n", row.second.size(), reason,
                           reports::for_terminal(row.first));
        if (verbose)
            for (const auto& id : row.second) out += fmt::format("       {}\n", id);
    }
    return out;
}

std::string as_json(const examination& all) {
    const auto text = [](std::string_view value) {
        return boost::json::string(reports::is_utf8(value) ? std::string(value)
                                                           : reports::for_terminal(value));
    };
    boost::json::array lines, left_out;
    for (const auto& line : all.lines)
        lines.push_back({{"verdict", name(line.verdict)},
                         {"about", text(line.about)},
                         {"found", text(line.found)},
                         {"mend", text(line.mend)}});
    for (const auto& [reason, row] : all.inapplicable)
        left_out.push_back({{"reason", text(reason)},
                            {"note", text(row.first)},
                            {"scenarios", boost::json::value_from(row.second)}});
    const boost::json::object out{{"healthy", all.healthy()},
                                  {"lines", std::move(lines)},
                                  {"applicable", all.applicable},
                                  {"not_applicable", std::move(left_out)}};
    return boost::json::serialize(out) + "\n";
}

int doctor(const doctor_options& given) {
    const auto fail = [](int code, const std::string& why) {
        fmt::print(stderr, "simplespec: {}\n", why);
        return code;
    };
    const auto bed = read_testbed_file(given.testbed);
    if (!bed) return fail(usage, bed.error());
    net::watch_interrupts();
    const auto all = examine(*bed);
    if (net::interrupted()) return fail(interrupted, "interrupted");
    if (!all) return fail(not_ready, all.error());
    fmt::print("{}", given.json ? as_json(*all) : as_text(*all, given.verbose));
    return all->healthy() ? as_expected : failed;
}

} // namespace

void add_doctor(CLI::App& program, int& code) {
    auto given = std::make_shared<doctor_options>();
    auto* command = program.add_subcommand(
        "doctor", "Whether a target is ready, and agrees with what its testbed says of it");
    command->add_option("-t,--testbed", given->testbed, "The testbed")->required();
    command->add_flag("--json", given->json, "As JSON");
    command->add_flag("-v,--verbose", given->verbose, "Name the scenarios that will not apply");
    command->footer(
        "Asks for transports, users, challenges, packages, lists and the clock; it leaves nothing behind.\n"
        "Exit codes: 0 they agree, 1 they contradict each other, 2 the testbed cannot be read, 3 nobody "
        "answers.\n"
        "Example: simplespec serve --port 5070 --account joe:secret --for 5 & sleep 1; SECRET=secret "
        "simplespec init "
        "sip:127.0.0.1:5070 --user joe --password env:SECRET -o pbx.toml && SECRET=secret simplespec doctor "
        "-t pbx.toml");
    command->callback([given, &code] { code = doctor(*given); });
}

} // namespace simplespec::cli
