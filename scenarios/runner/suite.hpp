#pragma once
// The suite that was built into the program.
#include "scenarios/language/scenario.hpp"
#include "sip/embedded.hpp"

#include <span>
#include <vector>

namespace simplespec::scenarios {

/// The .scn files, named by their path below scenarios/: "rfc3903/6/refresh-gets-a-new-entity-tag.scn".
std::span<const sip::embedded_file> suite_files();

/// All of them, read, in order of id. A test holds them readable: a file that is not throws at start-up.
const std::vector<scenario>& built_in_suite();

/// The testbeds that come with the program, named likewise: "testbeds/handset/testbed.toml".
std::span<const sip::embedded_file> own_testbeds();

} // namespace simplespec::scenarios
