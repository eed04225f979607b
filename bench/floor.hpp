#pragma once
// What the machine needs merely to touch the octets: no reader can be faster.
#include "bench/contact_table.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::bench {

/// Copy the octets into memory that was there before.
void copy_octets(std::string_view octets, std::string& into);

/// A structural index: for each 64 octets one word with a bit for each `<`, `>`, `"`, CR, LF, colon and
/// equals sign. With AVX2 where the processor has it.
void index_octets(std::string_view octets, std::vector<std::uint64_t>& into);

/// Write a contact list that is known already.
void write_rows(const contact_table& rows, contact_table& into);

} // namespace simplespec::bench
