#include "sip/headers/media.hpp"

#include <algorithm>

namespace simplespec::sip {

// media-type = m-type SLASH m-subtype *( SEMI m-parameter ) ; m-parameter = m-attribute EQUAL m-value
// accept-range = media-range *( SEMI accept-param )
parsed<media_type> parse_media_type(cursor& in) {
    media_type out;
    out.type = in.token();
    if (out.type.empty()) return in.fail("m-type", "a media type");
    if (!in.take_separator('/')) return in.fail("media-type", "/ behind the type");
    out.subtype = in.token();
    if (out.subtype.empty()) return in.fail("m-subtype", "a media subtype");
    auto params = parse_parameters(in);
    if (!params) return std::unexpected(params.error());
    out.params = std::move(*params);
    return out;
}

parsed<media_type> parse_media_type(std::string_view text) { return whole<media_type>(parse_media_type, text); }

parsed<media_type> parse_content_type(cursor& in) {
    const std::size_t from = in.offset();
    auto out = parse_media_type(in);
    if (!out) return out;
    for (const auto& p : out->params.items)
        if (!p.value && !in.tolerate("m-parameter", "a value for each parameter"))
            return in.fail_at(std::max(from, p.offset), "m-parameter", "a value for each parameter");
    return out;
}

parsed<media_type> parse_content_type(std::string_view text) { return whole<media_type>(parse_content_type, text); }

// disp-type *( SEMI disp-param ), and its likes
parsed<tagged_token> parse_tagged_token(cursor& in) {
    tagged_token out;
    out.token = in.token();
    if (out.token.empty()) return in.fail("token", "a token");
    auto params = parse_parameters(in);
    if (!params) return std::unexpected(params.error());
    out.params = std::move(*params);
    return out;
}

parsed<tagged_token> parse_tagged_token(std::string_view text) {
    return whole<tagged_token>(parse_tagged_token, text);
}

} // namespace simplespec::sip
