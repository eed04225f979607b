#pragma once
// The reference handset: registers, publishes its user's presence state, watches others, and keeps one
// contact list.
#include "agent/user_state.hpp"
#include "contacts/contact_list.hpp"
#include "events/effect.hpp"
#include "sip/entropy.hpp"
#include "sip/hop.hpp"
#include "sip/node.hpp"
#include "sip/transaction/timers.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace simplespec::agent {

struct handset_settings {
    std::string aor;           ///< address-of-record, "sip:alice@example.com"
    events::account account{}; ///< for the challenges of the server
    sip::hop server{}; ///< where requests go: registrar, compositor and list server, with the transport
    std::string name = "simplespec"; ///< User-Agent; empty: none is sent
    /// Id of the tuple that we publish: one per handset, the same after a restart.
    std::string device = "simplespec";
    bool registers = true;
    std::vector<std::string> watch{}; ///< URIs whose presence is watched, a subscription each
    std::vector<std::string> lists{}; ///< list URIs, a subscription each (RFC 4662)
    std::chrono::seconds registration{3600};
    std::chrono::seconds publication{3600};
    std::chrono::seconds subscription{3600};
    std::chrono::seconds retry{30}; ///< pause after a failure where no one said how long
    std::size_t max_reports = 4096; ///< kept for take_reports(); the oldest fall off
    sip::timer_settings timers{};
    std::vector<std::string> defects{}; ///< names of what it shall do wrong on purpose
};

/// A row of the contact list was added, changed or removed.
struct contact_report {
    contacts::change change;
};
/// How a task of the handset stands: "registration" of the address-of-record, "publication", "subscription"
/// of a URI.
struct task_report {
    std::string task;
    std::string uri;
    std::string standing; ///< "registered", "published", "active", "pending", "terminated: rejected",
                          ///< "failed: 403", ...
};
/// A document departs from its specification, and was read all the same.
struct departure_report {
    std::string uri; ///< of the subscription
    sip::finding finding;
};

struct handset_report {
    sip::instant at;
    std::variant<contact_report, task_report, departure_report> what;
};

/// A node at one address. Everything that its user can do, and everything that its user sees.
class handset_agent : public sip::node {
public:
    /// `local` as peers reach it: it stands in Via and Contact.
    handset_agent(handset_settings settings, sip::hop local, sip::entropy random);
    ~handset_agent() override;

    /// Switch on: register and subscribe.
    std::vector<sip::transmission> start(sip::instant now);
    /// The user chose a state: publish it, the first time or in place of the one before.
    std::vector<sip::transmission> set_state(sip::instant now, const user_state& state);
    /// Publish a document that the user's device made, in place of the one before; or take it back.
    std::vector<sip::transmission> publish(sip::instant now, const std::string& pidf);
    std::vector<sip::transmission> withdraw(sip::instant now);
    /// Watch one more URI, or no longer.
    std::vector<sip::transmission> watch(sip::instant now, std::string_view uri);
    std::vector<sip::transmission> unwatch(sip::instant now, std::string_view uri);
    /// Switch off: remove the publication, unsubscribe, unregister. at_rest() tells when all is answered.
    std::vector<sip::transmission> stop(sip::instant now);
    bool at_rest() const;

    std::vector<sip::transmission> on_reception(sip::instant now, const sip::reception& received) override;
    std::vector<sip::transmission> on_undeliverable(sip::instant now, const sip::transmission& lost) override;
    std::vector<sip::transmission> on_timer(sip::instant now) override;
    std::optional<sip::time_point> deadline() const override;

    const contacts::contact_list& current() const;
    /// What happened since the last call, in order.
    std::vector<handset_report> take_reports();

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

} // namespace simplespec::agent
