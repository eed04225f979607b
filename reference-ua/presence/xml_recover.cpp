// The bounded pre-pass that mends XML which is not well-formed, and says what it changed.
#include "presence/xml.hpp"
#include "sip/cursor.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace simplespec::presence::xml {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_name_start(char c) {
    return sip::is_alpha(c) || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_char(char c) { return is_name_start(c) || sip::is_digit(c) || c == '-' || c == '.'; }

struct mender {
    std::string_view text;
    const read_options& options;
    std::string_view requirement;
    recovery result{};
    std::size_t at = 0;
    std::size_t line = 1, line_from = 0, counted = 0;
    std::vector<std::string_view> open{};
    bool rooted = false;

    bool end() const { return at >= text.size() || result.gave_up; }
    bool here(std::string_view word) const { return text.substr(at).starts_with(word); }
    void copy_to(std::size_t to) {
        result.text.append(text.substr(at, to - at));
        at = to;
    }
    void changed(std::string_view rule, std::size_t offset, std::string_view what,
                 std::string_view actual = {}) {
        if (result.changes.size() >= options.recoveries) {
            result.gave_up = true;
            return;
        }
        offset = std::max(offset, counted);
        for (; counted < offset; ++counted)
            if (text[counted] == '\n') {
                ++line;
                line_from = counted + 1;
            }
        result.changes.push_back({rule,
                                  requirement,
                                  offset,
                                  fmt::format("Line {}, column {}: {}.", line, offset - line_from + 1, what),
                                  {},
                                  std::string(actual.substr(0, 64))});
    }
    void skip_blanks() {
        while (at < text.size() && is_blank(text[at])) ++at;
    }

    // Reference ::= '&' Name ';' | '&#' [0-9]+ ';' | '&#x' [0-9a-fA-F]+ ';' ; of names only the five.
    void ampersand() {
        const auto tail = text.substr(at, 12);
        for (const std::string_view known : {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})
            if (tail.starts_with(known)) return copy_to(at + known.size());
        const auto semicolon = tail.find(';');
        if (tail.starts_with("&#") && semicolon != std::string_view::npos && semicolon > 2) {
            const bool hex = tail[2] == 'x';
            const auto digits = tail.substr(hex ? 3 : 2, semicolon - (hex ? 3 : 2));
            if (!digits.empty() &&
                std::ranges::all_of(digits, [&](char c) { return hex ? sip::is_hex(c) : sip::is_digit(c); }))
                return copy_to(at + semicolon + 1);
        }
        changed("xml-bare-ampersand", at, "an ampersand that begins no reference is taken for itself");
        result.text += "&amp;";
        ++at;
    }

    /// Character data, or the inside of an attribute's value, up to `to`.
    void characters(std::size_t to) {
        while (at < to && !result.gave_up) {
            const char c = text[at];
            if (c == '&') {
                ampersand();
            } else if (static_cast<unsigned char>(c) < 0x20 && !is_blank(c)) {
                changed("xml-control-character", at, "a control character is dropped");
                ++at;
            } else {
                result.text += c;
                ++at;
            }
        }
    }

    // AttValue ::= '"' ([^<&"] | Reference)* '"' | "'" ([^<&'] | Reference)* "'"
    void value(std::size_t from_name) {
        skip_blanks();
        const char quote = at < text.size() ? text[at] : '\0';
        if (quote == '"' || quote == '\'') {
            const char stops[] = {quote, '<'};
            const auto stop = text.find_first_of(std::string_view(stops, 2), at + 1);
            if (stop != std::string_view::npos && text[stop] == quote) {
                result.text += quote;
                ++at;
                characters(stop);
                result.text += quote;
                at = std::max(at, stop + 1);
                return;
            }
            changed("xml-open-quote", at,
                    "an attribute's value has no closing quote; it is taken to end at the next blank");
            ++at;
        } else {
            changed("xml-unquoted-attribute", at, "an attribute's value stands without quotes",
                    text.substr(from_name,
                                std::min<std::size_t>(64, text.find_first_of(" \t\r\n>", at) - from_name)));
        }
        std::size_t to = at;
        while (to < text.size() && !is_blank(text[to]) && text[to] != '>' && text[to] != '<' &&
               !(text[to] == '/' && to + 1 < text.size() && text[to + 1] == '>'))
            ++to;
        result.text += '"';
        while (at < to && !result.gave_up) { // a quote inside must not end it
            const auto next = std::min(to, text.find('"', at));
            characters(next);
            if (next < to && at == next) {
                result.text += "&quot;";
                ++at;
            }
        }
        result.text += '"';
    }

    /// The attributes of a start tag or of the declaration, up to (not including) `close`, "/>" or ">".
    void attributes(std::string_view close) {
        std::vector<std::string_view> names;
        bool blank = false;
        while (!end()) {
            const std::size_t from = at;
            skip_blanks();
            blank = blank || at > from;
            result.text.append(text.substr(from, at - from));
            if (at >= text.size() || here(close) || text[at] == '>' || text[at] == '<' || here("/>")) return;
            const std::size_t name_from = at;
            while (at < text.size() && is_name_char(text[at])) ++at;
            const auto name = text.substr(name_from, at - name_from);
            if (name.empty()) {
                changed("xml-tag-junk", at, "a character that belongs to no attribute is dropped",
                        text.substr(at, 1));
                ++at;
                continue;
            }
            const bool twice = names.size() < 64 && std::ranges::find(names, name) != names.end();
            names.push_back(name);
            const std::size_t keep = result.text.size();
            if (!blank) {
                changed("xml-no-blank", name_from, "no blank between two attributes", name);
                result.text += ' ';
            }
            result.text.append(name).append("=");
            skip_blanks();
            if (at < text.size() && text[at] == '=') {
                ++at;
                value(name_from);
            } else {
                changed("xml-attribute-without-value", name_from, "an attribute has no value", name);
                result.text += "\"\"";
            }
            if (twice) {
                changed("xml-attribute-twice", name_from, "an attribute stands twice; the second is dropped",
                        name);
                result.text.resize(keep);
            }
            blank = false;
        }
    }

    // XMLDecl ::= '<?xml' VersionInfo EncodingDecl? SDDecl? S? '?>' ; PI ::= '<?' PITarget (S ...)? '?>'
    void instruction() {
        const std::size_t from = at;
        if (here("<?xml") && at + 5 < text.size() && !is_name_char(text[at + 5])) {
            if (rooted || !open.empty() || !result.text.empty()) {
                const auto stop = text.find("?>", at);
                changed("xml-declaration-misplaced", from,
                        "an XML declaration that is not at the start is dropped");
                at = stop == std::string_view::npos ? text.size() : stop + 2;
                return;
            }
            copy_to(at + 5);
            attributes("?>");
            if (here("?>")) return copy_to(at + 2);
            changed("xml-declaration-open", from, "the XML declaration does not end");
            result.text += "?>";
            if (at < text.size() && text[at] == '>') ++at;
            return;
        }
        pass("?>");
    }

    /// A comment, CDATA section or instruction, as it stands; dropped where it does not end.
    void pass(std::string_view close) {
        const auto stop = text.find(close, at + 2);
        if (stop == std::string_view::npos) {
            changed("xml-section-open", at,
                    "a comment, CDATA section or instruction does not end; it is dropped");
            at = text.size();
            return;
        }
        if (open.empty() && here("<![CDATA[")) {
            at = stop + close.size();
            return;
        }
        copy_to(stop + close.size());
    }

    void close_top() {
        result.text.append("</").append(open.back()).append(">");
        open.pop_back();
        rooted = rooted || open.empty();
    }

    // ETag ::= '</' Name S? '>'
    void end_tag() {
        const std::size_t from = at;
        at += 2;
        const std::size_t name_from = at;
        while (at < text.size() && is_name_char(text[at])) ++at;
        const auto name = text.substr(name_from, at - name_from);
        const auto stop = text.find_first_of("<>", at);
        at = stop == std::string_view::npos ? text.size() : text[stop] == '>' ? stop + 1 : stop;
        if (std::ranges::find(open, name) == open.end())
            return changed("xml-stray-end-tag", from, "an end tag that closes nothing is dropped", name);
        while (open.back() != name) {
            changed("xml-not-closed", from, "an element is closed that was left open", open.back());
            close_top();
        }
        close_top();
    }

    // STag ::= '<' Name (S Attribute)* S? '>' ; EmptyElemTag ::= '<' Name (S Attribute)* S? '/>'
    void start_tag() {
        const std::size_t from = at, keep = result.text.size();
        std::size_t to = at + 1;
        while (to < text.size() && is_name_char(text[to])) ++to;
        const auto name = text.substr(at + 1, to - at - 1);
        copy_to(to);
        attributes(">");
        if (at >= text.size()) {
            changed("xml-cut-off", from, "a tag is cut off; it is dropped", name);
            result.text.resize(keep);
            return;
        }
        if (here("/>")) {
            rooted = rooted || open.empty();
            return copy_to(at + 2);
        }
        if (text[at] == '<')
            changed("xml-tag-open", at, "a tag is not ended before the next begins", name);
        else
            ++at;
        result.text += '>';
        if (open.size() >= options.depth) result.gave_up = true;
        open.push_back(name);
    }

    void markup() {
        if (here("<?")) return instruction();
        if (here("<!--")) return pass("-->");
        if (here("<![CDATA[")) return pass("]]>");
        if (here("</")) return end_tag();
        if (at + 1 < text.size() && is_name_start(text[at + 1])) return start_tag();
        changed("xml-bare-less-than", at, "a less-than sign that begins no tag is taken for itself");
        if (!open.empty()) result.text += "&lt;";
        ++at;
    }

    /// Text outside the root element: blanks stay, the rest goes.
    void outside(std::size_t to) {
        const auto first = text.find_first_not_of(" \t\r\n", at);
        if (first != std::string_view::npos && first < to)
            changed("xml-text-outside", first, "text before or behind the root element is dropped",
                    text.substr(first, to - first));
        at = to;
        if (!result.text.empty()) result.text += '\n';
    }

    recovery run() {
        result.text.reserve(text.size() + 256);
        const auto first = text.find_first_not_of(" \t\r\n");
        if (first != std::string_view::npos && first > 0 && text.substr(first).starts_with("<?xml")) {
            changed("xml-blank-before-declaration", 0, "white space before the XML declaration is dropped");
            at = first;
        }
        while (!end()) {
            const auto next = std::min(text.size(), text.find('<', at));
            if (open.empty())
                outside(next);
            else
                characters(next);
            if (end()) break;
            if (rooted && !here("<!--") && !here("<?")) {
                changed("xml-junk-after-root", at, "what stands behind the root element is dropped",
                        text.substr(at, 64));
                break;
            }
            markup();
        }
        if (!open.empty() && !result.gave_up) {
            changed("xml-cut-off", text.size(), "the document ends before all elements are closed",
                    open.back());
            while (!open.empty()) close_top();
        }
        return std::move(result);
    }
};

} // namespace

recovery recover(std::string_view text, const read_options& options, std::string_view requirement) {
    return mender{text, options, requirement}.run();
}

} // namespace simplespec::presence::xml
