#include "scenarios/testbeds/toml_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <limits>

namespace simplespec::scenarios {

void toml_text::fail(const toml::source_region& where, std::string what, std::string expected,
                     std::string_view word, const std::vector<std::string>& candidates) {
    if (wrong) return;
    const place at{where.begin.line, where.begin.column};
    wrong = problem{
        file, at, std::move(what), std::move(expected), nearest(word, candidates), line_of(text, at.line)};
}

const toml::node* toml_table::node(std::string_view key) {
    known_.emplace_back(key);
    return table_ == nullptr ? nullptr : table_->get(key);
}

void toml_table::read(std::string_view key, std::string& into) {
    const auto* found = node(key);
    if (found == nullptr) return;
    if (const auto* text = found->as_string())
        into = text->get();
    else
        in_.fail(found->source(), fmt::format("`{}` must be a text", key), fmt::format("{} = \"...\"", key));
}

void toml_table::read(std::string_view key, std::uint16_t& into) {
    const auto* found = node(key);
    if (found == nullptr) return;
    const auto* number = found->as_integer();
    if (number != nullptr && number->get() >= 0 && number->get() <= std::numeric_limits<std::uint16_t>::max())
        into = static_cast<std::uint16_t>(number->get());
    else
        in_.fail(found->source(), fmt::format("`{}` must be a port", key), "a number from 0 to 65535");
}

void toml_table::read(std::string_view key, double& into) {
    const auto* found = node(key);
    if (found == nullptr) return;
    const auto value = found->value<double>();
    if (value && *value > 0)
        into = *value;
    else
        in_.fail(found->source(), fmt::format("`{}` must be a number above 0", key),
                 fmt::format("{} = 1.5", key));
}

void toml_table::read(std::string_view key, std::vector<std::string>& into) {
    const auto* found = node(key);
    if (found == nullptr) return;
    const auto* array = found->as_array();
    if (array == nullptr)
        return in_.fail(found->source(), fmt::format("`{}` must be a list", key),
                        fmt::format("{} = [\"...\"]", key));
    into.clear();
    for (const auto& each : *array) {
        const auto* text = each.as_string();
        if (text == nullptr) return in_.fail(each.source(), "this must be a text", "\"...\"");
        into.push_back(text->get());
    }
}

std::optional<sip::duration> read_duration(std::string_view text) {
    constexpr std::size_t most_digits = 9;
    std::size_t digits = 0;
    std::int64_t count = 0;
    for (; digits < text.size() && digits < most_digits &&
           std::isdigit(static_cast<unsigned char>(text[digits])) != 0;
         ++digits)
        count = count * 10 + (text[digits] - '0');
    const auto unit = text.substr(digits);
    if (digits == 0) return std::nullopt;
    if (unit == "ms") return std::chrono::milliseconds(count);
    if (unit == "s") return std::chrono::seconds(count);
    if (unit == "m") return std::chrono::minutes(count);
    if (unit == "h") return std::chrono::hours(count);
    return std::nullopt;
}

void toml_table::read(std::string_view key, sip::duration& into) {
    const auto* found = node(key);
    if (found == nullptr) return;
    const auto* text = found->as_string();
    const auto length = text == nullptr ? std::nullopt : read_duration(text->get());
    if (length)
        into = *length;
    else
        in_.fail(found->source(), fmt::format("`{}` must be a length of time", key),
                 "\"500ms\", \"5s\", \"2m\", \"1h\"");
}

toml_table toml_table::table(std::string_view key) {
    const auto* found = node(key);
    if (found != nullptr && !found->is_table())
        in_.fail(found->source(), fmt::format("`{}` must be a table", key), fmt::format("[{}]", key));
    return {in_, found == nullptr ? nullptr : found->as_table(),
            name_.empty() ? std::string(key) : fmt::format("{}.{}", name_, key)};
}

void toml_table::done() {
    if (table_ == nullptr || open_) return;
    for (const auto& [key, unused] : *table_) {
        if (std::ranges::find(known_, key.str()) != known_.end()) continue;
        return in_.fail(key.source(),
                        name_.empty() ? fmt::format("unknown table or key `{}`", key.str())
                                      : fmt::format("unknown key `{}` in [{}]", key.str(), name_),
                        "one of: " + fmt::format("{}", fmt::join(known_, ", ")), key.str(), known_);
    }
}

} // namespace simplespec::scenarios
