#include "scenarios/rules/body.hpp"

#include <functional>

namespace simplespec::scenarios {

using sip::header;

namespace {

// The documents whose insides the rules know, with the requirement that a text which is no XML breaks.
struct known_type {
    std::string_view essence;
    presence::xml::citations cited;
};
constexpr known_type known_types[] = {
    {"application/pidf+xml", {"RFC3863-4.1-1", {}}},
    {"application/rlmi+xml", {"RFC4662-5.1-3", {}}},
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
