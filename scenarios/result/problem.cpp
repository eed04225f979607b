#include "scenarios/result/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace simplespec::scenarios {

namespace {
constexpr std::size_t shown_columns = 160;

// A line as a terminal may show it: control characters stay columns, but do nothing.
std::string printable(std::string_view line) {
    std::string out(line.substr(0, shown_columns));
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    return out;
}

// Restricted Damerau-Levenshtein distance: insert, delete, replace, swap neighbours.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}
} // namespace

std::string describe(const problem& p) {
    std::string out = fmt::format("{}:{}:{}: {}\n", p.file, p.at.line, p.at.column, p.what);
    if (!p.line_text.empty()) {
        const std::size_t caret = std::min(p.at.column == 0 ? 0 : p.at.column - 1, shown_columns);
        out += fmt::format("    {}\n    {}^\n", printable(p.line_text), std::string(caret, ' '));
    }
    if (!p.expected.empty()) out += fmt::format("  expected: {}\n", p.expected);
    if (!p.suggestion.empty()) out += fmt::format("  did you mean: {}\n", p.suggestion);
    return out;
}

std::string line_of(std::string_view text, std::size_t number) {
    for (std::size_t line = 1; line < number; ++line) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return {};
        text.remove_prefix(end + 1);
    }
    text = text.substr(0, text.find('\n'));
    if (text.ends_with('\r')) text.remove_suffix(1);
    return std::string(text);
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    constexpr std::size_t longest = 200;
    if (word.empty() || word.size() > longest) return {};
    std::size_t best = std::max<std::size_t>(2, word.size() / 4) + 1;
    std::string out;
    for (const auto& each : candidates) {
        if (each.size() > longest) continue;
        const std::size_t d = distance(word, each);
        if (d < best && d < std::max(word.size(), each.size())) {
            best = d;
            out = each;
        }
    }
    return out;
}

} // namespace simplespec::scenarios
