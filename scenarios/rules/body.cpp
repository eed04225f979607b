#include "scenarios/rules/body.hpp"

#include "schemas/validator.hpp"
#include "sip/cursor.hpp"

#include <algorithm>

namespace simplespec::scenarios {

using sip::header;

namespace {

// The documents whose insides the rules know, with the requirement that a text which is no XML breaks.
struct known_type {
    std::string_view essence;
    presence::xml::citations cited;
};
constexpr known_type known_types[] = {
    {"application/pidf+xml", {"RFC3863-4.1-1", "RFC3863-4.1-1"}},
    {"application/rlmi+xml", {"RFC4662-5.1-3", {}}},
    {"application/pidf-diff+xml", {"RFC5262-3-1", {}}},
    {"application/dialog-info+xml", {"RFC4235-4-S1", {}}},
    {"application/resource-lists+xml", {"RFC4826-3.1-S1", {}}},
    {"application/rls-services+xml", {"RFC4826-4.1-S1", {}}},
    {"application/watcherinfo+xml", {"RFC3858-3-S1", {}}},
};

constexpr std::size_t documents_read = 1024;

void read_documents(const mime::entity& e, body_reading& out) {
    for (const auto& part : e.parts) read_documents(part, out);
    if (e.is_multipart() || out.documents.size() >= documents_read) return;
    const auto essence = e.type.essence();
    for (const auto& known : known_types) {
        if (known.essence != essence) continue;
        presence::read_options options;
        options.charset = e.type.find("charset").value_or(std::string_view());
        out.documents.push_back(
            {&e, essence, out.offset + e.offset, presence::xml::read(e.body, options, known.cited)});
    }
}

} // namespace

// A DOCTYPE that was passed over, or a prefix bound to nothing, leave it well-formed.
bool document::well_formed() const {
    return xml.value && std::ranges::all_of(xml.departures, [](const auto& f) { return f.requirement.empty(); });
}

// A charset parameter outranks the declaration (RFC 3863 section 4.1), of which the validator goes by the latter: then the
// document is written anew for it, and places in it mean nothing.
sip::findings document::against_schema() const {
    const auto format = schemas::format_of_media_type(type);
    if (!format) return {};
    const auto& validator = schemas::validator::built_in();
    const auto charset = part->type.find("charset");
    if (!charset || !xml.value || sip::iequal(*charset, "UTF-8")) return validator.validate(*format, part->body);
    auto found = validator.validate(*format, presence::xml::write(*xml.value));
    for (auto& f : found) f.offset = 0;
    return found;
}

const document* body_reading::of_type(std::string_view essence) const {
    for (const auto& d : documents)
        if (d.type == essence) return &d;
    return nullptr;
}

const document* body_reading::list() const {
    const auto* root = mime::root_part(entity.value);
    for (const auto& d : documents)
        if (d.part == root && d.type == "application/rlmi+xml") return &d;
    return nullptr;
}

std::shared_ptr<const body_reading> read_body(const sip::message& message) {
    if (message.body().empty() || !message.has(header::content_type)) return nullptr;
    auto out = std::make_shared<body_reading>();
    out->offset = message.body_offset();
    out->entity = mime::read_entity(message.value(header::content_type),
                                    message.value(header::content_transfer_encoding), message.body());
    read_documents(out->entity.value, *out);
    return out;
}

std::optional<std::uint32_t> version_of(const document& d) {
    if (!d.xml.value) return std::nullopt;
    const auto* version = d.xml.value->find("version");
    return version == nullptr ? std::nullopt : read_number(*version);
}

} // namespace simplespec::scenarios
