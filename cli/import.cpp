// simplespec import: a capture written down as a scenario that runs.
#include "cli/command.hpp"
#include "cli/files.hpp"
#include "reports/escape.hpp"
#include "scenarios/language/transcription.hpp"

#include <fmt/format.h>

#include <memory>

namespace simplespec::cli {

namespace {

struct options {
    std::string capture;
    std::string id;
    std::string out = "-";
};

// "captures/Customer 7.pcap" > "imported/customer-7"
std::string id_from(std::string_view path) {
    path.remove_prefix(path.find_last_of('/') + 1);
    path = path.substr(0, path.rfind('.'));
    std::string out;
    for (const char c : path) {
        if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out += c;
        else if (!out.empty() && out.back() != '-')
            out += '-';
    }
    return "imported/" + (out.empty() ? "capture" : out);
}

int import(const options& given) {
    const auto fail = [](const std::string& why) {
        fmt::print(stderr, "simplespec: {}\n", reports::for_terminal(why));
        return usage;
    };
    const auto octets = read_file(given.capture);
    if (!octets) return fail(octets.error());
    const auto capture = scenarios::read_capture(*octets);
    if (!capture) return fail(fmt::format("{}: {}", given.capture, capture.error()));
    const auto made = scenarios::transcribe(*capture, given.id.empty() ? id_from(given.capture) : given.id,
                                            "Imported from " + given.capture);
    if (!made) return fail(fmt::format("{}: {}", given.capture, made.error()));
    for (const auto* notes : {&capture->notes, &made->notes})
        for (const auto& note : *notes)
            fmt::print(stderr, "simplespec import: {}: {}\n", given.capture, reports::for_terminal(note));
    const auto written = write_file(given.out, made->text);
    return written ? as_expected : fail(written.error());
}

} // namespace

void add_import(CLI::App& program, int& code) {
    auto given = std::make_shared<options>();
    auto* command = program.add_subcommand("import", "Write a capture down as a scenario that runs");
    command->add_option("CAPTURE", given->capture, "pcap, pcapng, or messages as text; - is standard input")
        ->required();
    command->add_option("-o,--output", given->out, "The scenario file; standard output where not given");
    command->add_option("--id", given->id, "The scenario's id; imported/NAME where not given");
    command->footer(
        "Example: simplespec run rfc3903 --json run.json; simplespec repro rfc3903/6/unknown-entity-tag-is-refused "
        "--as raw -o messages.txt; simplespec import messages.txt -o mine.scn && simplespec run mine.scn");
    command->callback([given, &code] { code = import(*given); });
}

} // namespace simplespec::cli
