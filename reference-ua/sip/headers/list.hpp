#pragma once
// The values of a comma list, over all rows of a header field (RFC 3261 section 7.3.1).
#include "sip/message.hpp"

namespace simplespec::sip {

struct list_value {
    std::string_view text;  ///< without white space around it
    std::size_t offset = 0; ///< from the start of the message, or of the text that was split
};

/// Split at commas outside quoted strings and angle brackets. Empty elements are kept; an empty text has none.
std::vector<list_value> split_list(std::string_view text, std::size_t offset = 0);
/// All values of all rows of this field, in order.
std::vector<list_value> list_values(const message& m, header h);
/// Whether a list of tokens (option-tags, methods, packages) carries this one, case-insensitive.
bool list_has(const message& m, header h, std::string_view token);

} // namespace simplespec::sip
