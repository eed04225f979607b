#pragma once
// Header fields of one plain value: numbers, Call-ID, CSeq, entity-tags, Retry-After.
#include "sip/headers/parameters.hpp"

#include <cstdint>

namespace simplespec::sip {

struct cseq {
    std::uint32_t number = 0;
    std::string_view method;
};

struct retry_after {
    std::uint32_t seconds = 0;
    std::string_view comment; ///< with its parentheses; empty where there is none
    parameters params;
};

parsed<cseq> parse_cseq(cursor& in);
parsed<cseq> parse_cseq(std::string_view text);
parsed<std::string_view> parse_call_id(cursor& in);
parsed<std::string_view> parse_call_id(std::string_view text);
/// Min-Expires, Content-Length: seconds or octets. A number that 64 bits do not hold is taken for the greatest that they do.
parsed<std::uint64_t> parse_number(cursor& in);
parsed<std::uint64_t> parse_number(std::string_view text);
/// Seconds; more than 2**32 - 1 is taken for that.
parsed<std::uint64_t> parse_expires(cursor& in);
parsed<std::uint64_t> parse_expires(std::string_view text);
/// 0..255; more is taken for 255.
parsed<std::uint64_t> parse_max_forwards(cursor& in);
parsed<std::uint64_t> parse_max_forwards(std::string_view text);
/// One token: SIP-ETag, SIP-If-Match, Suppress-If-Match (the star is a token), Content-Transfer-Encoding,
/// and each value of Supported, Require, Unsupported, Proxy-Require, Allow, Allow-Events, Content-Encoding.
parsed<std::string_view> parse_token(cursor& in);
parsed<std::string_view> parse_token(std::string_view text);
parsed<retry_after> parse_retry_after(cursor& in);
parsed<retry_after> parse_retry_after(std::string_view text);

} // namespace simplespec::sip
