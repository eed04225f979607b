#pragma once
// Who plays whom: the accounts of a testbed given to the actors of a scenario.
#include "scenarios/runner/play.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace simplespec::scenarios {

/// The same for the same arguments, whatever else runs. `turn` rotates through the accounts, so that
/// scenarios with a shared target can run side by side; 0 gives an actor the account of its own name where
/// there is one.
cast cast_for(const scenario& s, const testbed& bed, std::size_t turn, std::uint64_t seed);

/// The accounts that nobody else may use meanwhile: those of the cast, and the members of lists that it
/// watches.
std::vector<std::string> held_by(const scenario& s, const testbed& bed, const cast& who);

} // namespace simplespec::scenarios
