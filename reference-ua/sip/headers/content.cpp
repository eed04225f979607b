#include "sip/headers/content.hpp"

namespace simplespec::sip {

// language-tag = primary-tag *( "-" subtag ) ; primary-tag = 1*8ALPHA ; subtag = 1*8ALPHA
// Language tags have come to have digits behind the first hyphen (RFC 5646), so they are taken there.
parsed<std::string_view> parse_content_language(cursor& in) {
    const auto rest = in.rest();
    const std::size_t from = in.offset();
    const auto primary = in.take_while(is_alpha);
    if (primary.empty() || primary.size() > 8) return in.fail_at(from, "primary-tag", "1 to 8 letters");
    while (in.take('-')) {
        const std::size_t here = in.offset();
        const auto subtag = in.take_while(is_alphanum);
        if (subtag.empty() || subtag.size() > 8) return in.fail_at(here, "subtag", "1 to 8 letters");
    }
    return rest.substr(0, in.offset() - from);
}

parsed<std::string_view> parse_content_language(std::string_view text) {
    return whole<std::string_view>(parse_content_language, text);
}

// language = language-range *(SEMI accept-param)
// language-range = ( ( 1*8ALPHA *( "-" 1*8ALPHA ) ) / "*" )
parsed<tagged_token> parse_accept_language(cursor& in) {
    tagged_token out;
    out.token = in.rest().substr(0, 1);
    if (!in.take('*')) {
        const auto tag = parse_content_language(in);
        if (!tag) return std::unexpected(tag.error());
        out.token = *tag;
    }
    auto params = parse_parameters(in);
    if (!params) return std::unexpected(params.error());
    out.params = std::move(*params);
    return out;
}

parsed<tagged_token> parse_accept_language(std::string_view text) {
    return whole<tagged_token>(parse_accept_language, text);
}

// qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
std::optional<int> quality(const parameters& of) {
    const auto* q = of.find("q");
    if (q == nullptr) return 1000;
    const auto text = q->value.value_or(std::string_view());
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
    if (text.size() > 1 && text[1] != '.') return std::nullopt;
    int out = (text[0] - '0') * 1000;
    int place = 100;
    for (std::size_t i = 2; i < text.size(); ++i, place /= 10) {
        if (!is_digit(text[i])) return std::nullopt;
        out += (text[i] - '0') * place;
    }
    if (out > 1000) return std::nullopt;
    return out;
}

bool handling_is_required(const tagged_token& disposition) {
    return !iequal(disposition.params.text("handling"), "optional");
}

// MIME-Version = "MIME-Version" HCOLON 1*DIGIT "." 1*DIGIT
parsed<mime_version> parse_mime_version(cursor& in) {
    const auto major = in.number(UINT64_MAX, "MIME-Version");
    if (!major) return std::unexpected(major.error());
    if (!in.take('.')) return in.fail("MIME-Version", "a dot");
    const auto minor = in.number(UINT64_MAX, "MIME-Version");
    if (!minor) return std::unexpected(minor.error());
    return mime_version{*major, *minor};
}

parsed<mime_version> parse_mime_version(std::string_view text) {
    return whole<mime_version>(parse_mime_version, text);
}

// content-id = "<" id-left "@" id-right ">"
parsed<std::string_view> parse_content_id(cursor& in) {
    const bool open = in.take('<');
    if (!open && !in.tolerate("Content-ID", "an angle bracket")) return in.fail("Content-ID", "an angle bracket");
    const auto id = in.take_while([](char c) { return c != '>' && c != '<' && !is_wsp(c) && c != '\r' && c != '\n'; });
    if (id.empty()) return in.fail("Content-ID", "an id");
    if (open && !in.take('>') && !in.tolerate("Content-ID", "a closing angle bracket"))
        return in.fail("Content-ID", "a closing angle bracket");
    return id;
}

parsed<std::string_view> parse_content_id(std::string_view text) {
    return whole<std::string_view>(parse_content_id, text);
}

} // namespace simplespec::sip
