#pragma once
// A client of the user's as the target: a program that the testbed's hooks start for each scenario, or a phone on a desk whose
// user is asked.
#include "cli/target.hpp"

namespace simplespec::cli {

/// Each scenario gets a program of its own where [hooks] start is given; else the sentences of its `do` lines are asked for on
/// the terminal, one scenario at a time, from whoever sits there.
std::expected<target, std::string> open_client(const scenarios::testbed& bed);

} // namespace simplespec::cli
