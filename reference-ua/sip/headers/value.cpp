#include "sip/headers/value.hpp"

namespace simplespec::sip {

// CSeq = 1*DIGIT LWS Method
parsed<cseq> parse_cseq(cursor& in) {
    cseq out;
    const auto number = in.number(UINT32_MAX, "CSeq");
    if (!number) return std::unexpected(number.error());
    out.number = static_cast<std::uint32_t>(*number);
    const std::size_t gap = in.offset();
    in.skip_sws();
    if (in.offset() == gap) return in.fail("CSeq", "white space before the method");
    out.method = in.token();
    if (out.method.empty()) return in.fail("CSeq", "a method");
    return out;
}

parsed<cseq> parse_cseq(std::string_view text) { return whole<cseq>(parse_cseq, text); }

// callid = word [ "@" word ]
// word = 1*(alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~" / "(" / ")" / "<" / ">" / ":" / "\" /
//        DQUOTE / "/" / "[" / "]" / "?" / "{" / "}")
parsed<std::string_view> parse_call_id(cursor& in) {
    const auto word = [](char c) {
        return is_token_char(c) || (c != '\0' && std::string_view("()<>:\\\"/[]?{}").find(c) != std::string_view::npos);
    };
    const auto rest = in.rest();
    const auto left = in.take_while(word);
    if (left.empty()) return in.fail("callid", "a word");
    if (in.take('@') && in.take_while(word).empty()) return in.fail("callid", "a word behind @");
    return rest.substr(0, rest.size() - in.rest().size());
}

parsed<std::string_view> parse_call_id(std::string_view text) { return whole<std::string_view>(parse_call_id, text); }

// delta-seconds = 1*DIGIT
parsed<std::uint64_t> parse_number(cursor& in) { return in.number_up_to(UINT64_MAX, "1*DIGIT"); }
parsed<std::uint64_t> parse_number(std::string_view text) { return whole<std::uint64_t>(parse_number, text); }

// Expires = "Expires" HCOLON delta-seconds, from 0 to (2**32)-1 (RFC 3261 section 20.19)
parsed<std::uint64_t> parse_expires(cursor& in) { return in.number_up_to(UINT32_MAX, "delta-seconds"); }
parsed<std::uint64_t> parse_expires(std::string_view text) { return whole<std::uint64_t>(parse_expires, text); }

// Max-Forwards = "Max-Forwards" HCOLON 1*DIGIT, from 0 to 255 (RFC 3261 section 20.22)
parsed<std::uint64_t> parse_max_forwards(cursor& in) { return in.number_up_to(255, "Max-Forwards"); }
parsed<std::uint64_t> parse_max_forwards(std::string_view text) {
    return whole<std::uint64_t>(parse_max_forwards, text);
}

parsed<std::string_view> parse_token(cursor& in) {
    const auto out = in.token();
    if (out.empty()) return in.fail("token", "a token");
    return out;
}

parsed<std::string_view> parse_token(std::string_view text) { return whole<std::string_view>(parse_token, text); }

namespace {

// comment = LPAREN *(ctext / quoted-pair / comment) RPAREN
parsed<std::string_view> read_comment(cursor& in) {
    const auto rest = in.rest();
    const std::size_t from = in.offset();
    std::size_t depth = 0;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        if (rest[i] == '\\') ++i;
        else if (rest[i] == '(') ++depth;
        else if (rest[i] == ')' && --depth == 0) {
            in.skip(i + 1);
            return rest.substr(0, i + 1);
        }
    }
    return in.fail_at(from, "comment", "a closing parenthesis");
}

} // namespace

// Retry-After = delta-seconds [ comment ] *( SEMI retry-param )
parsed<retry_after> parse_retry_after(cursor& in) {
    retry_after out;
    const auto seconds = in.number(UINT32_MAX, "delta-seconds");
    if (!seconds) return std::unexpected(seconds.error());
    out.seconds = static_cast<std::uint32_t>(*seconds);
    const std::size_t gap = in.offset();
    in.skip_sws();
    if (in.peek() == '(') {
        const auto comment = read_comment(in);
        if (!comment) return std::unexpected(comment.error());
        out.comment = *comment;
    } else {
        in.rewind(gap);
    }
    auto params = parse_parameters(in);
    if (!params) return std::unexpected(params.error());
    out.params = std::move(*params);
    return out;
}

parsed<retry_after> parse_retry_after(std::string_view text) { return whole<retry_after>(parse_retry_after, text); }

} // namespace simplespec::sip
