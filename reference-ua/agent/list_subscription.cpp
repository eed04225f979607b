#include "agent/list_subscription.hpp"

#include "sip/headers/list.hpp"
#include "sip/transaction/answer.hpp"

#include <vector>

namespace simplespec::agent {
namespace {

constexpr std::string_view subscriber = "watcher"; // the only one of its list_server

std::vector<contacts::list_resource> resources_of(const served_list& list) {
    std::vector<contacts::list_resource> out;
    for (const auto& member : list.members) {
        out.push_back({member.uri, {}});
        if (!member.name.empty()) out.back().names.push_back({member.name});
    }
    return out;
}

} // namespace

list_subscription::list_subscription(const served_list& list, std::string_view watcher,
                                     const directory& known, std::string_view content_id_host,
                                     sip::entropy random)
    : known_(known), watcher_(watcher),
      server_({.uri = list.uri, .content_id_host = std::string(content_id_host)}, resources_of(list),
              random) {
    for (const auto& member : list.members) {
        uris_.insert(member.uri);
        const auto uri = sip::parse_uri(member.uri);
        if (const auto resource = uri ? known_.resource_of(*uri) : std::nullopt)
            members_.emplace(*resource, member.uri);
    }
}

bool list_subscription::on_presence(std::string_view resource) {
    if (known_.policy(resource, watcher_) != watcher_policy::allow) return false;
    return mark(resource);
}

bool list_subscription::mark(std::string_view resource) {
    const auto [from, to] = members_.equal_range(resource);
    for (auto at = from; at != to; ++at) changed_.insert(at->second);
    return from != to;
}

// RFC 4662 section 5.5: the state of the virtual subscription, with its document where there is one.
contacts::resource_state list_subscription::state_of(const std::string& uri, presence_states& states) const {
    using contacts::instance_state;
    const auto parsed = sip::parse_uri(uri);
    const auto resource = parsed ? known_.resource_of(*parsed) : std::nullopt;
    // Of other domains, and of lists within this one, we know nothing: such a resource has no instance.
    if (!resource || known_.list(*resource) != nullptr) return {};
    if (!known_.exists(*resource)) return {instance_state::terminated, "noresource", {}, {}};
    constexpr const char* type = "application/pidf+xml;charset=\"UTF-8\"";
    switch (known_.policy(*resource, watcher_)) {
    case watcher_policy::pending:
        return {instance_state::pending, {}, {}, {}};
    case watcher_policy::reject:
        return {instance_state::terminated, "rejected", {}, {}};
    case watcher_policy::polite_block:
        return {instance_state::active, {}, type, states.concealed(*resource).document};
    case watcher_policy::allow:
        break;
    }
    return {instance_state::active, {}, type, states.of(*resource).document};
}

events::content list_subscription::document(sip::instant now, presence_states& states, bool full) {
    for (const auto& uri : full ? uris_ : changed_) server_.note_state(uri, state_of(uri, states));
    changed_.clear();
    auto made = server_.document(now, subscriber, full);
    if (!made) made = server_.document(now, subscriber, true); // what changed is as it was again
    return {made->content.content_type, made->content.body, {}};
}

std::optional<sip::composer> refuse_list(const sip::message& subscribe, std::string_view to_tag) {
    using sip::header;
    if (!sip::list_has(subscribe, header::supported, "eventlist") &&
        !sip::list_has(subscribe, header::require, "eventlist"))
        return std::move(sip::answer(subscribe, 421, to_tag).add(header::require, "eventlist"));
    if (!subscribe.has(header::accept)) return std::nullopt;
    for (const auto* type : {"multipart/related", "application/rlmi+xml", "application/pidf+xml"})
        if (!events::accepts(subscribe, type)) return sip::answer(subscribe, 406, to_tag);
    return std::nullopt;
}

} // namespace simplespec::agent
