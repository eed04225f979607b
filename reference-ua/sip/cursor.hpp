#pragma once
// Reading by ABNF: a cursor over a text, and what a parser answers with.
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::sip {

/// Where and why a text is not the production that was asked for.
struct parse_error {
    std::string_view production; ///< the ABNF rule, "via-parm"; static storage
    std::string_view expected;   ///< what should have stood there; static storage
    std::size_t offset = 0;      ///< octets from the start of the text

    bool operator==(const parse_error&) const = default;
};

template <class T>
using parsed = std::expected<T, parse_error>;

/// A place in a text. Every parser takes a cursor and answers parsed<T>, leaving the cursor behind what it read.
/// With a list for tolerated departures a parser recovers where a good receiver would, and notes each recovery there;
/// without one it is strict. Views that it yields point into the text.
class cursor {
public:
    explicit cursor(std::string_view text, std::vector<parse_error>* tolerated = nullptr)
        : text_(text), tolerated_(tolerated) {}

    bool at_end() const { return at_ == text_.size(); }
    std::size_t offset() const { return at_; }
    std::string_view rest() const { return text_.substr(at_); }
    /// The next octet; NUL at the end.
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    void skip(std::size_t octets) { at_ = octets > text_.size() - at_ ? text_.size() : at_ + octets; }
    /// Go back to an offset taken before.
    void rewind(std::size_t offset) { at_ = offset; }

    /// Take one octet or a word (case-insensitive) if it stands here.
    bool take(char c);
    bool take_word(std::string_view word);
    /// Take octets while `in` says so; may be empty.
    template <class Class>
    std::string_view take_while(Class in) {
        const std::size_t from = at_;
        while (at_ < text_.size() && in(text_[at_])) ++at_;
        return text_.substr(from, at_ - from);
    }
    /// SWS = [LWS]; LWS = [*WSP CRLF] 1*WSP. A bare LF is taken for CRLF.
    void skip_sws();
    /// A separator with white space around it, as COMMA, SEMI, EQUAL, SLASH, COLON. On a miss nothing is consumed.
    bool take_separator(char c);

    /// token = 1*(alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~"); empty where none stands.
    std::string_view token();
    /// quoted-string with its quotes and escapes as they stand; fails without a closing quote.
    parsed<std::string_view> quoted_string();
    /// 1*DIGIT up to `max`; fails on none and on overflow.
    parsed<std::uint64_t> number(std::uint64_t max, std::string_view production);
    /// 1*DIGIT of any length; what is above `max` is taken for `max`. Fails on none.
    parsed<std::uint64_t> number_up_to(std::uint64_t max, std::string_view production);

    std::unexpected<parse_error> fail(std::string_view production, std::string_view expected) const;
    std::unexpected<parse_error> fail_at(std::size_t offset, std::string_view production,
                                         std::string_view expected) const;
    /// Note a departure that this reading recovers from. False in a strict reading: then fail.
    bool tolerate(std::string_view production, std::string_view expected);
    bool strict() const { return tolerated_ == nullptr; }

private:
    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<parse_error>* tolerated_;
};

bool is_alpha(char c);
bool is_digit(char c);
bool is_hex(char c);
bool is_alphanum(char c);
bool is_wsp(char c);
bool is_token_char(char c);
char lower(char c);
/// ASCII case-insensitive equality, as SIP compares tokens (RFC 3261 section 7.3.1).
bool iequal(std::string_view a, std::string_view b);
std::string lowercase(std::string_view text);
/// Without leading and trailing LWS (folds included).
std::string_view trim(std::string_view text);
/// A quoted-string without its quotes, escapes undone; other text as it is.
std::string unquote(std::string_view text);
/// A quoted-string of `text`, with `"` and `\` escaped.
std::string quote(std::string_view text);

} // namespace simplespec::sip
