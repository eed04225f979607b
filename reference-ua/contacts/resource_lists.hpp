#pragma once
// Resource lists documents (RFC 4826 section 3): the lists that a person keeps on a server.
#include "presence/note.hpp"
#include "presence/reading.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::contacts {

enum class member_kind : std::uint8_t { entry, entry_ref, external, list };

/// A child of a <list>, and a <list> itself; order is kept.
struct list_member {
    member_kind kind = member_kind::entry;
    std::string target{}; ///< uri, ref, anchor; of a list its name, may be empty
    std::optional<presence::note> display_name{};
    std::vector<list_member> members{}; ///< of a list

    bool operator==(const list_member&) const = default;
};

/// <resource-lists>: its top-level lists.
struct resource_lists {
    std::vector<list_member> lists{};

    bool operator==(const resource_lists&) const = default;
};

/// Read application/resource-lists+xml. Departures: what is doubled within its parent, references that are absolute,
/// anchors that are no HTTP URI, members without their attribute (those are left out).
presence::reading<resource_lists> read_resource_lists(std::string_view text, const presence::read_options& options = {});
/// A document valid by the schema.
std::string write(const resource_lists& document);

/// One resource of a flat list.
struct flat_entry {
    std::string uri;
    std::optional<presence::note> display_name{};

    bool operator==(const flat_entry&) const = default;
};

/// Resolves what a list refers to: an entry by `ref`, or a list by `anchor`; none where it cannot be had.
using resolve_reference = std::function<std::optional<list_member>(member_kind, std::string_view target)>;

/// The entries of a list with all nested lists, each URI once, in document order. References that `resolve` does not know
/// are left out and named in `unresolved`; a list that contains itself is entered once only (depth and total bounded).
struct flat_list {
    std::vector<flat_entry> entries{};
    std::vector<std::string> unresolved{};
};
flat_list flatten(const list_member& list, const resolve_reference& resolve = {});

} // namespace simplespec::contacts
