#include "cli/lint.hpp"

#include "cli/command.hpp"
#include "cli/files.hpp"
#include "reports/escape.hpp"
#include "reports/lint.hpp"

#include <iostream>
#include <memory>

namespace simplespec::cli {

int run_lint(const lint_options& options, std::ostream& out, std::ostream& err) {
    std::vector<reports::named_capture> captures;
    const auto say = [&](const std::string& file, const std::string& what) {
        err << "simplespec lint: " << reports::for_terminal(file) << ": " << reports::for_terminal(what) << '\n';
    };
    for (const auto& file : options.files) {
        const auto octets = read_file(file);
        if (!octets) {
            err << "simplespec lint: " << reports::for_terminal(octets.error()) << '\n';
            continue;
        }
        auto capture = scenarios::read_capture(*octets);
        if (!capture) {
            say(file, capture.error());
            continue;
        }
        for (const auto& note : capture->notes) say(file, note);
        captures.push_back({file, std::move(*capture)});
    }
    const auto result = reports::lint(scenarios::catalogue::built_in(), captures, options.together);
    for (const auto& m : result.messages) out << (options.json ? reports::lint_json(m) + "\n" : reports::lint_text(m));
    if (result.messages.empty()) {
        if (!captures.empty()) err << "simplespec lint: there is no SIP message in what was read\n";
        return 2;
    }
    if (!options.json) out << reports::lint_summary(result) << '\n';
    return result.errors != 0 ? 1 : 0;
}

void add_lint(CLI::App& program, int& code) {
    auto given = std::make_shared<lint_options>();
    auto* command = program.add_subcommand("lint", "Judge captured messages: pcap, pcapng, raw text");
    command->add_option("FILE", given->files, "Captures; - is standard input")->required();
    command->add_flag("--json", given->json, "One JSON object for each message, a line each");
    command->add_flag("--together", given->together, "All files are one observation, in the order of time");
    command->footer("Example: simplespec lint scenarios/torture/corpus/pidf/*.sip");
    command->callback([given, &code] { code = run_lint(*given, std::cout, std::cerr); });
}

} // namespace simplespec::cli
