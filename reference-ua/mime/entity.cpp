#include "mime/entity.hpp"

#include "mime/part.hpp"
#include "sip/cursor.hpp"

namespace simplespec::mime {

namespace {

// bchars := bcharsnospace / " "   (RFC 2046 section 5.1.1)
bool is_boundary(std::string_view text) {
    if (text.empty() || text.size() > 70 || text.back() == ' ') return false;
    for (const char c : text)
        if (!sip::is_alphanum(c) && std::string_view("'()+_,-./:=? ").find(c) == std::string_view::npos)
            return false;
    return true;
}

struct entity_reader {
    std::string_view text;
    const entity_limits& limits;
    sip::findings& out;
    std::size_t parts = 0;

    void note(std::string_view rule, std::string_view requirement, std::size_t offset, std::string what,
              std::string expected = {}, std::string actual = {}) {
        out.push_back({rule, requirement, offset, std::move(what), std::move(expected), std::move(actual)});
    }

    void read_leaf(entity& into) {
        auto plain = decode(into.transfer, text.substr(into.offset, into.size), limits.octets);
        for (const auto& f : plain.flaws)
            note("transfer-encoding-flaw", "RFC2045-6.1-1", into.offset + f.offset,
                 "The encoded text is broken: " + std::string(f.what) + ".");
        into.body = std::move(plain.octets);
    }

    /// The boundary to cut at: the parameter's, or what the body itself shows.
    std::string boundary_of(const entity& whole, std::string_view body) {
        const auto given = whole.type.find("boundary");
        if (!given) {
            note("multipart-without-boundary", "RFC2046-5.1.1-1", whole.offset,
                 "The Content-Type has no boundary parameter.", "boundary=");
            return std::string(guess_boundary(body));
        }
        if (!is_boundary(*given))
            note("boundary-characters", "RFC2046-5.1.1-5", whole.offset,
                 "The boundary is not 1 to 70 of the characters allowed, or ends in a space.", {},
                 std::string(*given));
        return std::string(*given);
    }

    void judge_related(const entity& whole) {
        if (whole.type.subtype != "related" || whole.parts.empty()) return;
        const auto type = whole.type.find("type");
        const entity* root = root_part(whole);
        if (!type)
            note("related-without-type", "RFC2387-3.1-1", whole.offset,
                 "multipart/related without the type parameter.", "type=\"" + root->type.essence() + "\"");
        else if (!sip::iequal(*type, root->type.essence()))
            note("related-type-differs", "RFC2387-3.1-2", whole.offset,
                 "The type parameter is not the media type of the root part.", root->type.essence(),
                 std::string(*type));
        const auto start = whole.type.find("start");
        if (!start) return;
        if (!start->starts_with('<') || !start->ends_with('>'))
            note("related-start-without-brackets", "RFC2387-3.2-1", whole.offset,
                 "The start parameter stands without angle brackets.", "<id@host>", std::string(*start));
        if (find_part(whole, *start) == nullptr)
            note("related-start-unknown", "RFC2387-3.2-2", whole.offset,
                 "No part has the Content-ID that start names; the first part is taken for the root.", {},
                 std::string(*start));
    }

    void read_multipart(entity& whole, std::size_t depth) {
        const auto body = text.substr(whole.offset, whole.size);
        if (whole.transfer == encoding::base64 || whole.transfer == encoding::quoted_printable ||
            whole.transfer == encoding::other)
            note("multipart-encoded", "RFC2046-5.1-1", whole.offset,
                 "A multipart may only be 7bit, 8bit or binary; its octets are taken as they are.", {},
                 std::string(name(whole.transfer)));
        if (depth == limits.depth) {
            note("multipart-limit", "", whole.offset, "Multiparts are nested deeper than is read.");
            whole.body = body;
            return;
        }
        std::string boundary = boundary_of(whole, body);
        cut_parts cut;
        if (!boundary.empty()) cut = cut_multipart(body, whole.offset, boundary, limits.parts - parts, out);
        if (cut.parts.empty() && !cut.closed) {
            const auto seen = std::string(guess_boundary(body));
            if (!seen.empty() && seen != boundary) {
                // By the boundary that is named there is no part at all.
                note("boundary-differs", "RFC2046-5.1.1-16", whole.offset,
                     "The body is cut by another boundary than the one named.", boundary, seen);
                boundary = seen.ends_with("--") ? std::string() : seen;
                if (!boundary.empty())
                    cut = cut_multipart(body, whole.offset, boundary, limits.parts - parts, out);
            }
        }
        if (cut.parts.empty()) {
            note("multipart-without-part", "RFC2046-5.1.1-16", whole.offset, "The multipart has no part.");
            whole.body = body;
            return;
        }
        if (!cut.closed)
            note("close-delimiter-missing", "RFC2046-5.1.1-12", whole.offset + whole.size,
                 "The multipart is not closed by its last delimiter.", "--" + boundary + "--");
        parts += cut.parts.size();
        whole.parts.reserve(cut.parts.size());
        for (const auto& piece : cut.parts) {
            entity inner;
            inner.type = {"text", "plain", {}};
            const std::size_t from = whole.offset + piece.from;
            const std::size_t head =
                read_part_fields(text.substr(from, piece.size), from, limits.fields, inner, out);
            inner.offset = from + head;
            inner.size = piece.size - head;
            read(inner, depth + 1);
            whole.parts.push_back(std::move(inner));
        }
        judge_related(whole);
    }

    void read(entity& into, std::size_t depth) {
        if (into.is_multipart())
            read_multipart(into, depth);
        else
            read_leaf(into);
    }
};

} // namespace

entity_reading read_entity(std::string_view content_type, std::string_view transfer_encoding,
                           std::string_view body, const entity_limits& limits) {
    entity_reading result;
    entity& root = result.value;
    root.type = {"text", "plain", {}};
    if (body.size() > limits.octets) {
        result.departures.push_back(
            {"multipart-limit", "", limits.octets, "The body is longer than is read."});
        body = body.substr(0, limits.octets);
    }
    if (!content_type.empty()) {
        sip::findings of_the_header; // offsets of another text: the caller reads that field itself
        if (auto type = read_media_type(content_type, 0, of_the_header)) {
            root.type = std::move(*type);
            root.typed = true;
        }
    }
    root.transfer = encoding_of(transfer_encoding);
    root.size = body.size();
    entity_reader{body, limits, result.departures}.read(root, 0);
    return result;
}

} // namespace simplespec::mime
