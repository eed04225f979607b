#pragma once
// Files as texts: the stages below take and give texts only.
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::cli {

/// A whole file; "-" is standard input. On failure a sentence: which file, and why not.
std::expected<std::string, std::string> read_file(const std::string& path);

/// Write a whole file, or standard output for "-": first beside it, then renamed, so that nobody reads half of it.
std::expected<void, std::string> write_file(const std::string& path, std::string_view text);

/// Whether there is a file or folder of this name.
bool exists(const std::string& path);

/// The files below a folder whose name ends in `ending`, sorted; the path itself where it is a file.
std::expected<std::vector<std::string>, std::string> files_below(const std::string& path, std::string_view ending);

} // namespace simplespec::cli
