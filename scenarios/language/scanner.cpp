#include "scenarios/language/scanner.hpp"

#include "sip/cursor.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simplespec::scenarios {

namespace {
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_word(char c) {
    return sip::is_alphanum(c) || c == '_' || c == '-' || c == '.' || c == '/' || c == '+';
}
} // namespace

bool is_requirement_id(std::string_view word) {
    if (!word.starts_with("RFC")) return false;
    const std::size_t section = word.find('-');
    const std::size_t number = word.rfind('-');
    return section != std::string_view::npos && section > 3 && number > section + 1 &&
           number + 1 < word.size() && std::ranges::all_of(word.substr(3, section - 3), sip::is_digit);
}

void scanner::fail(place at, std::string what, std::string expected, std::string_view word,
                   const std::vector<std::string>& candidates) {
    if (failed()) return;
    problem_ = problem{
        file_, at, std::move(what), std::move(expected), nearest(word, candidates), line_of(text_, at.line)};
    at_ = text_.size();
}

void scanner::advance() {
    if (text_[at_++] == '\n') {
        ++line_;
        line_start_ = at_;
    }
}

void scanner::skip_space() {
    while (is_space(peek())) advance();
    if (peek() == '#')
        while (!at_end() && peek() != '\n') advance();
}

void scanner::skip_blank() {
    for (skip_space(); peek() == '\n'; skip_space()) advance();
}

bool scanner::at_line_end() {
    skip_space();
    return at_end() || peek() == '\n';
}

std::string_view scanner::peek_word() const {
    std::size_t end = at_;
    while (end < text_.size() && is_word(text_[end])) ++end;
    return text_.substr(at_, end - at_);
}

std::string scanner::word() {
    const std::string out(peek_word());
    at_ += out.size();
    return out;
}

bool scanner::at_header_row() const {
    std::size_t end = at_;
    while (end < text_.size() && sip::is_token_char(text_[end])) ++end;
    return end > at_ && end < text_.size() && text_[end] == ':';
}

bool scanner::at_block() const {
    return peek() == '{' && (at_ + 1 == text_.size() || is_space(text_[at_ + 1]) || text_[at_ + 1] == '\n');
}

bool scanner::take(char c) {
    if (at_end() || peek() != c) return false;
    advance();
    return true;
}

bool scanner::take(std::string_view mark) {
    if (!text_.substr(at_).starts_with(mark)) return false;
    for (std::size_t i = 0; i < mark.size(); ++i) advance();
    return true;
}

void scanner::expect(char c, std::string_view why) {
    if (take(c)) return;
    fail(here(), at_end() ? "the file ends here" : fmt::format("`{}` is missing", c), std::string(why));
}

void scanner::literal(phrase& into, char c) {
    if (into.fragments.empty() || into.fragments.back().name) into.fragments.push_back({false, {}, here()});
    into.fragments.back().text += c;
}

// "{" name "}"; "{{" is one brace.
void scanner::read_name(phrase& into) {
    const place from = here();
    advance();
    if (peek() == '{') {
        literal(into, '{');
        advance();
        return;
    }
    std::string name = word();
    if (name.empty() || peek() != '}')
        return fail(from, "this brace does not enclose a name",
                    "a name, as in {alice.aor}; `{{` for the brace itself");
    advance();
    into.fragments.push_back({true, std::move(name), from});
}

void scanner::quoted(phrase& into) {
    const place from = here();
    advance();
    into.fragments.push_back({false, {}, from});
    while (!failed() && peek() != '"') {
        if (at_end() || peek() == '\n')
            return fail(from, "this text has no end", "a closing `\"` on the same line");
        if (peek() == '{') {
            read_name(into);
            continue;
        }
        if (peek() == '\\') advance();
        if (at_end()) continue;
        literal(into, peek());
        advance();
    }
    take('"');
}

phrase scanner::text(std::string_view what, char stop) {
    phrase out;
    out.at = here();
    if (peek() == '"') {
        quoted(out);
        return out;
    }
    while (!at_end() && !is_space(peek()) && peek() != '\n' && peek() != stop &&
           std::string_view("},()").find(peek()) == std::string_view::npos) {
        if (peek() == '{') {
            read_name(out);
            continue;
        }
        literal(out, peek());
        advance();
    }
    if (out.empty()) fail(here(), fmt::format("{} is missing", what), "a word, a \"text\" or {name}");
    return out;
}

phrase scanner::rest_of_line() {
    while (is_space(peek())) advance();
    phrase out;
    out.at = here();
    while (!at_end() && peek() != '\n') {
        if (peek() == '{') {
            read_name(out);
            continue;
        }
        literal(out, peek());
        advance();
    }
    if (!out.empty() && !out.fragments.back().name) {
        std::string& last = out.fragments.back().text;
        while (!last.empty() && is_space(last.back())) last.pop_back();
    }
    return out;
}

phrase scanner::raw_lines() {
    const place from = here();
    phrase out;
    if (!at_line_end()) fail(here(), "raw lines begin on the next line", "the end of the line behind `<<`");
    take('\n');
    out.at = here();
    std::size_t indent = 0;
    while (is_space(text_.size() > at_ + indent ? text_[at_ + indent] : '\n')) ++indent;
    while (!failed()) {
        for (std::size_t i = 0; i < indent && is_space(peek()); ++i) advance();
        const std::string line = line_text();
        if (sip::trim(line) == ">>") break;
        if (at_end()) {
            fail(from, "these raw lines have no end", "a line that is `>>`");
            break;
        }
        while (!at_end() && peek() != '\n') {
            if (peek() == '{') {
                read_name(out);
            } else {
                if (peek() != '\r') literal(out, peek());
                advance();
            }
        }
        literal(out, '\r');
        literal(out, '\n');
        take('\n');
    }
    while (!at_end() && peek() != '\n') advance();
    return out;
}

} // namespace simplespec::scenarios
