#include "presence/xml_text.hpp"

#include "sip/cursor.hpp"

#include <cstring>

namespace simplespec::presence::xml {

namespace {

void append(std::string& out, std::uint32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0 | c >> 6);
        out += static_cast<char>(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xe0 | c >> 12);
        out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (c & 0x3f));
    } else {
        out += static_cast<char>(0xf0 | c >> 18);
        out += static_cast<char>(0x80 | (c >> 12 & 0x3f));
        out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (c & 0x3f));
    }
}

std::string from_utf16(std::string_view text, bool big) {
    const auto unit = [&](std::size_t i) {
        const auto a = static_cast<unsigned char>(text[i]);
        const auto b = static_cast<unsigned char>(text[i + 1]);
        return static_cast<std::uint32_t>(big ? a << 8 | b : b << 8 | a);
    };
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        std::uint32_t c = unit(i);
        if (c >= 0xd800 && c < 0xdc00 && i + 3 < text.size() && unit(i + 2) >= 0xdc00 &&
            unit(i + 2) < 0xe000) {
            c = 0x10000 + ((c - 0xd800) << 10) + (unit(i + 2) - 0xdc00);
            i += 2;
        } else if (c >= 0xd800 && c < 0xe000) {
            c = 0xfffd; // half of a pair
        }
        append(out, c);
    }
    return out;
}

/// How many octets from `i` on are ASCII: looked at by eight, since nearly all of a document is.
std::size_t ascii_run(std::string_view text, std::size_t i) {
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    const std::size_t from = i;
    for (std::uint64_t eight = 0; i + sizeof eight <= text.size(); i += sizeof eight) {
        std::memcpy(&eight, text.data() + i, sizeof eight);
        if ((eight & high_bits) != 0) break;
    }
    while (i < text.size() && static_cast<unsigned char>(text[i]) < 0x80) ++i;
    return i - from;
}

/// The octets of the UTF-8 sequence that begins here; 0 where none does (RFC 3629 section 4).
std::size_t sequence(std::string_view text, std::size_t i) {
    const auto at = [&](std::size_t k) {
        return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U;
    };
    const auto tail = [&](std::size_t k) { return (at(k) & 0xc0U) == 0x80U; };
    const unsigned c = at(0);
    if (c < 0x80) return 1;
    if (c >= 0xc2 && c < 0xe0) return tail(1) ? 2 : 0;
    if (c >= 0xe0 && c < 0xf0) {
        const bool bad = (c == 0xe0 && at(1) < 0xa0) || (c == 0xed && at(1) >= 0xa0);
        return tail(1) && tail(2) && !bad ? 3 : 0;
    }
    if (c >= 0xf0 && c < 0xf5) {
        const bool bad = (c == 0xf0 && at(1) < 0x90) || (c == 0xf4 && at(1) >= 0x90);
        return tail(1) && tail(2) && tail(3) && !bad ? 4 : 0;
    }
    return 0;
}

} // namespace

// EncodingDecl ::= S 'encoding' Eq ('"' EncName '"' | "'" EncName "'")   (XML 1.0, 4.3.3)
std::string_view declared_encoding(std::string_view text) {
    const auto from = text.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos || !text.substr(from).starts_with("<?xml")) return {};
    text = text.substr(from, std::min(text.size() - from, text.find("?>", from) - from));
    auto at = text.find("encoding");
    if (at == std::string_view::npos) return {};
    at = text.find_first_of("\"'", at);
    if (at == std::string_view::npos) return {};
    const auto end = text.find(text[at], at + 1);
    return end == std::string_view::npos ? std::string_view() : text.substr(at + 1, end - at - 1);
}

std::string to_utf8(std::string_view text, std::string_view charset, std::string_view requirement,
                    sip::findings& departures) {
    if (text.starts_with("\xfe\xff")) return from_utf16(text.substr(2), true);
    if (text.starts_with("\xff\xfe")) return from_utf16(text.substr(2), false);
    if (text.starts_with(std::string_view("\0<", 2))) return from_utf16(text, true);
    if (text.starts_with(std::string_view("<\0", 2))) return from_utf16(text, false);
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    // RFC 3863 section 4.1: a charset parameter outranks the declaration.
    const auto named = charset.empty() ? declared_encoding(text) : charset;
    const bool latin = sip::iequal(named, "ISO-8859-1") || sip::iequal(named, "latin1") ||
                       sip::iequal(named, "windows-1252");
    // Of a charset that is not known here it cannot be said that an octet is wrong.
    const bool sure = named.empty() || sip::iequal(named, "UTF-8") || sip::iequal(named, "US-ASCII");
    std::string out;
    out.reserve(text.size());
    std::size_t first_bad = std::string_view::npos;
    for (std::size_t i = 0; i < text.size();) {
        if (const auto ascii = ascii_run(text, i); ascii != 0) {
            out.append(text, i, ascii);
            i += ascii;
            continue;
        }
        const std::size_t n = latin ? 0 : sequence(text, i);
        if (n == 0) {
            if (!latin && first_bad == std::string_view::npos) first_bad = i;
            append(out, static_cast<unsigned char>(text[i++]));
        } else {
            out.append(text.substr(i, n));
            i += n;
        }
    }
    if (first_bad != std::string_view::npos)
        departures.push_back({"xml-not-utf8",
                              sure ? requirement : std::string_view(),
                              first_bad,
                              "Octets here are no UTF-8; they are taken for ISO-8859-1.",
                              "UTF-8",
                              {}});
    return out;
}

} // namespace simplespec::presence::xml
