#pragma once
// [rig.NAME] of a testbed: how a phone is reached.
#include "scenarios/testbeds/testbed.hpp"
#include "scenarios/testbeds/toml_table.hpp"

namespace simplespec::scenarios {

void read_rig(toml_text& in, const std::string& name, const toml::node& node, const secret_lookup& secrets,
              testbed& bed);

/// `password = "env:NAME"` of a table, or `test_password`; complains where the environment has it not.
std::string read_secret(toml_text& in, toml_table& table, const toml::table& whole,
                        const secret_lookup& secrets, std::string_view whose);

} // namespace simplespec::scenarios
