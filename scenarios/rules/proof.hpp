#pragma once
// Which requirements are proven: a message broken on purpose draws a finding of theirs that the valid one does
// not. proofs.txt is the record; a test runs every broken message and holds the record to what it saw.
#include "sip/embedded.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

struct proof {
    std::string requirement; ///< catalogue id
    std::string by;          ///< the broken message, named for the finding that it draws: "publish-without-event"
};

/// A line each: the requirement, a space, the name. Lines that begin with # are for people.
std::vector<proof> read_proofs(std::string_view text);

/// The record that was built into the program.
const std::vector<proof>& proofs();

} // namespace simplespec::scenarios
