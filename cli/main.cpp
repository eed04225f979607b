// The program: chooses a command and returns its exit code.
#include "cli/command.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>

namespace {

using namespace simplespec::cli;

constexpr add_command commands[] = {
    add_run, add_init, add_doctor, add_list, add_check, add_baseline, add_import, add_repro, add_compare, add_explain, add_lint,
    add_coverage, add_serve, add_ua, add_defects, add_rig, add_report,
};

int chosen(int argc, char** argv) {
    CLI::App program("Tells whether SIP presence really works: publishing, subscribing, presence documents, contact lists.",
                     "simplespec");
    program.set_version_flag("--version", "simplespec " SIMPLESPEC_VERSION);
    program.require_subcommand(0, 1);
    program.footer("Examples:\n"
                   "  simplespec run                        the whole suite against the built-in endpoint\n"
                   "  simplespec run rfc:6665 -t pbx.toml   the scenarios of one RFC against your server\n"
                   "  simplespec lint capture.pcap          every violation in a capture\n"
                   "Exit codes: 0 as expected, 1 failed, 2 usage, 3 target not ready, 4 nothing selected, 5 stale baseline,\n"
                   "6 inconclusive, 7 regression, 70 our own error, 130 interrupted.");
    int code = usage;
    for (const add_command add : commands) add(program, code);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        // CLI11's own codes are many; ours are documented.
        return program.exit(error) == 0 ? as_expected : usage;
    }
    if (program.get_subcommands().empty()) fmt::print("{}", program.help());
    return code;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return chosen(argc, argv);
    } catch (const std::exception& error) {
        fmt::print(stderr, "simplespec: our own error: {}\n", error.what());
        return our_own_error;
    }
}
