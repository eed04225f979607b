#pragma once
// Who and what a presence server knows: its domains, users and lists.
#include "agent/server_settings.hpp"
#include "sip/uri.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace simplespec::agent {

class directory {
public:
    /// `settings` must outlive it, its accounts and lists staying the same ones. `own_host` is the server's
    /// address: a URI that names it is ours as well.
    directory(const server_settings& settings, std::string_view own_host);

    /// Whether the domain of the URI is one of ours.
    bool serves(const sip::uri& uri) const;
    /// The name under which everything about a URI of ours is kept: "sip:alice@example.com" whichever scheme,
    /// domain, escapes or parameters name it. None for other domains and for URIs without a user.
    std::optional<std::string> resource_of(const sip::uri& uri) const;
    /// Whether such a user or list is there. Without accounts every user is.
    bool exists(std::string_view resource) const;
    const served_list* list(std::string_view resource) const;

    bool open() const { return settings_.accounts.empty(); }
    /// The account of a user name; null where there is none.
    const server_account* account(std::string_view user) const;
    const server_account* account_of(std::string_view resource) const;
    /// What `presentity` decided about `watcher`, both resources; watchers of other domains count by their
    /// whole name.
    watcher_policy policy(std::string_view presentity, std::string_view watcher) const;

private:
    const server_settings& settings_;
    std::string own_host_;
    std::map<std::string, const server_account*, std::less<>> accounts_;
    std::map<std::string, const served_list*, std::less<>> lists_; // by resource
};

/// "alice" of "sip:alice@example.com".
std::string_view user_of(std::string_view resource);

} // namespace simplespec::agent
