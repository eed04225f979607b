// How a multipart body may be cut, ordered and encoded.
#include "scenarios/torture/legal_variations.hpp"

#include "mime/entity.hpp"
#include "sip/cursor.hpp"

#include <algorithm>

namespace simplespec::scenarios {
namespace {

using sip::draft;
using sip::header;

/// One part as its lines; what is in it stays as it is.
struct piece {
    std::vector<draft::row> rows;
    std::string body;
};

/// A multipart taken apart.
struct pieces {
    mime::media_type type;
    std::vector<piece> parts;
    std::string boundary;
    std::string preamble{}, epilogue = "\r\n";
    bool bare = false; ///< the boundary without quotes

    std::string written() const {
        std::string out = preamble;
        for (const auto& p : parts) {
            out += "--" + boundary + "\r\n";
            for (const auto& r : p.rows) out += r.name + r.colon + r.value + "\r\n";
            out += "\r\n" + p.body + "\r\n";
        }
        return out + "--" + boundary + "--" + epilogue;
    }
};

/// Take the body of each list NOTIFY apart, edit it, and put it together again.
auto cutting(std::function<void(pieces&)> edit) {
    return editing([edit = std::move(edit)](draft& d) {
        auto* type = d.find(header::content_type);
        if (type == nullptr || !type->value.starts_with("multipart/")) return;
        const auto read = mime::read_entity(type->value, {}, d.body);
        pieces all{read.value.type, {}, std::string(read.value.type.find("boundary").value_or("b"))};
        for (const auto& part : read.value.parts) {
            piece one{{}, d.body.substr(part.offset, part.size)};
            for (const auto& f : part.fields) one.rows.push_back({f.name, ": ", f.value});
            all.parts.push_back(std::move(one));
        }
        edit(all);
        for (auto& p : all.type.parameters)
            if (p.name == "boundary") p.value = all.boundary, p.quoted = !all.bare;
        type->value = mime::write(all.type);
        d.set_body(all.written());
    });
}

auto boundary(std::string_view spelled, bool bare) {
    return cutting([=](pieces& p) { p.boundary = spelled, p.bare = bare; });
}

auto each(std::function<void(piece&)> edit) {
    return cutting([edit = std::move(edit)](pieces& p) {
        for (auto& part : p.parts) edit(part);
    });
}

draft::row* row_of(piece& p, std::string_view name) {
    const auto found = std::ranges::find_if(p.rows, [&](const auto& r) { return sip::iequal(r.name, name); });
    return found == p.rows.end() ? nullptr : &*found;
}

auto encoded(mime::encoding as) {
    return each([as](piece& p) {
        if (const auto* type = row_of(p, "Content-Type");
            type == nullptr || type->value.starts_with("multipart/"))
            return;
        p.body = as == mime::encoding::base64 ? mime::encode_base64(p.body)
                                              : mime::encode_quoted_printable(p.body);
        std::erase_if(p.rows, [](const auto& r) { return sip::iequal(r.name, "Content-Transfer-Encoding"); });
        p.rows.push_back({"Content-Transfer-Encoding", ": ", std::string(name(as))});
    });
}

void drop_parameter(mime::media_type& type, std::string_view name) {
    std::erase_if(type.parameters, [&](const auto& p) { return p.name == name; });
}

} // namespace

std::vector<legal_variation> legal_parts() {
    constexpr std::string_view multipart = "RFC 2046 section 5.1.1";
    return {
        {"boundary-without-quotes", multipart, boundary("b-0.9_x", true)},
        {"boundary-of-odd-characters", multipart, boundary("'()+_,-./:=? x", false)},
        {"boundary-of-seventy-characters", multipart,
         boundary("----------------------------------------------------------------------", false)},
        {"preamble", multipart,
         cutting([](pieces& p) { p.preamble = "Not for you.\r\n--nor-this\r\n\r\n"; })},
        {"empty-preamble", multipart, cutting([](pieces& p) { p.preamble = "\r\n"; })},
        {"epilogue", multipart, cutting([](pieces& p) { p.epilogue = "\r\nThe end.\r\n--\r\n"; })},
        {"no-line-end-at-the-end", multipart, cutting([](pieces& p) { p.epilogue.clear(); })},
        {"fields-of-parts-in-reverse", "RFC 2045 section 3",
         each([](piece& p) { std::ranges::reverse(p.rows); })},
        {"fields-of-parts-in-lower-case", "RFC 2045 section 3", each([](piece& p) {
             for (auto& r : p.rows) r.name = sip::lowercase(r.name), r.colon = ":\r\n\t";
         })},
        {"more-fields-in-parts", "RFC 2045 section 8", each([](piece& p) {
             p.rows.insert(p.rows.begin(), {"Content-Description", ": ", "how: somebody is"});
             p.rows.push_back({"Content-Length", ": ", "3"});
         })},
        {"comments-in-fields-of-parts", "RFC 2045 section 5.1", each([](piece& p) {
             for (auto& r : p.rows)
                 if (!sip::iequal(r.name, "Content-ID")) r.value += " (so (or) \"so\")";
         })},
        {"no-transfer-encoding-in-parts", "RFC 2045 section 6.1", each([](piece& p) {
             std::erase_if(p.rows,
                           [](const auto& r) { return sip::iequal(r.name, "Content-Transfer-Encoding"); });
         })},
        {"parts-in-base64", "RFC 2045 section 6.8", encoded(mime::encoding::base64)},
        {"parts-in-quoted-printable", "RFC 2045 section 6.7", encoded(mime::encoding::quoted_printable)},
        {"root-last", "RFC 2387 section 3.2",
         cutting([](pieces& p) { std::ranges::rotate(p.parts, p.parts.begin() + 1); })},
        {"parts-in-reverse", "RFC 4662 section 5", cutting([](pieces& p) { std::ranges::reverse(p.parts); })},
        {"no-start", "RFC 2387 section 3.2", cutting([](pieces& p) { drop_parameter(p.type, "start"); })},
        {"parameters-in-reverse", "RFC 2045 section 5.1",
         cutting([](pieces& p) { std::ranges::reverse(p.type.parameters); })},
        {"type-in-upper-case", "RFC 2387 section 3.1", cutting([](pieces& p) {
             p.type.type = "Multipart";
             p.type.subtype = "RELATED";
             for (auto& one : p.type.parameters)
                 if (one.name == "type") one.value = "Application/RLMI+XML";
         })},
        {"start-info", "RFC 2387 section 3.3",
         cutting([](pieces& p) { p.type.parameters.push_back({"start-info", "-x \"y\"", true}); })},
    };
}

} // namespace simplespec::scenarios
