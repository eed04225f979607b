#include "mime/encoding.hpp"

#include "sip/cursor.hpp"

#include <algorithm>
#include <array>

namespace simplespec::mime {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t max_flaws = 16;
constexpr std::size_t max_line = 76; // RFC 2045 section 6.7 rule 5, section 6.8

constexpr auto base64_values = [] {
    std::array<short, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<short>(i);
    return table;
}();

void flaw(decoded& out, std::size_t offset, std::string_view what) {
    if (out.flaws.size() < max_flaws) out.flaws.push_back({offset, what});
}

bool full(decoded& out, std::size_t max_octets) {
    if (out.octets.size() < max_octets) return false;
    out.truncated = true;
    return true;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

bool is_line_end(char c) { return c == '\r' || c == '\n'; }

} // namespace

encoding encoding_of(std::string_view name) {
    const std::string_view trimmed = sip::trim(name);
    if (trimmed.empty() || sip::iequal(trimmed, "7bit")) return encoding::seven_bit;
    if (sip::iequal(trimmed, "8bit")) return encoding::eight_bit;
    if (sip::iequal(trimmed, "binary")) return encoding::binary;
    if (sip::iequal(trimmed, "base64")) return encoding::base64;
    if (sip::iequal(trimmed, "quoted-printable")) return encoding::quoted_printable;
    return encoding::other;
}

std::string_view name(encoding e) {
    switch (e) {
    case encoding::seven_bit:
        return "7bit";
    case encoding::eight_bit:
        return "8bit";
    case encoding::binary:
        return "binary";
    case encoding::base64:
        return "base64";
    case encoding::quoted_printable:
        return "quoted-printable";
    case encoding::other:
        break;
    }
    return "";
}

// RFC 2045 section 6.8: octets outside the alphabet are passed over; "=" ends the text.
decoded decode_base64(std::string_view text, std::size_t max_octets) {
    decoded out;
    out.octets.reserve(std::min(text.size() / 4 * 3 + 3, max_octets));
    std::uint32_t bits = 0;
    int held = 0;
    std::size_t digits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_line_end(c) || c == ' ' || c == '\t') continue;
        if (c == '=') {
            if (digits % 4 < 2) flaw(out, i, "padding where none may stand");
            const auto after = text.find_first_not_of("=\r\n\t ", i);
            if (after != std::string_view::npos) flaw(out, after, "octets after the padding");
            return out;
        }
        const int value = base64_values[static_cast<unsigned char>(c)];
        if (value < 0) {
            flaw(out, i, "an octet outside the base64 alphabet");
            continue;
        }
        ++digits;
        bits = bits << 6U | static_cast<std::uint32_t>(value);
        held += 6;
        if (held < 8) continue;
        if (full(out, max_octets)) return out;
        held -= 8;
        out.octets += static_cast<char>(bits >> static_cast<unsigned>(held) & 0xffU);
    }
    if (digits % 4 != 0) flaw(out, text.size(), "the last group is cut off or not padded");
    return out;
}

// RFC 2045 section 6.7: "=" hex hex is an octet, "=" at a line's end joins lines, blanks at a line's end do
// not count.
decoded decode_quoted_printable(std::string_view text, std::size_t max_octets) {
    decoded out;
    out.octets.reserve(std::min(text.size(), max_octets));
    for (std::size_t i = 0; i < text.size();) {
        if (full(out, max_octets)) return out;
        const char c = text[i];
        if (c == ' ' || c == '\t') {
            std::size_t end = i;
            while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) ++end;
            if (end < text.size() && !is_line_end(text[end])) {
                const auto room = std::min(end - i, max_octets - out.octets.size());
                out.octets.append(text.substr(i, room));
            }
            i = end;
            continue;
        }
        if (c != '=') {
            if (static_cast<unsigned char>(c) > 0x7e) flaw(out, i, "an octet that should have been escaped");
            out.octets += c;
            ++i;
            continue;
        }
        if (i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
            out.octets += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 3;
            continue;
        }
        std::size_t end = i + 1;
        while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) ++end;
        if (end == text.size()) break; // a soft break before the end: nothing to join
        if (is_line_end(text[end])) {
            i = end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
            continue;
        }
        flaw(out, i, "an equals sign that escapes nothing");
        out.octets += c;
        ++i;
    }
    return out;
}

decoded decode(encoding e, std::string_view text, std::size_t max_octets) {
    if (e == encoding::base64) return decode_base64(text, max_octets);
    if (e == encoding::quoted_printable) return decode_quoted_printable(text, max_octets);
    decoded out;
    out.truncated = text.size() > max_octets;
    out.octets = text.substr(0, max_octets);
    return out;
}

std::string encode_base64(std::string_view octets) {
    std::string out;
    out.reserve(octets.size() / 3 * 4 + octets.size() / 57 * 2 + 6);
    std::size_t column = 0;
    for (std::size_t i = 0; i < octets.size(); i += 3) {
        if (column == max_line) {
            out += "\r\n";
            column = 0;
        }
        const std::size_t have = std::min<std::size_t>(3, octets.size() - i);
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < 3; ++k)
            bits = bits << 8U | (k < have ? static_cast<unsigned char>(octets[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k) out += k > have ? '=' : alphabet[bits >> (18 - 6 * k) & 0x3fU];
        column += 4;
    }
    return out;
}

std::string encode_quoted_printable(std::string_view octets) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    std::size_t column = 0;
    const auto put = [&](std::string_view piece) {
        if (column + piece.size() > max_line - 1) { // room for the soft break's "="
            out += "=\r\n";
            column = 0;
        }
        out += piece;
        column += piece.size();
    };
    for (std::size_t i = 0; i < octets.size(); ++i) {
        const char c = octets[i];
        if (octets.substr(i).starts_with("\r\n")) {
            out += "\r\n";
            column = 0;
            ++i;
            continue;
        }
        const bool last = i + 1 == octets.size() || octets.substr(i + 1).starts_with("\r\n");
        const bool plain = (c > ' ' && c < 0x7f && c != '=') || ((c == ' ' || c == '\t') && !last);
        const auto octet = static_cast<unsigned char>(c);
        const char escaped[] = {'=', digits[octet >> 4U], digits[octet & 0xfU]};
        put(plain ? std::string_view(&c, 1) : std::string_view(escaped, 3));
    }
    return out;
}

} // namespace simplespec::mime
