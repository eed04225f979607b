#pragma once
// Resource list meta-information (RFC 4662 section 5): which resources a list has, and where each one's state stands.
#include "presence/note.hpp"
#include "presence/reading.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::contacts {

/// State of the virtual subscription to one instance (RFC 4662 section 5.5). `unknown`: not one of the three words.
enum class instance_state : std::uint8_t { unknown, active, pending, terminated };

/// "active", "pending", "terminated", "unknown"
std::string_view name(instance_state s);

/// <instance>
struct instance {
    std::string id; ///< opaque; unique in its resource only
    instance_state state = instance_state::unknown;
    std::string reason{}; ///< of a terminated one
    std::string cid{};    ///< Content-ID of the part that carries its state; empty for none

    bool operator==(const instance&) const = default;
};

/// <resource>
struct resource {
    std::string uri;
    std::vector<presence::note> names{}; ///< <name> with its language
    std::vector<instance> instances{};   ///< none: its state is not known (RFC 4662 section 4.5)
    std::size_t offset = 0;              ///< where it stood in the text

    bool operator==(const resource& other) const {
        return uri == other.uri && names == other.names && instances == other.instances;
    }
};

/// <list>, the root.
struct rlmi_list {
    std::string uri;
    std::uint32_t version = 0;
    bool versioned = true; ///< false: no version could be read
    bool full_state = false;
    std::string cid{}; ///< of aggregate state; empty for none
    std::vector<presence::note> names{};
    std::vector<resource> resources{};

    bool operator==(const rlmi_list&) const = default;
};

/// Read application/rlmi+xml. A state that is the name of a constant ("StrUtils::kActive") is taken for the word that it
/// stands for, with a finding; a list without fullState counts as full, so that nothing stale is kept.
presence::reading<rlmi_list> read_rlmi(std::string_view text, const presence::read_options& options = {});

/// A document valid by the schema.
std::string write(const rlmi_list& list);

} // namespace simplespec::contacts
