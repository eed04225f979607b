#pragma once
// The inside of the handset agent: the machines, and who waits for which response.
#include "agent/defects/tampering.hpp"
#include "agent/handset_agent.hpp"
#include "agent/registration.hpp"
#include "contacts/list_subscriber.hpp"
#include "events/publisher.hpp"
#include "events/subscriber.hpp"
#include "presence/partial.hpp"
#include "sip/transaction/layer.hpp"

#include <cstdint>
#include <deque>
#include <map>

namespace simplespec::agent {

struct handset_agent::parts {
    parts(handset_settings s, sip::hop at, sip::entropy r);

    /// One URI that is watched. Whether it is a list its notifier decides (RFC 4662 section 4.4).
    struct watching {
        watching(std::string whose, events::subscriber&& s, contacts::contact_list& rows)
            : uri(std::move(whose)), machine(std::move(s)), list(rows) {}
        std::string uri;
        events::subscriber machine;
        contacts::list_subscriber list;
        bool leaving = false;
        bool told = false; ///< a document came in it
        presence::partial_view copy{};                ///< of what partial notifications say
        std::optional<sip::time_point> asked_whole{}; ///< when a full document was asked for; none came since
    };
    enum class task : std::uint8_t { registration, publication, subscription };
    struct waiting {
        task whose;
        std::uint64_t subscription = 0;
    };

    tampering border; // what it does wrong on purpose
    handset_settings settings;
    sip::hop local;
    sip::entropy random;
    std::string user, contact;
    sip::transaction_layer layer;
    registration binding;
    events::publisher publication;
    contacts::contact_list rows;
    std::map<std::uint64_t, watching> watched;
    std::uint64_t subscriptions = 0; // made so far
    std::map<sip::client_key, waiting> waits;
    std::deque<handset_report> reports;
    std::vector<sip::transmission> out;

    void subscribe(sip::instant now, std::string_view uri);
    std::vector<sip::transmission> flush();

    // What the machines want done.
    void act(sip::instant now, const registration::effects& effects);
    void act(sip::instant now, const events::publisher::effects& effects);
    void act(sip::instant now, std::uint64_t id, const events::subscriber::effects& effects);
    void send(sip::instant now, const events::send_request& wanted, waiting who);
    void reply(sip::instant now, sip::server_key key, sip::composer response);

    // What the transaction layer tells.
    void absorb(sip::instant now, const sip::layer_effects& effects);
    void on_request(sip::instant now, const sip::request_arrived& arrived);
    void on_response(sip::instant now, const sip::response_arrived& arrived);
    void on_failure(sip::instant now, sip::client_key key, events::failure why);

    // What the documents say.
    void read(sip::instant now, std::uint64_t id, const events::content_arrived& arrived);
    void read_partial(sip::instant now, std::uint64_t id, const events::content_arrived& arrived);
    void take(sip::instant now, std::uint64_t id, const contacts::list_effects& effects);
    void note_departures(sip::instant now, std::string_view uri, const sip::findings& departures);
    void report(sip::instant now, std::variant<contact_report, task_report, departure_report> what);
};

} // namespace simplespec::agent
