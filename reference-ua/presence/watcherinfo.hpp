#pragma once
// Watcher information (RFC 3857, RFC 3858): who watches a presentity.
#include "presence/reading.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::presence {

/// RFC 3857 section 4.7.1, the states of its figure 1.
enum class watcher_status : std::uint8_t { pending, active, waiting, terminated };
/// The transition that led there.
enum class watcher_event : std::uint8_t {
    subscribe,
    approved,
    deactivated,
    probation,
    rejected,
    timeout,
    giveup,
    noresource
};

std::string_view name(watcher_status s);
std::string_view name(watcher_event e);

struct watcher {
    std::string id; ///< constant for a subscription
    std::string uri;
    watcher_status status = watcher_status::pending;
    watcher_event event = watcher_event::subscribe;
    std::string display_name{};
    std::optional<std::chrono::seconds> expiration{};
    std::optional<std::chrono::seconds> subscribed{}; ///< duration-subscribed

    bool operator==(const watcher&) const = default;
};

struct watcher_list {
    std::string resource;
    std::string package;
    std::vector<watcher> watchers{};
    bool operator==(const watcher_list&) const = default;
};

struct watcherinfo {
    std::uint32_t version = 0;
    bool full = true;
    std::vector<watcher_list> lists{};
    bool operator==(const watcherinfo&) const = default;
};

reading<watcherinfo> read_watcherinfo(std::string_view text, const read_options& options = {});
std::string write_watcherinfo(const watcherinfo& value);

/// The table that a watcher of watcherinfo keeps (RFC 3858 section 4).
class watcher_table {
  public:
    enum class outcome : std::uint8_t { applied, discarded, gap };
    /// `full` replaces all rows; `partial` updates rows by id if its version is the next one. A version not
    /// above ours is discarded; a gap leaves the table as it is and asks for a refresh (RFC 3858 section 4).
    outcome on_document(const watcherinfo& document);
    const std::vector<watcher_list>& lists() const { return lists_; }

  private:
    std::optional<std::uint32_t> version_;
    std::vector<watcher_list> lists_;
};

} // namespace simplespec::presence
