#pragma once
// The names that makes of phones have for their keys.
#include "rigs/phone/model.hpp"
#include "rigs/phone/virtual_handset.hpp"

#include <optional>
#include <string_view>

namespace simplespec::rigs {

/// What a name means to a phone. Keys that change nothing that it shows are known and do nothing.
struct vendor_key {
    std::optional<handset::key> which{};
};
/// "POUND", "L3", "SoftKey1", "Key:NavDwn": spelled as the model's make spells it. None where it has no such
/// key.
std::optional<vendor_key> find_vendor_key(std::string_view name, const model& m);

} // namespace simplespec::rigs
