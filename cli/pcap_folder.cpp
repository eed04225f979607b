#include "cli/pcap_folder.hpp"

#include "cli/files.hpp"
#include "reports/escape.hpp"
#include "reports/pcap.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

namespace simplespec::cli {

std::expected<void, std::string> write_captures(const std::string& folder, const scenarios::run_result& run) {
    for (const auto& s : run.scenarios) {
        if (s.messages.empty()) continue;
        const auto path = folder + "/" + reports::pcap_name(s.id);
        std::error_code failed;
        std::filesystem::create_directories(std::filesystem::path(path).parent_path(), failed);
        if (failed) return std::unexpected(fmt::format("{}: {}", path, failed.message()));
        const auto capture = reports::to_pcap(s, run.started);
        for (const auto& note : capture.notes)
            fmt::print(stderr, "simplespec: {}: {}\n", path, reports::for_terminal(note));
        if (auto written = write_file(path, capture.octets); !written) return written;
    }
    return {};
}

} // namespace simplespec::cli
