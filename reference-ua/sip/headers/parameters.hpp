#pragma once
// generic-param lists, which most header fields end in (RFC 3261 section 25.1).
#include "sip/cursor.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::sip {

/// name or name=value. The views point into the text that was read; a quoted value keeps its quotes.
struct parameter {
    std::string_view name;
    std::optional<std::string_view> value;
    std::size_t offset = 0;

    /// The value without quotes and escapes; empty where there is none.
    std::string text() const { return value ? unquote(*value) : std::string(); }
};

struct parameters {
    std::vector<parameter> items;

    /// The first parameter of this name, case-insensitive; nullptr where there is none.
    const parameter* find(std::string_view name) const;
    bool has(std::string_view name) const { return find(name) != nullptr; }
    /// The value as text, without quotes; empty where there is none.
    std::string text(std::string_view name) const;
    /// The value as a number; none where it is absent or not a number up to `max`.
    std::optional<std::uint64_t> number(std::string_view name, std::uint64_t max) const;
};

/// name [ "=" value ]
parsed<parameter> parse_parameter(cursor& in);
/// *( SEMI generic-param )
parsed<parameters> parse_parameters(cursor& in);

/// Read a whole text with a parser: what stands behind the value, other than white space, is an error.
template <class T>
parsed<T> whole(parsed<T> (*read)(cursor&), std::string_view text) {
    cursor in(text);
    in.skip_sws();
    auto out = read(in);
    if (!out) return out;
    in.skip_sws();
    if (!in.at_end()) return in.fail("field-value", "the end of the value");
    return out;
}

} // namespace simplespec::sip
