#pragma once
// What was read, held against the words that can stand there.
#include "rigs/reading/reading.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::rigs {

/// The characters of UTF-8 text without blanks and without regard to what may look alike in no font; octets
/// that are none count one each.
std::u32string characters(std::string_view utf8);
/// Insertions, deletions and substitutions from one to the other; counts to `limit` + 1 and no further.
std::size_t distance(std::u32string_view a, std::u32string_view b, std::size_t limit);
/// How many wrong characters a reading of so many may have and still be the word.
std::size_t tolerance(std::size_t characters);

/// Words of a row that read as one of the vocabulary, but for as many characters as `tolerance` allows,
/// become it: where it is the only one so near, and no other word of the vocabulary is as near to it. Words
/// that read exactly as one are surer for it, and those that read as none have to be read better than without a
/// vocabulary.
void correct(line_read& line, const std::vector<std::string>& vocabulary);

} // namespace simplespec::rigs
