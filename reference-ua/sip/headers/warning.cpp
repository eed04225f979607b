#include "sip/headers/warning.hpp"

#include "sip/headers/text.hpp"

namespace simplespec::sip {

// warning-value = warn-code SP warn-agent SP warn-text ; warn-code = 3DIGIT ; warn-agent = hostport / pseudonym
// warn-text = quoted-string
parsed<warning> parse_warning(cursor& in) {
    warning out;
    const auto digits = in.take_while(is_digit);
    if (digits.size() != 3) return in.fail("warn-code", "three digits");
    for (const char c : digits) out.code = out.code * 10 + (c - '0');
    if (!take_sp(in)) return in.fail("warning-value", "a blank behind the code");
    in.skip_sws();
    out.agent = in.take_while([](char c) { return is_token_char(c) || c == '[' || c == ']' || c == ':'; });
    if (out.agent.empty()) return in.fail("warn-agent", "a host or a pseudonym");
    const std::size_t gap = in.offset();
    in.skip_sws();
    if (in.offset() == gap && !in.tolerate("warning-value", "a blank behind the agent"))
        return in.fail("warning-value", "a blank behind the agent");
    if (in.peek() == '"') {
        const auto text = in.quoted_string();
        if (text) {
            out.text = unquote(*text);
            return out;
        }
    }
    if (!in.tolerate("warn-text", "a quoted string")) return in.fail("warn-text", "a quoted string");
    out.text = std::string(trim(in.rest()));
    in.skip(in.rest().size());
    return out;
}

parsed<warning> parse_warning(std::string_view text) { return whole<warning>(parse_warning, text); }

// Server = "Server" HCOLON server-val *(LWS server-val) ; server-val = product / comment
// product = token [SLASH product-version] ; product-version = token
parsed<std::vector<server_value>> parse_server(cursor& in) {
    std::vector<server_value> out;
    do {
        server_value one;
        if (in.peek() == '(') {
            const auto rest = in.rest();
            const auto comment = match_comment(in);
            if (!comment && !in.tolerate("comment", "a whole comment of printable text"))
                return std::unexpected(comment.error());
            one.comment = comment.value_or(rest);
            if (!comment) in.skip(in.rest().size());
        } else {
            one.product = in.token();
            const bool versioned = !one.product.empty() && in.take_separator('/');
            if (versioned) one.version = in.token();
            if (one.product.empty() || (versioned && one.version.empty())) {
                if (!in.tolerate("server-val", "a product or a comment"))
                    return in.fail("server-val", "a product or a comment");
                const auto word = in.take_while([](char c) { return !is_wsp(c) && c != '\r' && c != '\n' && c != '('; });
                if (one.product.empty()) one.product = word;
                if (one.product.empty()) break;
            }
        }
        out.push_back(one);
        const std::size_t gap = in.offset();
        in.skip_sws();
        if (in.at_end()) break;
        if (in.offset() == gap && !in.tolerate("server-val", "white space between products and comments"))
            return in.fail("server-val", "white space between products and comments");
    } while (true);
    return out;
}

parsed<std::vector<server_value>> parse_server(std::string_view text) {
    return whole<std::vector<server_value>>(parse_server, text);
}

// reason-value = protocol *(SEMI reason-params)   (RFC 3326)
parsed<reason> parse_reason(cursor& in) {
    reason out;
    out.protocol = in.token();
    if (out.protocol.empty()) return in.fail("protocol", "SIP, Q.850 or another protocol");
    auto params = parse_parameters(in);
    if (!params) return std::unexpected(params.error());
    out.params = std::move(*params);
    return out;
}

parsed<reason> parse_reason(std::string_view text) { return whole<reason>(parse_reason, text); }

} // namespace simplespec::sip
