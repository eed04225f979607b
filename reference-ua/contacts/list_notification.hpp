#pragma once
// One NOTIFY body of a list subscription: the RLMI document and the state of each instance, joined by Content-ID.
#include "contacts/rlmi.hpp"
#include "presence/pidf.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::contacts {

struct list_notification;

/// How a part was found for an instance.
enum class binding : std::uint8_t {
    none,   ///< no part: the state is not known
    cid,    ///< by Content-ID, as RFC 4662 section 5.5 says
    entity, ///< the cid led nowhere; the document's presentity is the resource
};

/// An instance with what is known of it.
struct bound_instance {
    instance meta;
    binding bound = binding::none;
    std::optional<presence::presence_document> document{};
    std::shared_ptr<const list_notification> nested{}; ///< the resource is a list itself (RFC 4662 section 4.5)
};

struct bound_resource {
    resource meta;
    std::vector<bound_instance> instances{};
};

/// What the body said, as far as it could be made out.
struct list_notification {
    rlmi_list list;
    std::vector<bound_resource> resources{}; ///< in the order of the list
    /// Presence documents that no instance could be found for, as they stand.
    std::vector<presence::presence_document> unbound{};
};

/// Read a body of multipart/related, or a bare RLMI document. `content_type` and `transfer_encoding` are values of the
/// message's header fields. Without a value the body is unusable (no RLMI root that can be read): what is known stays.
/// Offsets of findings count from the body's first octet where the part that they stand in was sent unencoded.
presence::reading<list_notification> read_list_notification(std::string_view content_type,
                                                            std::string_view transfer_encoding, std::string_view body,
                                                            const presence::read_options& options = {});

} // namespace simplespec::contacts
