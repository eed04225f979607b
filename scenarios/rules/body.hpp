#pragma once
// The body of a message, read once for all rules: its parts, and the XML documents in them.
#include "mime/entity.hpp"
#include "presence/xml.hpp"
#include "scenarios/observer/occasion.hpp"

#include <memory>
#include <vector>

namespace simplespec::scenarios {

/// One XML document: the whole body, or a part.
struct document {
    const mime::entity* part = nullptr;
    std::string type;       ///< "application/pidf+xml"
    std::size_t offset = 0; ///< of its text, from the start of the message
    presence::reading<presence::xml::element> xml;

    bool well_formed() const;
    /// What the schema of its type says against it; offsets from the start of its text. Nothing for a type without schema.
    sip::findings against_schema() const;
};

struct body_reading {
    mime::entity_reading entity;
    std::size_t offset = 0; ///< of the body, from the start of the message
    std::vector<document> documents;

    /// The RLMI document that is the root of a multipart/related, or the whole body; null where there is
    /// none.
    const document* list() const;
    const document* of_type(std::string_view essence) const;
};

/// Null for a message without body or Content-Type.
std::shared_ptr<const body_reading> read_body(const sip::message& message);

/// The version attribute of an RLMI or watcherinfo document.
std::optional<std::uint32_t> version_of(const document& d);

} // namespace simplespec::scenarios
