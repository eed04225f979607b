#pragma once
// The reference presence server: registrar, event state compositor, notifier for presence and presence.winfo,
// list server.
#include "agent/server_settings.hpp"
#include "sip/entropy.hpp"
#include "sip/hop.hpp"
#include "sip/node.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace simplespec::agent {

/// A node at one address, UDP and TCP on the same port. It answers where it was asked from, and sends NOTIFY
/// only to hosts that spoke to it before.
class presence_server : public sip::node {
public:
    /// `local` as peers reach it: it stands in Via and Contact.
    presence_server(server_settings settings, sip::hop local, sip::entropy random);
    ~presence_server() override;

    std::vector<sip::transmission> on_reception(sip::instant now, const sip::reception& received) override;
    std::vector<sip::transmission> on_undeliverable(sip::instant now, const sip::transmission& lost) override;
    std::vector<sip::transmission> on_timer(sip::instant now) override;
    std::optional<sip::time_point> deadline() const override;

    /// A presentity decides about a watcher, both URIs: from now on, and for the subscriptions that are
    /// there. Nothing where the presentity has no account here.
    std::vector<sip::transmission> decide(sip::instant now, std::string_view presentity,
                                          std::string_view watcher, watcher_policy policy);

    /// How much it holds, for tests and tables: live bindings, publications, subscriptions, transactions.
    struct census {
        std::size_t bindings = 0, publications = 0, subscriptions = 0, transactions = 0;
        bool operator==(const census&) const = default;
    };
    census count() const;

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

} // namespace simplespec::agent
