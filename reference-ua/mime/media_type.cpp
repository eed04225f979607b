#include "mime/media_type.hpp"

#include "sip/cursor.hpp"

namespace simplespec::mime {

namespace {

constexpr std::string_view specials = "()<>@,;:\\\"/[]?=";

// token := 1*<any (US-ASCII) CHAR except SPACE, CTLs, or tspecials>   (RFC 2045 section 5.1)
bool is_mime_token_char(char c) { return c > ' ' && c < 0x7f && specials.find(c) == std::string_view::npos; }

bool is_mime_token(std::string_view text) {
    for (const char c : text)
        if (!is_mime_token_char(c)) return false;
    return !text.empty();
}

struct reader {
    sip::cursor at;
    std::size_t base;
    sip::findings& out;
    std::size_t noted = 0;

    void note(std::string_view rule, std::string_view requirement, std::size_t offset, std::string what,
              std::string expected = {}, std::string actual = {}) {
        if (++noted > 16) return; // enough to know
        out.push_back(
            {rule, requirement, base + offset, std::move(what), std::move(expected), std::move(actual)});
    }

    // parameter := attribute "=" value ; value := token / quoted-string
    void read_value(parameter& p) {
        const std::size_t from = at.offset();
        if (at.peek() == '"') {
            if (const auto text = at.quoted_string()) {
                p.value = sip::unquote(*text);
                p.quoted = true;
                return;
            }
            note("media-type-quote-open", "RFC2045-5.1-G1", from,
                 "A quoted parameter value has no closing quote.");
            at.rewind(from + 1);
            p.value = std::string(sip::trim(at.rest()));
            at.skip(at.rest().size());
            return;
        }
        p.value = std::string(sip::trim(at.take_while([](char c) { return c != ';'; })));
        if (!is_mime_token(p.value))
            note("media-type-value-unquoted", "RFC2045-5.1-G1", from,
                 "The value of the parameter " + p.name + " is no token and stands without quotes.",
                 "a quoted-string", p.value);
    }

    // *(";" parameter)
    std::vector<parameter> read_parameters() {
        std::vector<parameter> found;
        at.skip_sws();
        while (!at.at_end()) {
            if (!at.take(';')) {
                const std::size_t from = at.offset();
                const auto junk = at.take_while([](char c) { return c != ';'; });
                note("media-type-junk", "RFC2045-5.1-G1", from, "Text stands where only a parameter may.",
                     ";", std::string(junk));
                continue;
            }
            at.skip_sws();
            const std::size_t from = at.offset();
            const auto name = at.take_while(is_mime_token_char);
            at.skip_sws();
            if (name.empty() && (at.at_end() || at.peek() == ';')) {
                note("media-type-empty-parameter", "RFC2045-5.1-G1", from, "A semicolon without a parameter.",
                     "attribute=value");
                continue;
            }
            parameter p{sip::lowercase(name), {}, false};
            if (!at.take('=')) {
                note("media-type-parameter-without-value", "RFC2045-5.1-G1", from,
                     "A parameter without a value.", "attribute=value", std::string(name));
                at.take_while([](char c) { return c != ';'; });
                continue;
            }
            at.skip_sws();
            read_value(p);
            at.skip_sws();
            if (!p.name.empty() && found.size() < 64) found.push_back(std::move(p));
        }
        return found;
    }
};

} // namespace

bool media_type::is(std::string_view lower) const {
    return lower.size() == type.size() + 1 + subtype.size() && lower.starts_with(type) &&
           lower[type.size()] == '/' && lower.ends_with(subtype);
}

std::optional<std::string_view> media_type::find(std::string_view name) const {
    for (const auto& p : parameters)
        if (p.name == name) return p.value;
    return std::nullopt;
}

// content := type "/" subtype *(";" parameter)   (RFC 2045 section 5.1)
std::optional<media_type> read_media_type(std::string_view value, std::size_t offset,
                                          sip::findings& departures) {
    reader in{sip::cursor(value), offset, departures};
    in.at.skip_sws();
    media_type found;
    found.type = sip::lowercase(in.at.take_while(is_mime_token_char));
    in.at.skip_sws();
    if (!found.type.empty() && in.at.take('/')) {
        in.at.skip_sws();
        found.subtype = sip::lowercase(in.at.take_while(is_mime_token_char));
    }
    if (found.type.empty() || found.subtype.empty()) {
        in.note("media-type-unreadable", "RFC2045-5.1-G1", in.at.offset(), "No media type can be read here.",
                "type/subtype", std::string(value.substr(0, 64)));
        return std::nullopt;
    }
    found.parameters = in.read_parameters();
    return found;
}

// disposition := disposition-type *(";" disposition-parm)
std::optional<media_type> read_disposition(std::string_view value, std::size_t offset,
                                           sip::findings& departures) {
    reader in{sip::cursor(value), offset, departures};
    in.at.skip_sws();
    media_type found;
    found.type = sip::lowercase(in.at.take_while(is_mime_token_char));
    if (found.type.empty()) return std::nullopt;
    found.parameters = in.read_parameters();
    return found;
}

std::string write(const media_type& value) {
    std::string out = value.essence();
    for (const auto& p : value.parameters)
        out += ";" + p.name + "=" + (p.quoted || !is_mime_token(p.value) ? sip::quote(p.value) : p.value);
    return out;
}

} // namespace simplespec::mime
