#include "cli/testbed_file.hpp"

#include "cli/files.hpp"

#include <cstdlib>

namespace simplespec::cli {

std::expected<scenarios::testbed, std::string> read_testbed_file(const std::string& file) {
    const auto text = read_file(file);
    if (!text) return std::unexpected(text.error());
    const auto secrets = [](std::string_view name) -> std::optional<std::string> {
        const char* value = std::getenv(std::string(name).c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    };
    auto bed = scenarios::read_testbed(file, *text, secrets);
    if (!bed) return std::unexpected(describe(bed.error()));
    return *bed;
}

} // namespace simplespec::cli
