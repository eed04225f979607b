#pragma once
// run --pcap DIR: a capture of each scenario.
#include "scenarios/result/result.hpp"

#include <expected>
#include <string>

namespace simplespec::cli {

/// A file for each scenario that sent or received anything, named for its id: DIR/rfc3903/6/publish.pcap.
/// Folders are made. What a capture could not hold as it was is said on the standard error. On failure a
/// sentence.
std::expected<void, std::string> write_captures(const std::string& folder, const scenarios::run_result& run);

} // namespace simplespec::cli
