#pragma once
// The document side of a resource list server: what to tell each subscriber of a list, and when (RFC 4662 section 5).
#include "contacts/rlmi.hpp"
#include "mime/multipart.hpp"
#include "sip/entropy.hpp"
#include "sip/instant.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::contacts {

/// How a resource is at present, from its back-end subscription.
struct resource_state {
    instance_state state = instance_state::unknown; ///< unknown: listed without an instance
    std::string reason{};                           ///< of a terminated one
    std::string content_type{};                     ///< of `body`; empty while there is none
    std::string body{};

    bool operator==(const resource_state&) const = default;
};

/// A resource that a list names.
struct list_resource {
    std::string uri;
    std::vector<presence::note> names{};
};

/// The body of one NOTIFY, for one subscriber.
struct list_document {
    std::string subscriber;
    mime::written_multipart content;
    std::uint32_t version = 0;
    bool full_state = false;
};

struct list_server_settings {
    std::string uri;                       ///< of the list
    std::vector<presence::note> names{};
    std::string content_id_host = "rls.invalid";
    sip::duration throttle{0};             ///< least time between two documents to one subscriber
};

/// One list and those who subscribed to it. Keys of subscribers are the owner's, one per subscription (dialog).
class list_server {
public:
    using effects = std::vector<list_document>;

    list_server(list_server_settings settings, std::vector<list_resource> resources, sip::entropy random);

    /// A SUBSCRIBE, first or refresh: answered with full state at once (RFC 4662 section 5.2).
    effects on_subscribe(sip::instant now, std::string_view subscriber);
    /// The subscription is over.
    void on_unsubscribe(std::string_view subscriber);
    /// The state of a resource changed: partial state to all, at once or when the throttle allows.
    effects on_state(sip::instant now, std::string_view uri, resource_state state);
    /// The list itself changed: full state to all.
    effects on_list(sip::instant now, std::vector<list_resource> resources);
    effects on_timer(sip::instant now);
    std::optional<sip::time_point> deadline() const;

    /// For an owner whose NOTIFYs wait for their responses and pace themselves: take a state in without telling it, ...
    void note_state(std::string_view uri, resource_state state);
    /// ... and make the document at the moment when it can go out: full state, or what `subscriber` was not told yet.
    /// None where full state is not asked for and nothing is new.
    std::optional<list_document> document(sip::instant now, std::string_view subscriber, bool full);

    const resource_state* current(std::string_view uri) const;

private:
    struct subscriber_state {
        std::uint32_t version = 0; ///< of the next document
        std::optional<sip::time_point> next_allowed{};
        std::set<std::string, std::less<>> pending{}; ///< URIs that changed and were not told
        bool full_due = false;
    };
    list_document make(const std::string& key, subscriber_state& to, bool full);
    effects flush(sip::instant now);

    list_server_settings settings_;
    std::vector<list_resource> resources_;
    std::map<std::string, resource_state, std::less<>> states_;
    std::map<std::string, subscriber_state, std::less<>> subscribers_;
    sip::entropy random_;
};

} // namespace simplespec::contacts
