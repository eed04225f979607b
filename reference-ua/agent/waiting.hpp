#pragma once
// Watchers whose subscription ran out before anybody decided on it (RFC 3857 section 4.7.1): the waiting
// state.
#include "presence/watcherinfo.hpp"
#include "sip/instant.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace simplespec::agent {

/// Remembers them for their presentity, up to a number and a time.
class waiting_watchers {
public:
    /// One who is not waiting any more.
    struct departed {
        std::string resource;
        presence::watcher row; ///< terminated, giveup
    };

    waiting_watchers(std::size_t most, std::chrono::seconds patience) : most_(most), patience_(patience) {}

    /// `row` as it was when its subscription ended; none is remembered where there are too many. The row as
    /// it waits.
    std::optional<presence::watcher> add(sip::instant now, std::string_view resource, presence::watcher row);
    /// The same watcher subscribes again: the earlier attempt is over.
    std::vector<departed> on_subscribe(std::string_view resource, std::string_view watcher);
    std::vector<presence::watcher> of(std::string_view resource) const;

    std::vector<departed> on_timer(sip::instant now);
    std::optional<sip::time_point> deadline() const;

private:
    using place = std::pair<std::string, std::string>; // resource, watcher
    struct entry {
        presence::watcher row;
        sip::time_point until;
    };
    departed remove(std::map<place, entry>::iterator at);

    std::size_t most_;
    std::chrono::seconds patience_;
    std::map<place, entry> rows_;
    std::set<std::pair<sip::time_point, place>> deadlines_;
};

} // namespace simplespec::agent
