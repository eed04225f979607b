#pragma once
// The subscriptions that a presence server serves, found by dialog, by resource and by deadline.
#include "agent/server_settings.hpp"
#include "events/notifier.hpp"
#include "presence/watcherinfo.hpp"
#include "sip/hop.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::agent {

class list_subscription;

enum class subscription_kind : std::uint8_t { presence, watcherinfo, list };

/// One subscription: the machine, whom it concerns, and the way to its subscriber.
struct subscription {
    std::uint64_t id = 0;
    subscription_kind kind = subscription_kind::presence;
    std::string resource; ///< what is watched
    std::string watcher;  ///< who watches: a resource, or a whole URI of another domain
    std::string display_name{};
    watcher_policy policy = watcher_policy::allow;
    events::notifier machine;
    sip::hop peer;  ///< where its last SUBSCRIBE came from
    sip::hop local; ///< where that arrived
    sip::time_point begun;

    /// As watcherinfo tells it.
    presence::watcher_status status = presence::watcher_status::pending;
    presence::watcher_event cause = presence::watcher_event::subscribe;
    bool told = false; ///< it was pending or active for a while: a fetch never is (RFC 3857 section 4.7.2)

    /// Of a watcherinfo subscription: its version, and the watchers that changed since its last document.
    std::uint32_t version = 0;
    std::map<std::string, presence::watcher> changed{};
    /// Of a list subscription.
    std::shared_ptr<list_subscription> list{};

    std::optional<sip::time_point> armed{};
    sip::dialog_id dialog{};
};

class subscriptions {
public:
    subscription& add(subscription s);
    subscription* find(std::uint64_t id);
    /// Those within the dialog that a request names, whatever their events.
    std::vector<std::uint64_t> in_dialog(const sip::dialog_id& dialog) const;
    std::vector<std::uint64_t> of(std::string_view resource, subscription_kind kind) const;
    /// All lists, which each may hold any member.
    std::vector<std::uint64_t> lists() const;
    bool watched(std::string_view resource) const;
    void erase(std::uint64_t id);

    /// To be called after every step of a machine: its dialog and its deadline may be others.
    void index(subscription& s);
    std::optional<sip::time_point> deadline() const;
    /// The first whose deadline has passed.
    subscription* due(sip::time_point now);
    std::size_t count() const { return rows_.size(); }

private:
    std::map<std::uint64_t, subscription> rows_;
    std::multimap<std::string, std::uint64_t, std::less<>> by_resource_;
    std::multimap<sip::dialog_id, std::uint64_t> by_dialog_;
    std::set<std::uint64_t> lists_;
    std::set<std::pair<sip::time_point, std::uint64_t>> deadlines_;
    std::uint64_t last_ = 0;
};

} // namespace simplespec::agent
