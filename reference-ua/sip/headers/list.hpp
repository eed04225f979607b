#pragma once
// The values of a comma list, over all rows of a header field (RFC 3261 section 7.3.1).
#include "sip/message.hpp"

namespace simplespec::sip {

struct list_value {
    std::string_view text;  ///< without white space around it
    std::size_t offset = 0; ///< from the start of the message, or of the text that was split
};

/// Each element of a comma list, divided as split_list divides it, without allocation: `take(text, offset, last)` gets it
/// without white space around it, and goes on where it answers true.
template <class Take>
void for_each_value(std::string_view text, Take take) {
    bool quoted = false;
    bool bracketed = false;
    std::size_t from = 0;
    const auto yield = [&](std::size_t to) {
        const auto value = trim(text.substr(from, to - from));
        const auto offset = value.empty() ? from : static_cast<std::size_t>(value.data() - text.data());
        from = to + 1;
        return take(value, offset, to == text.size());
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\') ++i;
        else if (c == '"' && !bracketed) quoted = !quoted;
        else if (quoted) continue;
        else if (c == '<') bracketed = true;
        else if (c == '>') bracketed = false;
        else if (c == ',' && !bracketed && !yield(i)) return;
    }
    yield(text.size());
}

/// Split at commas outside quoted strings and angle brackets. Empty elements are kept; an empty text has none.
std::vector<list_value> split_list(std::string_view text, std::size_t offset = 0);
/// All values of all rows of this field, in order.
std::vector<list_value> list_values(const message& m, header h);
/// Whether a list of tokens (option-tags, methods, packages) carries this one, case-insensitive.
bool list_has(const message& m, header h, std::string_view token);

} // namespace simplespec::sip
