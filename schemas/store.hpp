#pragma once
// The schemas inside the program, as libxml2 can load them.
#include <string>

namespace simplespec::schemas::store {

/// A schema that imports all others, by addresses that only the store answers. Makes the store known to libxml2 at its
/// first use; imports between schemas are then read from memory, never from a disk or a network.
const std::string& entry_document();

} // namespace simplespec::schemas::store
