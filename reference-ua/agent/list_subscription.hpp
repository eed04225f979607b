#pragma once
// One subscription to a resource list: whose states it shows, and what of them is new (RFC 4662 section 4).
#include "agent/directory.hpp"
#include "agent/presence_states.hpp"
#include "contacts/list_server.hpp"
#include "events/content.hpp"
#include "sip/message.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace simplespec::agent {

/// The back-end subscriptions of one watcher, inside the server: each member is seen as its own policy lets
/// this watcher.
class list_subscription {
public:
    list_subscription(const served_list& list, std::string_view watcher, const directory& known,
                      std::string_view content_id_host, sip::entropy random);

    /// The presence of a resource changed. True where the list names it and this watcher may see it.
    bool on_presence(std::string_view resource);
    /// What this watcher may see of a resource changed.
    void on_policy(std::string_view resource) { mark(resource); }
    /// The body to send now.
    events::content document(sip::instant now, presence_states& states, bool full);

private:
    bool mark(std::string_view resource);
    contacts::resource_state state_of(const std::string& uri, presence_states& states) const;

    const directory& known_;
    std::string watcher_;
    std::multimap<std::string, std::string, std::less<>> members_; // resource -> URI as the list spells it
    std::set<std::string> uris_;
    std::set<std::string> changed_; // URIs
    contacts::list_server server_;
};

/// What keeps a SUBSCRIBE from being one to a list: 421 without `Supported: eventlist` (RFC 4662
/// section 4.1), 406 where its Accept admits no list documents. None: it is one.
std::optional<sip::composer> refuse_list(const sip::message& subscribe, std::string_view to_tag);

} // namespace simplespec::agent
