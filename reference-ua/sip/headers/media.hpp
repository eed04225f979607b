#pragma once
// Content-Type and Accept, and other tokens with parameters: Content-Disposition, Accept-Encoding, Reason.
#include "sip/headers/parameters.hpp"

namespace simplespec::sip {

/// type/subtype with parameters; both names are case-insensitive. In Accept either may be "*".
struct media_type {
    std::string_view type;
    std::string_view subtype;
    parameters params;

    bool is(std::string_view t, std::string_view s) const { return iequal(type, t) && iequal(subtype, s); }
};

struct tagged_token {
    std::string_view token;
    parameters params;
};

parsed<media_type> parse_media_type(cursor& in);
parsed<media_type> parse_media_type(std::string_view text);
/// Content-Type: here each parameter has a value.
parsed<media_type> parse_content_type(cursor& in);
parsed<media_type> parse_content_type(std::string_view text);
/// Content-Disposition, Reason, and each value of Accept-Encoding and Accept-Language.
parsed<tagged_token> parse_tagged_token(cursor& in);
parsed<tagged_token> parse_tagged_token(std::string_view text);

} // namespace simplespec::sip
