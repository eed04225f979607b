#pragma once
// What a presence server is made of. For presence_server*.cpp alone.
#include "agent/authentication.hpp"
#include "agent/defects/tampering.hpp"
#include "agent/directory.hpp"
#include "agent/list_subscription.hpp"
#include "agent/presence_server.hpp"
#include "agent/presence_states.hpp"
#include "agent/registrar.hpp"
#include "agent/screening.hpp"
#include "agent/subscriptions.hpp"
#include "agent/waiting.hpp"
#include "events/compositor.hpp"
#include "sip/transaction/layer.hpp"

#include <deque>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace simplespec::agent {

struct presence_server::parts {
    parts(server_settings given, sip::hop at, sip::entropy stream);

    tampering border; // what it does wrong on purpose
    server_settings settings;
    sip::hop local;
    sip::entropy random;
    sip::transaction_layer layer;
    directory known;
    screening screen;
    authentication guard;
    std::optional<sip::server_key> identified; // the request whose sender was identified last
    registrar registry;
    events::compositor publications;
    presence_states states;
    subscriptions watchers;
    waiting_watchers waiting;
    std::multimap<std::string, std::string, std::less<>> lists_with; // member -> lists, all resources

    std::unordered_map<std::uint64_t, std::uint64_t> notifies; // client transaction -> subscription
    std::set<std::string, std::less<>> spoken;                 // hosts that sent us a request
    std::deque<std::string> spoken_order;                      // oldest first
    std::vector<sip::transmission> out;                        // what the present step sends

    // presence_server.cpp: between the transaction layer and the rest
    void on_layer(sip::instant now, sip::layer_effects effects);
    void respond(sip::instant now, sip::server_key key, sip::composer response);
    std::vector<sip::transmission> take() { return border.leaving(std::exchange(out, {})); }

    // presence_server_requests.cpp: each method
    void on_request(sip::instant now, const sip::request_arrived& arrived);
    void on_cancel(sip::instant now, const sip::request_arrived& arrived);
    void on_options(sip::instant now, const sip::request_arrived& arrived);
    void on_register(sip::instant now, const sip::request_arrived& arrived);
    void on_publish(sip::instant now, const sip::request_arrived& arrived);
    void on_subscribe(sip::instant now, const sip::request_arrived& arrived);
    void on_resubscribe(sip::instant now, const sip::request_arrived& arrived, const sip::dialog_id& dialog);
    void refuse(sip::instant now, const sip::request_arrived& arrived, int status,
                std::string_view reason = {});
    void on_compositor(sip::instant now, events::compositor::effects effects);
    /// Who sent it; none where the refusal went out already.
    std::optional<std::string> identify(sip::instant now, const sip::request_arrived& arrived);
    void heard(const sip::hop& from);

    // presence_server_notifies.cpp: what subscriptions ask for
    void begin(sip::instant now, const sip::request_arrived& arrived, subscription_kind kind,
               const std::string& resource, const std::string& watcher);
    events::notifier_settings notifying(subscription_kind kind, const sip::hop& at) const;
    void on_notifier(sip::instant now, subscription& s, events::notifier::effects effects);
    void settle(subscription& s);
    sip::hop reach(const subscription& s, std::string_view next_hop) const;
    events::content document(sip::instant now, subscription& s, bool full);
    void on_presence(sip::instant now, const std::string& resource);
    /// Watcher information changed: tell those who watch the watchers.
    void on_watcher(sip::instant now, subscription& s, presence::watcher_status status,
                    presence::watcher_event cause);
    void tell_watcher(sip::instant now, const std::string& resource, const presence::watcher& changed);
    void decide(sip::instant now, std::string_view presentity, std::string_view watcher,
                watcher_policy policy);
    void on_departed(sip::instant now, const std::vector<waiting_watchers::departed>& gone);
    presence::watcher row(sip::instant now, const subscription& s) const;
    events::content watcherinfo(sip::instant now, subscription& s, bool full);
};

} // namespace simplespec::agent
