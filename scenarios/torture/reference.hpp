#pragma once
// The reference server as the embedded testbed describes it, for tests that alter what it sends.
#include "agent/server_settings.hpp"
#include "scenarios/testbeds/testbed.hpp"

namespace simplespec::scenarios {

/// Its accounts, each with its secret, and its lists.
agent::server_settings server_of(const testbed& bed);

} // namespace simplespec::scenarios
