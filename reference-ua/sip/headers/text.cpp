#include "sip/headers/text.hpp"

#include "sip/headers/parameters.hpp"

namespace simplespec::sip {
namespace {

unsigned octet(char c) { return static_cast<unsigned char>(c); }
// UTF8-CONT = %x80-BF
bool is_continuation(char c) { return (octet(c) & 0xC0U) == 0x80U; }

// LWS = [*WSP CRLF] 1*WSP
bool take_lws(cursor& in) {
    const std::size_t from = in.offset();
    in.skip_sws();
    return in.offset() != from;
}

// Take one octet that `plain` allows, one UTF8-NONASCII, or LWS.
template <class Plain>
bool take_text_octet(cursor& in, Plain plain) {
    if (in.at_end()) return false;
    const char c = in.peek();
    if (octet(c) < 0x80 ? plain(c) : false) {
        in.skip(1);
        return true;
    }
    if (const auto size = nonascii_size(in.rest()); size != 0) {
        in.skip(size);
        return true;
    }
    return take_lws(in);
}

// quoted-pair = "\" (%x00-09 / %x0B-0C / %x0E-7F)
bool take_quoted_pair(cursor& in) {
    const auto rest = in.rest();
    if (rest.size() < 2 || rest[0] != '\\') return false;
    if (octet(rest[1]) > 0x7F || rest[1] == '\r' || rest[1] == '\n') return false;
    in.skip(2);
    return true;
}

bool is_visible(char c) { return c > ' ' && octet(c) < 0x7F; }

} // namespace

// UTF8-NONASCII = %xC0-DF 1UTF8-CONT / %xE0-EF 2UTF8-CONT / %xF0-F7 3UTF8-CONT / %xF8-Fb 4UTF8-CONT / %xFC-FD 5UTF8-CONT
std::size_t nonascii_size(std::string_view text) {
    if (text.empty()) return 0;
    const unsigned lead = octet(text.front());
    const std::size_t more = lead < 0xC0   ? 0
                             : lead < 0xE0 ? 1
                             : lead < 0xF0 ? 2
                             : lead < 0xF8 ? 3
                             : lead < 0xFC ? 4
                             : lead < 0xFE ? 5
                                           : 0;
    if (more == 0 || text.size() <= more) return 0;
    for (std::size_t i = 1; i <= more; ++i)
        if (!is_continuation(text[i])) return 0;
    return more + 1;
}

// quoted-string = SWS DQUOTE *(qdtext / quoted-pair ) DQUOTE
// qdtext = LWS / %x21 / %x23-5B / %x5D-7E / UTF8-NONASCII
parsed<std::string_view> match_quoted_string(cursor& in) {
    const auto rest = in.rest();
    const std::size_t from = in.offset();
    if (!in.take('"')) return in.fail("quoted-string", "a double quote");
    const auto plain = [](char c) { return is_visible(c) && c != '"' && c != '\\'; };
    while (!in.take('"')) {
        if (in.at_end()) return in.fail_at(from, "quoted-string", "a closing double quote");
        if (!take_quoted_pair(in) && !take_text_octet(in, plain))
            return in.fail("quoted-string", "printable text in UTF-8, or a quoted pair");
    }
    return rest.substr(0, in.offset() - from);
}

// comment = LPAREN *(ctext / quoted-pair / comment) RPAREN
// ctext = %x21-27 / %x2A-5B / %x5D-7E / UTF8-NONASCII / LWS
parsed<std::string_view> match_comment(cursor& in) {
    const auto rest = in.rest();
    const std::size_t from = in.offset();
    if (!in.take('(')) return in.fail("comment", "a parenthesis");
    const auto plain = [](char c) { return is_visible(c) && c != '(' && c != ')' && c != '\\'; };
    for (std::size_t depth = 1; depth > 0;) {
        if (in.at_end()) return in.fail_at(from, "comment", "a closing parenthesis");
        if (in.take('(')) {
            ++depth;
        } else if (in.take(')')) {
            --depth;
        } else if (!take_quoted_pair(in) && !take_text_octet(in, plain)) {
            return in.fail("comment", "printable text in UTF-8, or a quoted pair");
        }
    }
    return rest.substr(0, in.offset() - from);
}

// TEXT-UTF8-TRIM = 1*TEXT-UTF8char *(*LWS TEXT-UTF8char) ; TEXT-UTF8char = %x21-7E / UTF8-NONASCII
parsed<std::string_view> match_text(cursor& in) {
    const auto rest = in.rest();
    while (!in.at_end())
        if (!take_text_octet(in, is_visible)) return in.fail("TEXT-UTF8-TRIM", "printable text in UTF-8");
    return rest;
}

// header-value = *(TEXT-UTF8char / UTF8-CONT / LWS)
parsed<std::string_view> match_extension(cursor& in) {
    const auto rest = in.rest();
    while (!in.at_end()) {
        if (take_text_octet(in, is_visible)) continue;
        if (!is_continuation(in.peek())) return in.fail("header-value", "printable text in UTF-8");
        in.skip(1);
    }
    return rest;
}

bool take_sp(cursor& in) {
    if (in.take(' ')) return true;
    if (is_wsp(in.peek())) return false; // a tab
    return take_lws(in);                 // from a line end on: a fold
}

std::string unfolded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        if (c != '\n') {
            out += c;
            continue;
        }
        while (i + 1 < text.size() && is_wsp(text[i + 1])) ++i;
        out += ' ';
    }
    return out;
}

parsed<std::string> parse_text(cursor& in) {
    const auto rest = in.rest();
    const auto read = match_text(in);
    if (!read && !in.tolerate("TEXT-UTF8-TRIM", "printable text in UTF-8")) return std::unexpected(read.error());
    in.skip(in.rest().size());
    return unfolded(trim(rest));
}

parsed<std::string> parse_text(std::string_view text) { return whole<std::string>(parse_text, text); }

} // namespace simplespec::sip
