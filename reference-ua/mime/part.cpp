#include "mime/part.hpp"

#include "sip/cursor.hpp"

#include <algorithm>

namespace simplespec::mime {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// A line and where the next one begins; `end` is without CRLF or LF.
struct line {
    std::size_t from = 0, end = 0, next = 0;
    bool bare_lf = false;
};

line line_at(std::string_view text, std::size_t from) {
    const auto lf = text.find('\n', from);
    if (lf == std::string_view::npos) return {from, text.size(), text.size(), false};
    const bool crlf = lf > from && text[lf - 1] == '\r';
    return {from, crlf ? lf - 1 : lf, lf + 1, !crlf};
}

/// `prefixed`: the line goes on behind the boundary, and is taken for content.
enum class delimiter : std::uint8_t { none, prefixed, part, close };

struct delimiter_line {
    delimiter kind = delimiter::none;
    bool padded = false;
};

// delimiter := CRLF "--" boundary ; transport-padding := *LWSP-char   (RFC 2046 section 5.1.1)
delimiter_line delimiter_in(std::string_view text, std::string_view boundary) {
    if (!text.starts_with("--")) return {};
    text.remove_prefix(2);
    if (!text.starts_with(boundary)) return {};
    text.remove_prefix(boundary.size());
    const bool close = text.starts_with("--");
    if (close) text.remove_prefix(2);
    for (const char c : text)
        if (!is_blank(c)) return {delimiter::prefixed};
    return {close ? delimiter::close : delimiter::part, !text.empty()};
}

/// `end` without the line end before it: that belongs to the delimiter.
std::size_t without_line_end(std::string_view text, std::size_t from, std::size_t end) {
    if (end > from && text[end - 1] == '\n') --end;
    if (end > from && text[end - 1] == '\r') --end;
    return end;
}

// content-id := "<" msg-id ">"   (RFC 2045 section 7)
void read_content_id(const part_field& row, entity& into, sip::findings& departures) {
    std::string_view id = sip::trim(row.value);
    if (id.size() >= 2 && id.front() == '<' && id.back() == '>') {
        id = id.substr(1, id.size() - 2);
    } else {
        departures.push_back({"content-id-without-brackets", "RFC2045-7-1", row.value_offset,
                              "The Content-ID stands without angle brackets.", "<id@host>", std::string(id)});
        if (id.starts_with('<')) id.remove_prefix(1);
        if (id.ends_with('>')) id.remove_suffix(1);
    }
    into.content_id = id;
}

/// Comments may stand wherever white space may, as in mail (RFC 2045 section 5.1): blanks in their place keep the offsets.
/// One that is not closed is none.
std::string without_comments(std::string value) {
    if (value.find('(') == std::string::npos) return value;
    std::size_t from = 0, depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        if (c == '\\' && (quoted || depth > 0)) {
            ++i;
        } else if (c == '"' && depth == 0) {
            quoted = !quoted;
        } else if (c == '(' && !quoted) {
            if (depth++ == 0) from = i;
        } else if (c == ')' && !quoted && depth > 0 && --depth == 0) {
            std::fill(value.begin() + static_cast<std::ptrdiff_t>(from), value.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                      ' ');
        }
    }
    return value;
}

bool is_field_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

void understand(part_field row, entity& into, sip::findings& departures) {
    row.value = without_comments(std::move(row.value));
    if (sip::iequal(row.name, "Content-Type")) {
        if (into.typed) {
            departures.push_back(
                {"part-content-type-twice", "", row.offset, "The part has a second Content-Type."});
        } else if (auto type = read_media_type(row.value, row.value_offset, departures)) {
            into.type = std::move(*type);
            into.typed = true;
        }
    } else if (sip::iequal(row.name, "Content-ID")) {
        read_content_id(row, into, departures);
    } else if (sip::iequal(row.name, "Content-Transfer-Encoding")) {
        into.transfer = encoding_of(row.value);
        if (into.transfer == encoding::other)
            departures.push_back(
                {"transfer-encoding-unknown", "RFC2045-6.3-1", row.value_offset,
                 "The Content-Transfer-Encoding is none that is known; the octets are taken as they are.",
                 "7bit, 8bit, binary, quoted-printable or base64", row.value});
    } else if (sip::iequal(row.name, "Content-Disposition")) {
        if (const auto found = read_disposition(row.value, row.value_offset, departures))
            into.disposition = found->type;
    }
}

} // namespace

cut_parts cut_multipart(std::string_view body, std::size_t base, std::string_view boundary,
                        std::size_t max_parts, sip::findings& departures) {
    cut_parts out;
    bool inside = false, bare = false, padding = false, prefix = false;
    std::size_t from = 0;
    for (std::size_t at = 0; at < body.size();) {
        const line here = line_at(body, at);
        const auto [kind, padded] = delimiter_in(body.substr(here.from, here.end - here.from), boundary);
        at = here.next;
        if (kind == delimiter::none) continue;
        if (kind == delimiter::prefixed) {
            // Receivers may compare the boundary with the beginning of a line alone.
            if (inside && !prefix)
                departures.push_back({"boundary-within-part", "RFC2046-5.1.1-4", base + here.from,
                                      "A line of a part begins with the boundary delimiter.", "another boundary",
                                      std::string(body.substr(here.from, std::min<std::size_t>(here.end - here.from, 80)))});
            prefix = prefix || inside;
            continue;
        }
        // Mail transports add white space; SIP has none that does (RFC 3261 section 16.6).
        if (padded && !padding)
            departures.push_back({"delimiter-padded", "RFC2046-5.1.1-11", base + here.from,
                                  "White space stands behind a boundary.", "the end of the line", "white space"});
        padding = padding || padded;
        const bool lf_before = here.from >= 1 && (here.from < 2 || body[here.from - 2] != '\r');
        if ((here.bare_lf || lf_before) && !bare) {
            bare = true;
            departures.push_back({"delimiter-bare-lf", "RFC2046-5.1.1-3", base + here.from,
                                  "A line at a boundary ends with a bare LF.", "CRLF", "LF"});
        }
        if (inside) {
            if (out.parts.size() == max_parts) {
                departures.push_back({"multipart-limit", "", base + from, "More parts than are read."});
                return out;
            }
            out.parts.push_back({from, without_line_end(body, from, here.from) - from});
        }
        inside = kind == delimiter::part;
        from = here.next;
        if (kind == delimiter::close) {
            out.closed = true;
            return out;
        }
    }
    if (inside && out.parts.size() < max_parts) out.parts.push_back({from, body.size() - from});
    return out;
}

std::string_view guess_boundary(std::string_view body) {
    for (std::size_t at = 0; at < body.size();) {
        const line here = line_at(body, at);
        auto text = body.substr(here.from, here.end - here.from);
        while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
        if (text.size() > 2 && text.size() <= 72 && text.starts_with("--")) return text.substr(2);
        at = here.next;
    }
    return {};
}

// body-part := MIME-part-headers [CRLF *OCTET]   (RFC 2046 section 5.1.1)
std::size_t read_part_fields(std::string_view part, std::size_t base, std::size_t max_fields, entity& into,
                             sip::findings& departures) {
    std::size_t at = 0;
    while (at < part.size()) {
        const line here = line_at(part, at);
        const auto text = part.substr(here.from, here.end - here.from);
        if (text.empty()) {
            at = here.next;
            break;
        }
        if (is_blank(text.front()) && !into.fields.empty()) {
            into.fields.back().value += ' ';
            into.fields.back().value += sip::trim(text);
            at = here.next;
            continue;
        }
        const auto colon = text.find(':');
        if (colon == std::string_view::npos || !is_field_name(sip::trim(text.substr(0, colon)))) {
            // The empty line is missing, or the part begins with its content at once.
            departures.push_back(
                {"part-without-empty-line", "RFC2046-5.1-3", base + here.from,
                 "A line in a part's header area is no header field; the body is taken to begin there.",
                 "an empty line", std::string(text.substr(0, 40))});
            break;
        }
        if (into.fields.size() == max_fields) {
            departures.push_back(
                {"multipart-limit", "", base + here.from, "More header fields in a part than are read."});
            break;
        }
        auto value_from = colon + 1;
        while (value_from < text.size() && is_blank(text[value_from])) ++value_from;
        into.fields.push_back({std::string(sip::trim(text.substr(0, colon))),
                               std::string(sip::trim(text.substr(colon + 1))), base + here.from,
                               base + here.from + value_from});
        at = here.next;
    }
    // Folded rows are whole only now.
    for (std::size_t i = 0; i < into.fields.size(); ++i) {
        understand(into.fields[i], into, departures);
    }
    return at;
}

} // namespace simplespec::mime
