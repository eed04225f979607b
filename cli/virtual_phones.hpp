#pragma once
// Phones in this process, for scenarios in virtual time: the same displays, pages and drivers as over HTTP,
// without sockets.
#include "rigs/wire/virtual_wire.hpp"
#include "scenarios/runner/runner.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace simplespec::cli {

/// Give the scene a virtual phone for every actor that is one, on this wire, with those of the defects that
/// are of a client. They live as long as the scene.
void add_virtual_phones(scenarios::scene& into, rigs::virtual_wire& wire, std::uint64_t seed,
                        const std::vector<std::string>& defects);

} // namespace simplespec::cli
