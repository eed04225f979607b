#include "cli/lint.hpp"

#include "reports/escape.hpp"
#include "reports/lint.hpp"

#include <cerrno>
#include <cstring>
#include <expected>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace simplespec::cli {
namespace {

std::expected<std::string, std::string> read(const std::string& file) {
    std::ostringstream text;
    if (file == "-") {
        text << std::cin.rdbuf();
        return std::move(text).str();
    }
    if (std::error_code ignored; std::filesystem::is_directory(file, ignored))
        return std::unexpected("it is a folder: name the files in it");
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::unexpected(errno != 0 ? std::strerror(errno) : "it cannot be opened");
    text << in.rdbuf();
    return std::move(text).str();
}

} // namespace

int run_lint(const lint_options& options, std::ostream& out, std::ostream& err) {
    std::vector<reports::named_capture> captures;
    const auto say = [&](const std::string& file, const std::string& what) {
        err << "simplespec lint: " << reports::for_terminal(file) << ": " << reports::for_terminal(what) << '\n';
    };
    for (const auto& file : options.files) {
        const auto octets = read(file);
        auto capture = octets ? scenarios::read_capture(*octets) : std::unexpected(octets.error());
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

} // namespace simplespec::cli
