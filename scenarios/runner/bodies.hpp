#pragma once
// Bodies that a scenario describes instead of spelling out.
#include "scenarios/language/scenario.hpp"

#include <expected>
#include <functional>
#include <string>

namespace simplespec::scenarios {

/// What {name}s stand for.
using expand_phrase = std::function<std::string(const phrase&)>;

struct written_body {
    std::string type;
    std::string octets;
};

/// Write a body; `entity` is the presentity where the block names none. The error says what the format has no
/// place for.
std::expected<written_body, std::string> write_body(const body_block& block, const std::string& entity,
                                                    const expand_phrase& expand);

} // namespace simplespec::scenarios
