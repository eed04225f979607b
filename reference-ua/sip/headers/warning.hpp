#pragma once
// Fields that tell a person or a log something: Warning, Server, User-Agent, Reason (RFC 3261 section 20, RFC 3326).
#include "sip/headers/parameters.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace simplespec::sip {

/// One warning-value.
struct warning {
    int code = 0;           ///< 100..999; 3xx are SIP's own (RFC 3261 section 20.43)
    std::string_view agent; ///< host, host:port or a pseudonym
    std::string text;       ///< quotes and escapes undone
};

/// One server-val of Server or User-Agent: a product, or a comment.
struct server_value {
    std::string_view product;
    std::string_view version; ///< empty where there is none
    std::string_view comment; ///< with its parentheses; then the others are empty
};

/// One reason-value (RFC 3326).
struct reason {
    std::string_view protocol; ///< "SIP", "Q.850"
    parameters params;

    std::optional<std::uint64_t> cause() const { return params.number("cause", 9999); }
    std::string text() const { return params.text("text"); }
};

/// One value of a Warning list.
parsed<warning> parse_warning(cursor& in);
parsed<warning> parse_warning(std::string_view text);
/// The whole of Server or User-Agent. A tolerant reading takes any word for a product.
parsed<std::vector<server_value>> parse_server(cursor& in);
parsed<std::vector<server_value>> parse_server(std::string_view text);
inline parsed<std::vector<server_value>> parse_user_agent(std::string_view text) { return parse_server(text); }
/// One value of a Reason list.
parsed<reason> parse_reason(cursor& in);
parsed<reason> parse_reason(std::string_view text);

} // namespace simplespec::sip
