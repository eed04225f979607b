#include "rigs/drivers/page.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace simplespec::rigs {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool hexadecimal(char c) { return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// The character references that phones write; others stay as they are.
std::string undone(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, char>, 6> known{
        {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&nbsp;", ' '}, {"&amp;", '&'}}};
    std::string out;
    while (!text.empty()) {
        const auto at = std::ranges::find_if(known, [&](const auto& k) { return text.starts_with(k.first); });
        out += at == known.end() ? text.front() : at->second;
        text.remove_prefix(at == known.end() ? 1 : at->first.size());
    }
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    return text;
}

} // namespace

std::vector<std::string> lines_of_page(std::string_view html) {
    std::vector<std::string> out;
    while (!html.empty()) {
        const auto end = html.find_first_of("<\r\n");
        if (const auto text = trimmed(html.substr(0, end)); !text.empty()) out.push_back(undone(text));
        if (end == std::string_view::npos) break;
        // A tag that does not end takes the rest of the page.
        const auto next = html[end] == '<' ? html.find('>', end) : end;
        if (next == std::string_view::npos) break;
        html.remove_prefix(next + 1);
    }
    return out;
}

std::vector<std::string> words_of_page(std::string_view html) {
    std::vector<std::string> out;
    for (const auto& line : lines_of_page(html)) {
        std::string_view rest = line;
        while (!rest.empty()) {
            const auto end = rest.find_first_of(" \t,;()/");
            if (end != 0) out.emplace_back(rest.substr(0, end));
            if (end == std::string_view::npos) break;
            rest.remove_prefix(end + 1);
        }
    }
    return out;
}

std::optional<std::string> setting_in_page(std::string_view html, std::string_view name) {
    const auto lines = lines_of_page(html);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::string_view line = lines[i];
        if (!line.starts_with(name)) continue;
        line.remove_prefix(name.size());
        // Who may write it: ! the user, & nobody, $ as an administrator.
        if (line.starts_with('!') || line.starts_with('&') || line.starts_with('$')) line.remove_prefix(1);
        if (line.starts_with(':')) return std::string(trimmed(line.substr(1)));
        if (line.empty() && i + 1 < lines.size()) return lines[i + 1]; // the next cell
    }
    return {};
}

bool secret_in_page(std::string_view value) {
    return !value.empty() && value.find_first_not_of('*') == std::string_view::npos;
}

bool is_snom_model(std::string_view word) {
    if (!word.starts_with("snom")) return false;
    word.remove_prefix(4);
    if (word.starts_with('D') || word.starts_with('M')) word.remove_prefix(1);
    return word.size() == 3 && std::ranges::all_of(word, digit);
}

bool is_mac(std::string_view word) {
    if (word.size() == 17) {
        for (std::size_t i = 0; i < word.size(); ++i)
            if (i % 3 == 2 ? word[i] != ':' : !hexadecimal(word[i])) return false;
        return true;
    }
    return word.size() == 12 && std::ranges::all_of(word, hexadecimal);
}

bool is_version(std::string_view word) {
    int numbers = 0;
    while (true) {
        unsigned n = 0;
        const auto [end, bad] = std::from_chars(word.data(), word.data() + word.size(), n);
        if (bad != std::errc{}) return false;
        ++numbers;
        word.remove_prefix(static_cast<std::size_t>(end - word.data()));
        if (word.empty()) return numbers >= 3 && numbers <= 5;
        if (word.front() != '.') return false;
        word.remove_prefix(1);
    }
}

} // namespace simplespec::rigs
