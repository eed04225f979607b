#include "mime/multipart.hpp"

#include "sip/cursor.hpp"

namespace simplespec::mime {

namespace {

std::string head_and_body(const outgoing_part& part) {
    std::string out;
    const auto row = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) out.append(name).append(": ").append(value).append("\r\n");
    };
    row("Content-Transfer-Encoding", name(part.transfer));
    row("Content-ID", part.content_id.empty() ? std::string() : "<" + part.content_id + ">");
    row("Content-Type", part.content_type);
    row("Content-Disposition", part.disposition);
    out += "\r\n";
    if (part.transfer == encoding::base64)
        out += encode_base64(part.body);
    else if (part.transfer == encoding::quoted_printable)
        out += encode_quoted_printable(part.body);
    else
        out += part.body;
    return out;
}

written_multipart write(std::string_view subtype, std::span<const outgoing_part> parts, sip::entropy& random,
                        const std::string& parameters) {
    std::vector<std::string> texts;
    texts.reserve(parts.size());
    for (const auto& part : parts) texts.push_back(head_and_body(part));
    std::string boundary;
    bool occurs = true;
    while (occurs) { // RFC 2046 section 5.1.1: it must not appear in any part
        boundary = random.token(24);
        occurs = false;
        for (const auto& text : texts) occurs = occurs || text.find("--" + boundary) != std::string::npos;
    }
    written_multipart out;
    out.content_type = "multipart/" + std::string(subtype) + parameters + ";boundary=\"" + boundary + "\"";
    for (const auto& text : texts) out.body += "--" + boundary + "\r\n" + text + "\r\n";
    out.body += "--" + boundary + "--\r\n";
    return out;
}

} // namespace

written_multipart write_related(std::span<const outgoing_part> parts, sip::entropy& random) {
    std::string parameters;
    if (!parts.empty()) {
        sip::findings ignored; // our own value
        const auto type = read_media_type(parts.front().content_type, 0, ignored);
        // Both values hold characters that no token may have: quoted (RFC 2387 section 3.4).
        parameters = ";type=" + sip::quote(type ? type->essence() : parts.front().content_type);
        if (!parts.front().content_id.empty())
            parameters += ";start=" + sip::quote("<" + parts.front().content_id + ">");
    }
    return write("related", parts, random, parameters);
}

written_multipart write_mixed(std::span<const outgoing_part> parts, sip::entropy& random) {
    return write("mixed", parts, random, {});
}

std::string new_content_id(std::string_view host, sip::entropy& random) {
    return random.token() + "@" + std::string(host);
}

} // namespace simplespec::mime
