#include "reports/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace simplespec::reports {

namespace {

std::uint32_t code_point(std::string_view sequence) {
    const auto first = static_cast<unsigned char>(sequence[0]);
    if (sequence.size() == 1) return first;
    std::uint32_t out = first & (0x7FU >> sequence.size());
    for (const char c : sequence.substr(1)) out = out << 6U | (static_cast<unsigned char>(c) & 0x3FU);
    return out;
}

// Controls, and the marks that reorder what a person reads.
bool is_hidden(std::uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || (c >= 0x200E && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

bool is_xml_char(std::uint32_t c) {
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xFFFE) || c >= 0x10000;
}

// Calls `keep` for each well-formed sequence; what it refuses, and every octet outside one, is spelled out.
template <class Keep>
std::string spell_out(std::string_view text, Keep keep) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        const auto sequence = text.substr(0, length == 0 ? 1 : length);
        if (length == 0 || !keep(sequence, out))
            for (const char c : sequence) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        text.remove_prefix(sequence.size());
    }
    return out;
}

} // namespace

std::size_t utf8_length(std::string_view text) {
    if (text.empty()) return 0;
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xC2 && first < 0xE0   ? 2
                               : first >= 0xE0 && first < 0xF0 ? 3
                               : first >= 0xF0 && first < 0xF5 ? 4
                                                               : 0;
    if (length == 0 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80) return 0;
    const std::uint32_t c = code_point(text.substr(0, length));
    const bool overlong = (length == 3 && c < 0x800) || (length == 4 && c < 0x10000);
    return overlong || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? 0 : length;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

std::string for_terminal(std::string_view text, bool lines) {
    return spell_out(text, [lines](std::string_view sequence, std::string& out) {
        if (lines && sequence == "\n") return out += '\n', true;
        if (lines && sequence == "\r") return true;
        if (is_hidden(code_point(sequence))) return false;
        out += sequence;
        return true;
    });
}

std::string for_xml(std::string_view text) {
    return spell_out(text, [](std::string_view sequence, std::string& out) {
        if (!is_xml_char(code_point(sequence))) return false;
        switch (sequence[0]) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        case '\r': out += "&#13;"; break;
        default: out += sequence;
        }
        return true;
    });
}

} // namespace simplespec::reports
