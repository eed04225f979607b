#pragma once
// A testbed from disk, with the secrets that it names taken from the environment.
#include "scenarios/testbeds/testbed.hpp"

#include <expected>
#include <string>

namespace simplespec::cli {

/// On failure a text that names file, line, column and what to do.
std::expected<scenarios::testbed, std::string> read_testbed_file(const std::string& file);

} // namespace simplespec::cli
