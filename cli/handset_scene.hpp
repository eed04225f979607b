#pragma once
// Scenes whose party under test is a client: the reference handset in this process.
#include "rigs/driven_handset.hpp"
#include "scenarios/runner/runner.hpp"

namespace simplespec::cli {

/// Join a handset with its scenario: set up with the account that it is given, driven by the sentences of `do` lines, with
/// those of the defects that are of a client. The handset must live as long as `wire`.
scenarios::scene scene_with(rigs::driven_handset& handset, std::shared_ptr<rigs::wire> wire, const sip::hop& at,
                            const std::vector<std::string>& defects);

} // namespace simplespec::cli
