#pragma once
// The commands of the program: one file each, nothing but options and calls.
#include <CLI/CLI.hpp>

namespace simplespec::cli {

/// Exit codes that other tools rely on; never a count. A run's own code comes from scenarios::summarize.
enum exit_code : int {
    as_expected = 0,
    failed = 1,
    usage = 2,
    not_ready = 3,
    selects_nothing = 4,
    stale_baseline = 5,
    inconclusive = 6,
    regression = 7,
    our_own_error = 70,
    interrupted = 130,
};

/// Adds a command to the program; when it is chosen, its callback leaves the exit code in `code`.
using add_command = void (*)(CLI::App& program, int& code);

void add_init(CLI::App& program, int& code);
void add_run(CLI::App& program, int& code);
void add_list(CLI::App& program, int& code);
void add_check(CLI::App& program, int& code);
void add_baseline(CLI::App& program, int& code);
void add_import(CLI::App& program, int& code);
void add_explain(CLI::App& program, int& code);
void add_compare(CLI::App& program, int& code);
void add_repro(CLI::App& program, int& code);
void add_lint(CLI::App& program, int& code);
void add_coverage(CLI::App& program, int& code);
void add_serve(CLI::App& program, int& code);
void add_ua(CLI::App& program, int& code);
void add_defects(CLI::App& program, int& code);
void add_doctor(CLI::App& program, int& code);
void add_rig(CLI::App& program, int& code);
void add_report(CLI::App& program, int& code);

} // namespace simplespec::cli
