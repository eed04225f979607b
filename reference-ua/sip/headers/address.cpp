#include "sip/headers/address.hpp"

namespace simplespec::sip {
namespace {

// display-name = *(token LWS) / quoted-string. Octets above 127 are taken too: common in the field and harmless.
parsed<std::string> read_display_name(cursor& in) {
    if (in.peek() == '"') {
        const auto name = in.quoted_string();
        if (!name) return std::unexpected(name.error());
        return unquote(*name);
    }
    const auto rest = in.rest();
    const auto end = rest.find_first_of("<\",;");
    const auto words = trim(rest.substr(0, end));
    for (std::size_t i = 0; i < words.size(); ++i) {
        const char c = words[i];
        if (is_token_char(c) || is_wsp(c) || c == '\r' || c == '\n') continue;
        if (static_cast<unsigned char>(c) >= 0x80) continue;
        if (!in.tolerate("display-name", "tokens or a quoted string"))
            return in.fail_at(in.offset() + i, "display-name", "tokens or a quoted string");
        break;
    }
    in.skip(end == std::string_view::npos ? rest.size() : end);
    return std::string(words);
}

} // namespace

// name-addr = [ display-name ] LAQUOT addr-spec RAQUOT
// from-spec = ( name-addr / addr-spec ) *( SEMI from-param )
parsed<address> parse_address(cursor& in) {
    address out;
    const auto rest = in.rest();
    // Without brackets a comma, question mark or semicolon ends the URI (RFC 3261 section 20).
    const auto end = rest.find_first_of("\"<;,?> \t\r\n");
    const auto bare = rest.substr(0, end);
    const auto behind = end == std::string_view::npos ? std::string_view() : trim(rest.substr(end));
    const bool named = rest.starts_with('"') || behind.starts_with('<') ||
                       bare.find(':') == std::string_view::npos;
    if (!named) {
        auto target = parse_uri(bare);
        if (!target) {
            auto where = target.error();
            where.offset += in.offset();
            return std::unexpected(where);
        }
        out.target = std::move(*target);
        in.skip(bare.size());
    } else {
        auto name = read_display_name(in);
        if (!name) return std::unexpected(name.error());
        out.display_name = std::move(*name);
        in.skip_sws();
        if (!in.take('<')) return in.fail("name-addr", "< before the URI");
        auto target = parse_uri(in);
        if (!target) return std::unexpected(target.error());
        out.target = std::move(*target);
        if (!in.take('>')) {
            if (!in.tolerate("name-addr", "> behind the URI")) return in.fail("name-addr", "> behind the URI");
            // What stands before a later bracket is passed over.
            if (const auto late = in.rest().find_first_of(">,"); late != std::string_view::npos && in.rest()[late] == '>')
                in.skip(late + 1);
        }
        out.bracketed = true;
    }
    auto params = parse_parameters(in);
    if (!params) return std::unexpected(params.error());
    out.params = std::move(*params);
    return out;
}

parsed<address> parse_address(std::string_view text) { return whole<address>(parse_address, text); }

// route-param = name-addr *( SEMI rr-param )
parsed<address> parse_route(cursor& in) {
    const std::size_t from = in.offset();
    auto out = parse_address(in);
    if (out && !out->bracketed && !in.tolerate("route-param", "a name-addr"))
        return in.fail_at(from, "route-param", "a name-addr");
    return out;
}

parsed<address> parse_route(std::string_view text) { return whole<address>(parse_route, text); }

// Contact = ( STAR / ( contact-param *( COMMA contact-param ) ) )
parsed<contact_value> parse_contact(cursor& in) {
    contact_value out;
    if (trim(in.rest()) == "*") {
        in.skip(in.rest().size());
        out.star = true;
        return out;
    }
    auto where = parse_address(in);
    if (!where) return std::unexpected(where.error());
    out.where = std::move(*where);
    return out;
}

parsed<contact_value> parse_contact(std::string_view text) { return whole<contact_value>(parse_contact, text); }

} // namespace simplespec::sip
