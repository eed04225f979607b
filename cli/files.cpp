#include "cli/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

namespace simplespec::cli {

namespace fs = std::filesystem;

std::expected<std::string, std::string> read_file(const std::string& path) {
    if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
    std::error_code failed;
    if (fs::is_directory(path, failed)) return std::unexpected(fmt::format("{}: is a folder, expected a file", path));
    std::ifstream in(path, std::ios::binary);
    std::stringstream out;
    if (in) out << in.rdbuf();
    if (!in || in.bad()) return std::unexpected(fmt::format("{}: {}", path, std::strerror(errno)));
    return std::move(out).str();
}

std::expected<void, std::string> write_file(const std::string& path, std::string_view text) {
    if (path == "-") {
        std::cout << text << std::flush;
        if (std::cout) return {};
        return std::unexpected(std::string("standard output cannot be written"));
    }
    std::error_code failed;
    // What is no plain file (a pipe, /dev/stdout) cannot be renamed onto.
    const bool direct = fs::exists(path, failed) && !fs::is_regular_file(path, failed);
    const std::string target = direct ? path : path + ".part";
    std::ofstream out(target, std::ios::binary | std::ios::trunc);
    out << text << std::flush;
    if (!out) return std::unexpected(fmt::format("{}: {}", target, std::strerror(errno)));
    out.close();
    if (!direct) fs::rename(target, path, failed);
    if (failed) return std::unexpected(fmt::format("{}: {}", path, failed.message()));
    return {};
}

bool exists(const std::string& path) {
    std::error_code failed;
    return fs::exists(path, failed);
}

std::expected<std::vector<std::string>, std::string> files_below(const std::string& path, std::string_view ending) {
    std::error_code failed;
    const auto what = fs::status(path, failed);
    if (!fs::exists(what)) return std::unexpected(fmt::format("{}: no such file or folder", path));
    if (!fs::is_directory(what)) return std::vector{path};
    std::vector<std::string> out;
    for (fs::recursive_directory_iterator at(path, failed), end; !failed && at != end; at.increment(failed))
        if (at->is_regular_file() && at->path().string().ends_with(ending)) out.push_back(at->path().generic_string());
    if (failed) return std::unexpected(fmt::format("{}: {}", path, failed.message()));
    if (out.empty()) return std::unexpected(fmt::format("{}: holds no {} file", path, ending));
    std::ranges::sort(out);
    return out;
}

} // namespace simplespec::cli
