#include "contacts/list_server.hpp"

#include <utility>

namespace simplespec::contacts {

list_server::list_server(list_server_settings settings, std::vector<list_resource> resources, sip::entropy random)
    : settings_(std::move(settings)), resources_(std::move(resources)), random_(random) {}

// RFC 4662 section 5.2: the NOTIFY that follows any SUBSCRIBE has full state; no throttle holds it back.
list_server::effects list_server::on_subscribe(sip::instant now, std::string_view subscriber) {
    auto it = subscribers_.find(subscriber);
    if (it == subscribers_.end()) it = subscribers_.emplace(subscriber, subscriber_state{}).first;
    it->second.next_allowed = now.steady + settings_.throttle;
    effects out;
    out.push_back(make(it->first, it->second, true));
    return out;
}

void list_server::on_unsubscribe(std::string_view subscriber) {
    if (const auto it = subscribers_.find(subscriber); it != subscribers_.end()) subscribers_.erase(it);
}

list_server::effects list_server::on_state(sip::instant now, std::string_view uri, resource_state state) {
    note_state(uri, std::move(state));
    return flush(now);
}

void list_server::note_state(std::string_view uri, resource_state state) {
    auto& known = states_[std::string(uri)];
    if (known == state) return;
    known = std::move(state);
    bool listed = false;
    for (const auto& r : resources_) listed |= r.uri == uri;
    if (!listed) return;
    for (auto& [key, to] : subscribers_) to.pending.emplace(uri);
}

std::optional<list_document> list_server::document(sip::instant now, std::string_view subscriber, bool full) {
    auto it = subscribers_.find(subscriber);
    if (it == subscribers_.end()) it = subscribers_.emplace(subscriber, subscriber_state{}).first;
    full |= it->second.full_due || it->second.version == 0; // the first one is always full
    if (!full && it->second.pending.empty()) return std::nullopt;
    it->second.next_allowed = now.steady + settings_.throttle;
    return make(it->first, it->second, full);
}

// A resource that left the list is only gone for a subscriber when full state does not name it (RFC 4662 section 5.6.1).
list_server::effects list_server::on_list(sip::instant now, std::vector<list_resource> resources) {
    resources_ = std::move(resources);
    for (auto& [key, to] : subscribers_) to.full_due = true;
    return flush(now);
}

list_server::effects list_server::on_timer(sip::instant now) { return flush(now); }

std::optional<sip::time_point> list_server::deadline() const {
    std::optional<sip::time_point> first;
    for (const auto& [key, to] : subscribers_)
        if (to.full_due || !to.pending.empty()) first = sip::earlier(first, to.next_allowed);
    return first;
}

const resource_state* list_server::current(std::string_view uri) const {
    const auto it = states_.find(uri);
    return it == states_.end() ? nullptr : &it->second;
}

list_server::effects list_server::flush(sip::instant now) {
    effects out;
    for (auto& [key, to] : subscribers_) {
        if (!to.full_due && to.pending.empty()) continue;
        if (to.next_allowed && now.steady < *to.next_allowed) continue;
        to.next_allowed = now.steady + settings_.throttle;
        out.push_back(make(key, to, to.full_due));
    }
    return out;
}

list_document list_server::make(const std::string& key, subscriber_state& to, bool full) {
    rlmi_list list{settings_.uri, to.version++, true, full, {}, settings_.names, {}};
    std::vector<mime::outgoing_part> parts(1);
    for (const auto& r : resources_) {
        if (!full && !to.pending.contains(r.uri)) continue;
        resource row{r.uri, r.names};
        const auto* known = current(r.uri);
        // RFC 4662 section 4.5: a resource whose state is not known has no instance.
        if (known != nullptr && known->state != instance_state::unknown) {
            instance one{"1", known->state};
            if (one.state == instance_state::terminated)
                one.reason = known->reason.empty() ? "noresource" : known->reason;
            if (!known->content_type.empty()) {
                one.cid = mime::new_content_id(settings_.content_id_host, random_);
                parts.push_back({known->content_type, one.cid, known->body, mime::encoding::binary});
            } else if (one.state == instance_state::active) {
                // Nothing that a cid could name: known to be subscribed, not how it is (RFC 4662 section 5.5).
                one.state = instance_state::pending;
            }
            row.instances.push_back(std::move(one));
        }
        list.resources.push_back(std::move(row));
    }
    parts[0] = {"application/rlmi+xml;charset=\"UTF-8\"", mime::new_content_id(settings_.content_id_host, random_),
                write(list), mime::encoding::binary};
    to.pending.clear();
    to.full_due = false;
    return {key, mime::write_related(parts, random_), list.version, full};
}

} // namespace simplespec::contacts
