#include "sip/cursor.hpp"

#include <algorithm>

namespace simplespec::sip {

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_alphanum(char c) { return is_alpha(c) || is_digit(c); }
bool is_wsp(char c) { return c == ' ' || c == '\t'; }

bool is_token_char(char c) {
    static constexpr std::string_view marks = "-.!%*_+`'~";
    return is_alphanum(c) || (c != '\0' && marks.find(c) != std::string_view::npos);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool iequal(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string lowercase(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view white = " \t\r\n";
    const auto first = text.find_first_not_of(white);
    if (first == std::string_view::npos) return text.substr(text.size());
    return text.substr(first, text.find_last_not_of(white) - first + 1);
}

std::string unquote(std::string_view text) {
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
    std::string out;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == '\\' && i + 2 < text.size()) ++i;
        out += text[i];
    }
    return out;
}

std::string quote(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

bool cursor::take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
}

bool cursor::take_word(std::string_view word) {
    if (!iequal(rest().substr(0, word.size()), word)) return false;
    at_ += word.size();
    return true;
}

void cursor::skip_sws() {
    while (at_ < text_.size()) {
        if (is_wsp(text_[at_])) {
            ++at_;
            continue;
        }
        std::size_t next = at_;
        if (text_[next] == '\r') ++next;
        if (next >= text_.size() || text_[next] != '\n') return;
        if (next + 1 >= text_.size() || !is_wsp(text_[next + 1])) return;
        at_ = next + 2;
    }
}

bool cursor::take_separator(char c) {
    const std::size_t from = at_;
    skip_sws();
    if (!take(c)) {
        at_ = from;
        return false;
    }
    skip_sws();
    return true;
}

std::string_view cursor::token() { return take_while(is_token_char); }

parsed<std::string_view> cursor::quoted_string() {
    const std::size_t from = at_;
    if (!take('"')) return fail("quoted-string", "a double quote");
    while (at_ < text_.size()) {
        const char c = text_[at_++];
        if (c == '"') return text_.substr(from, at_ - from);
        if (c == '\\' && at_ < text_.size()) ++at_;
    }
    return fail_at(from, "quoted-string", "a closing double quote");
}

parsed<std::uint64_t> cursor::number(std::uint64_t max, std::string_view production) {
    const std::size_t from = at_;
    std::uint64_t value = 0;
    while (at_ < text_.size() && is_digit(text_[at_])) {
        const auto digit = static_cast<std::uint64_t>(text_[at_] - '0');
        if (digit > max || value > (max - digit) / 10) {
            at_ = from;
            return fail(production, "a number within its limit");
        }
        value = value * 10 + digit;
        ++at_;
    }
    if (at_ == from) return fail(production, "a digit");
    return value;
}

parsed<std::uint64_t> cursor::number_up_to(std::uint64_t max, std::string_view production) {
    const auto digits = take_while(is_digit);
    if (digits.empty()) return fail(production, "a digit");
    std::uint64_t value = 0;
    for (const char c : digits) {
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (digit > max || value > (max - digit) / 10) return max;
        value = value * 10 + digit;
    }
    return value;
}

std::unexpected<parse_error> cursor::fail(std::string_view production, std::string_view expected) const {
    return fail_at(at_, production, expected);
}

std::unexpected<parse_error> cursor::fail_at(std::size_t offset, std::string_view production,
                                             std::string_view expected) const {
    return std::unexpected(parse_error{production, expected, offset});
}

bool cursor::tolerate(std::string_view production, std::string_view expected) {
    if (tolerated_ == nullptr) return false;
    tolerated_->push_back({production, expected, at_});
    return true;
}

} // namespace simplespec::sip
