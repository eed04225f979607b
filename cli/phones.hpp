#pragma once
// The phones of a testbed, [rig.NAME]: started where they are virtual, reached over HTTP, read by OCR.
#include "scenarios/runner/runner.hpp"

#include <expected>
#include <string>

namespace simplespec::cli {

struct target;

/// Give every scenario of the target the testbed's phones. An actor gets the rig of its name, else that of
/// its account, else the next that is free; never one that belongs to another account. A rig with `start` is
/// started for each scenario, and ended with it; one without is there once, so that only one scenario at a
/// time has phones of that kind.
void add_phones(target& to, const scenarios::testbed& bed);

/// The testbed that comes with the program: its server and two virtual phones. It is written into `folder`,
/// and its server gets a port that is free now. The error is a sentence.
std::expected<scenarios::testbed, std::string> handset_testbed(const std::string& folder);

} // namespace simplespec::cli
