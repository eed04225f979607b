#pragma once
// What is wrong with a text that a user wrote: a scenario, a testbed, a baseline, a selection.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// A place in a text; both count from 1, columns in octets.
struct place {
    std::size_t line = 1;
    std::size_t column = 1;

    bool operator==(const place&) const = default;
    auto operator<=>(const place&) const = default;
};

/// One mistake, with everything that its author needs to mend it.
struct problem {
    std::string file;
    place at;
    std::string what;       ///< "unknown key `adress`"
    std::string expected;   ///< "one of: address, domain, name"; may be empty
    std::string suggestion; ///< "address"; empty where nothing is near
    std::string line_text;  ///< the line as it stands

    bool operator==(const problem&) const = default;
};

/// Several lines for a terminal: file:line:column, the line with a caret below, what was expected, the
/// suggestion.
std::string describe(const problem& p);

/// Line `number` (from 1) of a text, without its line end; empty where there is none.
std::string line_of(std::string_view text, std::size_t number);

/// The candidate nearest to `word` by edits, if it is near enough to be meant; else empty.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

} // namespace simplespec::scenarios
