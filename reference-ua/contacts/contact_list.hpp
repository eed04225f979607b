#pragma once
// What all of it ends in: who is on the list, what they are called, and how each is.
#include "contacts/list_notification.hpp"
#include "contacts/list_version.hpp"
#include "presence/availability.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::contacts {

/// Where a row's state came from. A direct subscription is preferred to the list (RFC 4662 section 7.1.2).
enum class source : std::uint8_t { none, list, direct };
std::string_view name(source s);

/// One row.
struct contact {
    std::string uri;
    std::vector<presence::note> names{};
    presence::standing how{};
    instance_state subscription = instance_state::unknown;
    source from = source::none;
    std::optional<sip::wall_time> since{}; ///< the document's own word, else when we saw it change

    /// The name in this language, else one without language, else the first, else the URI.
    std::string_view title(std::string_view lang = {}) const;
    /// The note in this language by the same choice; empty without notes.
    std::string_view note(std::string_view lang = {}) const;
    bool operator==(const contact&) const = default;
};

enum class change_kind : std::uint8_t { added, changed, removed };

/// One difference that a notification made; `row` is the row as it is now, or as it last was.
struct change {
    change_kind kind;
    contact row;

    bool operator==(const change&) const = default;
};

/// What came of one notification.
struct applied {
    std::vector<change> changes{};
    sip::findings departures{};
    bool usable = true;  ///< false: nothing could be made out, the old rows stand
    bool full = false;    ///< full state was taken
    bool refresh = false; ///< versions are missing: ask for full state (RFC 4662 section 5.6.2)
};

/// A watcher's table, one row per resource URI (RFC 4662 section 5.6); nested lists bring their rows along. Keyed by
/// URI up to scheme (pres:, sip:, sips:) and the case of host and scheme.
class contact_list {
public:
    /// Rows and nested lists beyond these are passed over, with a finding.
    static constexpr std::size_t most_rows = 65'536;
    static constexpr std::size_t most_lists = 4'096;

    /// Names of the list itself, as the last full RLMI gave them.
    const std::vector<presence::note>& names() const { return names_; }
    /// Rows in the order in which they came to be known.
    const std::vector<contact>& rows() const { return rows_; }
    const contact* find(std::string_view uri) const;

    /// A presence document for this URI from a subscription to it alone. Without a document (an empty NOTIFY) a row is
    /// made, or left as it is.
    applied apply(sip::wall_time now, std::string_view uri, const presence::presence_document* document);
    /// The subscription to this URI alone is over: what it said stays until a list says something; a row that no list
    /// names stays too.
    void on_direct_end(std::string_view uri);
    /// A list notification.
    applied apply(sip::wall_time now, const list_notification& notification);
    /// The body of a list NOTIFY as it stands; an empty body changes nothing.
    applied apply_body(sip::wall_time now, std::string_view content_type, std::string_view transfer_encoding,
                       std::string_view body);
    /// The list subscription ended and a new one begins: versions start anew, rows stay until full state comes.
    void restart_versions() { versions_.clear(); }

private:
    struct incoming;
    struct harvest;
    void collect(const list_notification& n, const std::string& path, harvest& out);
    void put(sip::wall_time now, incoming in, applied& out);
    void drop(const harvest& h, applied& out);
    void remove(const std::vector<bool>& falls, applied& out);

    std::vector<contact> rows_;
    std::vector<std::string> paths_; ///< of each row: the list that named it; empty for one of ours
    std::map<std::string, std::size_t> index_;
    std::map<std::string, list_version> versions_; ///< by path of list URIs
    std::vector<presence::note> names_;
};

} // namespace simplespec::contacts
