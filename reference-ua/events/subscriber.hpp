#pragma once
// One subscription from the subscriber's side (RFC 6665 section 4.1).
#include "events/content.hpp"
#include "events/effect.hpp"
#include "events/event_type.hpp"
#include "events/subscription_state.hpp"
#include "sip/dialog.hpp"
#include "sip/entropy.hpp"
#include "sip/instant.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace simplespec::events {

struct subscriber_settings {
    std::string target;             ///< Request-URI of the first SUBSCRIBE: the resource
    std::string from;               ///< our address-of-record, as a URI
    std::string contact;            ///< where NOTIFYs reach us, as a URI
    std::vector<std::string> route; ///< preloaded Route values of requests outside a dialog
    event_type event{"presence", {}};
    std::vector<std::string> accept; ///< media types that we read, else 415. Empty: no Accept, any
    std::vector<std::string> supported; ///< option tags: "eventlist"
    std::chrono::seconds expires{3600}; ///< what we ask for
    account who{};
    bool resubscribe = true;        ///< subscribe again by itself where RFC 6665 section 4.1.3 allows it
    std::chrono::seconds retry{60}; ///< pause before a new try where no one said how long
    bool conditional = true;        ///< refresh with Suppress-If-Match (RFC 5839) once a SIP-ETag is known
    sip::timer_settings timers{};   ///< Timer N is 64*T1
};

/// A NOTIFY was accepted. Its body may be empty: the resource is in the package's neutral state.
struct content_arrived {
    content body;
    subscription_state how;
    std::string next_etag; ///< SIP-ETag of the NOTIFY (RFC 5839); empty where none
};

class subscriber {
public:
    /// RFC 6665 section 4.1.2, figure 1.
    enum class state : std::uint8_t { init, notify_wait, pending, active, terminated };

    struct changed {
        state now;
    };
    /// Terminated, by the notifier or for want of an answer.
    struct ended {
        std::string reason; ///< of the Subscription-State, or "timer-n", or a status code "403"
        std::optional<sip::time_point> retry; ///< when it is allowed and intended to subscribe again
    };
    using effect = std::variant<send_request, respond, content_arrived, changed, ended>;
    using effects = std::vector<effect>;

    subscriber(subscriber_settings settings, sip::entropy& random);
    ~subscriber();
    subscriber(subscriber&&) noexcept;
    subscriber& operator=(subscriber&&) noexcept;

    /// Begin (again): a first SUBSCRIBE with a fresh Call-ID. Ignored while a subscription lives.
    effects subscribe(sip::instant now);
    /// Ask once: Expires 0 (RFC 6665 section 4.4.3). Ignored while a subscription lives.
    effects fetch(sip::instant now);
    /// Ask now for the whole state within the subscription; waits for an outstanding SUBSCRIBE.
    effects refresh(sip::instant now);
    /// End it: Expires 0, and wait for the last NOTIFY until Timer N. No retry follows.
    effects unsubscribe(sip::instant now);

    /// The response to our SUBSCRIBE. Provisional ones, and those to another CSeq, are ignored.
    effects on_response(sip::instant now, const sip::message& response);
    effects on_failure(sip::instant now, failure why);

    /// Whether a NOTIFY is for this subscription: Call-ID, To tag and Event, and the peer's tag once it is
    /// known (RFC 6665 section 4.4.1). A NOTIFY that matches no subscriber is answered 481: so are those of
    /// the other branches of a forked SUBSCRIBE, as no package here allows them (RFC 3856 section 6.9, RFC
    /// 4662 section 4.7).
    bool matches(const sip::message& notify) const;
    /// A NOTIFY that matches: answered at once.
    effects on_notify(sip::instant now, sip::server_key key, const sip::message& notify);

    effects on_timer(sip::instant now);
    std::optional<sip::time_point> deadline() const;
    state current() const;
    /// When the subscription ends unless refreshed; none before the first NOTIFY or 200.
    std::optional<sip::time_point> expires_at() const;
    const subscriber_settings& settings() const;

private:
    struct data;
    std::unique_ptr<data> data_;
};

} // namespace simplespec::events
