#include "agent/presence_server_parts.hpp"

#include "sip/dialog.hpp"
#include "sip/headers/address.hpp"
#include "sip/transaction/answer.hpp"

#include <algorithm>
#include <ranges>
#include <variant>

namespace simplespec::agent {

using presence::watcher_event;
using presence::watcher_status;
using sip::header;

events::notifier_settings presence_server::parts::notifying(subscription_kind kind,
                                                            const sip::hop& at) const {
    events::notifier_settings out;
    // RFC 6665 section 4.5.1: a GRUU of our own making (RFC 5627 section 4.3).
    out.contact = "sip:" + sip::hostport(local) + (at.via == sip::transport::tcp ? ";transport=tcp" : "") + ";gr";
    out.default_expires = settings.subscription.usual;
    out.min_expires = settings.subscription.least;
    out.max_expires = settings.subscription.most;
    switch (kind) {
    case subscription_kind::presence:
        out.formats = {"application/pidf+xml"};
        out.throttle = settings.presence_throttle;
        break;
    case subscription_kind::watcherinfo:
        out.packages = {"presence.winfo"};
        out.formats = {"application/watcherinfo+xml"};
        out.throttle = settings.winfo_throttle;
        break;
    case subscription_kind::list:
        out.formats = {"multipart/related"};
        out.require = "eventlist";
        out.throttle = settings.list_throttle;
        break;
    }
    return out;
}

void presence_server::parts::begin(sip::instant now, const sip::request_arrived& arrived,
                                   subscription_kind kind, const std::string& resource,
                                   const std::string& watcher) {
    const auto policy =
        kind == subscription_kind::presence ? known.policy(resource, watcher) : watcher_policy::allow;
    if (policy == watcher_policy::reject) return refuse(now, arrived, 403);
    // RFC 3857 section 4.6: who watches somebody is that somebody's business.
    if (kind == subscription_kind::watcherinfo && resource != watcher && !known.open())
        return refuse(now, arrived, 403);
    const auto from = sip::parse_from(arrived.request.value(header::from));
    auto& s = watchers.add({.kind = kind,
                            .resource = resource,
                            .watcher = watcher,
                            .display_name = from ? from->display_name : std::string(),
                            .policy = policy,
                            .machine = events::notifier(notifying(kind, arrived.received.to), random),
                            .peer = arrived.received.from,
                            .local = arrived.received.to,
                            .begun = now.steady});
    if (kind == subscription_kind::presence) {
        const bool sees = policy == watcher_policy::allow;
        s.machine.name_state(sees ? states.of(resource).etag : states.concealed(resource).etag);
    }
    if (kind == subscription_kind::list)
        s.list = std::make_shared<list_subscription>(*known.list(resource), watcher, known, local.host,
                                                     sip::entropy(random.next()));
    if (kind == subscription_kind::presence) on_departed(now, waiting.on_subscribe(resource, watcher));
    events::subscription_state decision;
    if (policy == watcher_policy::pending) decision.value = events::subscription_state::substate::pending;
    on_notifier(now, s, s.machine.on_subscribe(now, arrived.key, arrived.request, decision));
}

// A NOTIFY goes where the dialog says, if that host has ever spoken to us, else back to where its SUBSCRIBE
// came from: nobody can point us at a third party.
sip::hop presence_server::parts::reach(const subscription& s, std::string_view next_hop) const {
    const auto named = sip::numeric_hop(next_hop);
    return named && spoken.contains(named->host) ? *named : s.peer;
}

void presence_server::parts::on_notifier(sip::instant now, subscription& s,
                                         events::notifier::effects effects) {
    for (auto& effect : effects) {
        if (auto* send = std::get_if<events::send_request>(&effect)) {
            if (!settings.name.empty()) send->request.add(header::user_agent, settings.name);
            auto sent = layer.send(now, std::move(send->request), reach(s, send->next_hop));
            notifies[static_cast<std::uint64_t>(sent.key)] = s.id;
            const auto id = s.id;
            on_layer(now, std::move(sent.effects));
            if (watchers.find(id) == nullptr) return; // it could not be sent, and that was the end
        } else if (auto* r = std::get_if<events::respond>(&effect)) {
            auto response = sip::composer::from(r->response);
            // RFC 6665 section 4.4.4: in what forms a dialog; every list of packages is the whole list.
            if (r->response.status() < 300 || r->response.has(header::allow_events))
                response.set(header::allow_events, published_packages);
            respond(now, r->key, std::move(response));
        } else if (const auto* wanted = std::get_if<events::notifier::state_wanted>(&effect)) {
            const auto id = s.id;
            on_notifier(now, s, s.machine.notify(now, document(now, s, wanted->full)));
            if (watchers.find(id) == nullptr) return;
        } else if (const auto* changed = std::get_if<events::notifier::changed>(&effect)) {
            using state = events::notifier::state;
            if (changed->now == state::pending)
                on_watcher(now, s, watcher_status::pending, watcher_event::subscribe);
            if (changed->now == state::active)
                on_watcher(now, s, watcher_status::active,
                           s.told && s.status == watcher_status::pending ? watcher_event::approved
                                                                         : watcher_event::subscribe);
        } else if (const auto* ended = std::get_if<events::notifier::ended>(&effect)) {
            auto cause = watcher_event::timeout; // also what a NOTIFY refused by 481 comes to
            for (const auto e : {watcher_event::deactivated, watcher_event::probation,
                                 watcher_event::rejected, watcher_event::giveup, watcher_event::noresource})
                if (ended->reason == presence::name(e)) cause = e;
            on_watcher(now, s, watcher_status::terminated, cause);
        }
    }
    settle(s);
}

void presence_server::parts::settle(subscription& s) {
    if (!s.machine.done()) return watchers.index(s);
    const std::string resource = s.resource;
    watchers.erase(s.id);
    if (!watchers.watched(resource) && publications.current(resource, "presence").empty())
        states.forget(resource);
}

events::content presence_server::parts::document(sip::instant now, subscription& s, bool full) {
    if (s.kind == subscription_kind::watcherinfo) return watcherinfo(now, s, full);
    if (s.kind == subscription_kind::list) return s.list->document(now, states, full);
    const auto& state =
        s.policy == watcher_policy::allow ? states.of(s.resource) : states.concealed(s.resource);
    return {"application/pidf+xml", state.document, {}};
}

void presence_server::parts::on_presence(sip::instant now, const std::string& resource) {
    if (!states.renew(resource)) return;
    const std::string etag = states.of(resource).etag;
    for (const auto id : watchers.of(resource, subscription_kind::presence)) {
        auto* s = watchers.find(id);
        if (s == nullptr || s->policy != watcher_policy::allow) continue;
        on_notifier(now, *s, s->machine.on_change(now, etag));
    }
    const auto [from, to] = lists_with.equal_range(resource);
    for (const auto& [member, list] : std::ranges::subrange(from, to))
        for (const auto id : watchers.of(list, subscription_kind::list))
            if (auto* s = watchers.find(id); s != nullptr && s->list->on_presence(resource))
                on_notifier(now, *s, s->machine.on_change(now));
    if (!watchers.watched(resource) && publications.current(resource, "presence").empty())
        states.forget(resource);
}

presence::watcher presence_server::parts::row(sip::instant now, const subscription& s) const {
    presence::watcher out;
    out.id = "w" + std::to_string(s.id);
    out.uri = s.watcher;
    out.status = s.status;
    out.event = s.cause;
    out.display_name = s.display_name;
    if (const auto ends = s.machine.expires_at(); ends && *ends > now.steady)
        out.expiration = std::chrono::ceil<std::chrono::seconds>(*ends - now.steady);
    out.subscribed = std::chrono::floor<std::chrono::seconds>(now.steady - s.begun);
    return out;
}

void presence_server::parts::on_watcher(sip::instant now, subscription& s, watcher_status status,
                                        watcher_event cause) {
    const bool undecided = s.policy == watcher_policy::pending && s.status == watcher_status::pending;
    s.status = status;
    s.cause = cause;
    if (s.kind != subscription_kind::presence) return;
    if (status != watcher_status::terminated) {
        s.told = true;
        return tell_watcher(now, s.resource, row(now, s));
    }
    if (undecided && cause == watcher_event::timeout) {
        if (const auto waits = waiting.add(now, s.resource, row(now, s)))
            return tell_watcher(now, s.resource, *waits);
    }
    if (s.told) tell_watcher(now, s.resource, row(now, s));
}

void presence_server::parts::tell_watcher(sip::instant now, const std::string& resource,
                                          const presence::watcher& changed) {
    for (const auto id : watchers.of(resource, subscription_kind::watcherinfo)) {
        auto* w = watchers.find(id);
        if (w == nullptr || w->changed.size() >= settings.limits.subscriptions) continue;
        w->changed.insert_or_assign(changed.id, changed);
        on_notifier(now, *w, w->machine.on_change(now));
    }
}

void presence_server::parts::decide(sip::instant now, std::string_view presentity, std::string_view watcher,
                                    watcher_policy policy) {
    const auto whose = sip::parse_uri(presentity), whom = sip::parse_uri(watcher);
    const auto resource = whose ? known.resource_of(*whose) : std::nullopt;
    if (!resource || !whom || !known.account_of(*resource)) return;
    const auto who = known.resource_of(*whom).value_or(sip::address_of_record(*whom));
    const auto owner = std::ranges::find(settings.accounts, user_of(*resource), &server_account::user);
    owner->watchers[known.resource_of(*whom) ? std::string(user_of(who)) : who] = policy;
    for (const auto id : watchers.of(*resource, subscription_kind::presence)) {
        auto* s = watchers.find(id);
        if (s == nullptr || s->watcher != who || s->policy == policy) continue;
        s->policy = policy;
        if (policy == watcher_policy::reject) {
            on_notifier(now, *s, s->machine.terminate(now, "rejected"));
        } else if (policy != watcher_policy::pending) {
            const auto& state =
                policy == watcher_policy::allow ? states.of(*resource) : states.concealed(*resource);
            s->machine.name_state(state.etag);
            const bool undecided = s->machine.current() == events::notifier::state::pending;
            on_notifier(now, *s, undecided ? s->machine.grant(now) : s->machine.on_change(now, state.etag));
        }
    }
    // Of somebody else's list the state of this member is another one now.
    const auto [from, to] = lists_with.equal_range(*resource);
    for (const auto& [member, list] : std::ranges::subrange(from, to))
        for (const auto id : watchers.of(list, subscription_kind::list))
            if (auto* s = watchers.find(id); s != nullptr && s->watcher == who) {
                s->list->on_policy(*resource);
                on_notifier(now, *s, s->machine.on_change(now));
            }
}

void presence_server::parts::on_departed(sip::instant now,
                                         const std::vector<waiting_watchers::departed>& gone) {
    for (const auto& d : gone) tell_watcher(now, d.resource, d.row);
}

// RFC 3858 section 3: every document has a version one above that of the last.
events::content presence_server::parts::watcherinfo(sip::instant now, subscription& s, bool full) {
    presence::watcher_list list{s.resource, "presence", {}};
    if (full) {
        for (const auto id : watchers.of(s.resource, subscription_kind::presence))
            if (const auto* w = watchers.find(id); w->status != watcher_status::terminated)
                list.watchers.push_back(row(now, *w));
        for (auto& waits : waiting.of(s.resource)) list.watchers.push_back(std::move(waits));
    } else {
        for (auto& [id, changed] : s.changed) list.watchers.push_back(changed);
    }
    s.changed.clear();
    return {"application/watcherinfo+xml",
            presence::write_watcherinfo({s.version++, full, {std::move(list)}}),
            {}};
}

} // namespace simplespec::agent
