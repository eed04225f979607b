#include "bench/instructions.hpp"

#include <charconv>

namespace simplespec::bench {

std::optional<counted> read_dump(std::string_view text) {
    constexpr std::string_view trigger = "desc: Trigger: Client Request: ";
    counted out;
    bool summed = false;
    for (std::size_t from = 0; from < text.size();) {
        const auto end = std::min(text.find('\n', from), text.size());
        const auto line = text.substr(from, end - from);
        from = end + 1;
        if (line.starts_with(trigger)) out.id = line.substr(trigger.size());
        for (const std::string_view word : {"summary: ", "totals: "})
            if (line.starts_with(word) && !summed) {
                const auto digits = line.substr(word.size());
                summed = std::from_chars(digits.data(), digits.data() + digits.size(), out.instructions).ec ==
                         std::errc{};
            }
    }
    if (out.id.empty() || !summed) return std::nullopt;
    return out;
}

} // namespace simplespec::bench
