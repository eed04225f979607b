#pragma once
// The built-in target: the reference presence server, set up as a testbed describes it.
#include "agent/server_settings.hpp"
#include "scenarios/testbeds/testbed.hpp"

namespace simplespec::cli {

/// A server with the testbed's accounts and lists, and with those of the defects that are of a server.
agent::server_settings server_of(const scenarios::testbed& bed, const std::vector<std::string>& defects);

} // namespace simplespec::cli
