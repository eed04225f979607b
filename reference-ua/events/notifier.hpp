#pragma once
// One subscription from the notifier's side (RFC 6665 section 4.2).
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
#include <string_view>
#include <variant>
#include <vector>

namespace simplespec::events {

struct notifier_settings {
    std::vector<std::string> packages{"presence"}; ///< what Event may name; others are answered 489
    /// Media types that can be sent; an Accept without any of them is answered 406. The first is the default where
    /// there is no Accept. Empty: not checked.
    std::vector<std::string> formats;
    std::string contact; ///< our end of the dialog, as a URI
    /// Require of every NOTIFY and 2xx, "eventlist" (RFC 4662 section 4.1); may be empty.
    std::string require;
    std::chrono::seconds default_expires{3600};
    std::chrono::seconds min_expires{60}; ///< below it 423, except 0 (and except an hour and more)
    std::chrono::seconds max_expires{7200};
    /// Least time between two NOTIFYs; those that confirm a SUBSCRIBE or end it are free.
    std::chrono::milliseconds throttle{0};
};

/// What would keep a SUBSCRIBE from being accepted by itself, whoever sent it: 400, 406, 423, 489. None: go
/// on. Existence of the resource, authentication and Require are its owner's business.
std::optional<sip::message> refuse_subscribe(const sip::message& request, const notifier_settings& settings,
                                             std::string_view to_tag);

/// Answers SUBSCRIBE and keeps the subscriber informed: at most one NOTIFY is under way; what changes
/// meanwhile goes into the next one. The body is asked for at the moment when it can be sent, so that it is
/// always the newest.
class notifier {
public:
    /// RFC 6665 section 4.2.2, figure 2. `terminated` may still await the response to its last NOTIFY: see
    /// done().
    enum class state : std::uint8_t { init, resp_wait, pending, active, terminated };

    /// A NOTIFY is wanted and may go out: answer with notify() at once. `full`: it confirms a SUBSCRIBE or is
    /// the first, so that it tells the whole state; else a package with partial state may tell what is new
    /// since the last notify().
    struct state_wanted {
        bool full = true;
    };
    struct changed {
        state now;
    };
    /// Terminated; `reason` is "timeout", "rejected", ..., or the status of the NOTIFY response that ended
    /// it: "481".
    struct ended {
        std::string reason;
    };
    using effect = std::variant<send_request, respond, state_wanted, changed, ended>;
    using effects = std::vector<effect>;

    notifier(notifier_settings settings, sip::entropy& random);
    ~notifier();
    notifier(notifier&&) noexcept;
    notifier& operator=(notifier&&) noexcept;

    /// Whether a SUBSCRIBE is a refresh of this one: same dialog, same Event with id.
    bool matches(const sip::message& subscribe) const;
    /// A SUBSCRIBE: the first one, or one that matches. It is answered, and its NOTIFY is wanted, except
    /// where the subscriber has the state already (RFC 5839: 204 and no NOTIFY on a refresh; a NOTIFY without
    /// body on a first one). `decision` of a first one: active, pending, or terminated with its reason
    /// ("rejected": politely refused by NOTIFY).
    effects on_subscribe(sip::instant now, sip::server_key key, const sip::message& request,
                         const subscription_state& decision = {});

    /// The state changed. `etag` names it (RFC 5839); the same etag means the same body. Empty: no
    /// conditional forms.
    effects on_change(sip::instant now, std::string_view etag = {});
    /// The state's name without a change to tell: before the first SUBSCRIBE.
    void name_state(std::string_view etag);
    /// The answer to state_wanted.
    effects notify(sip::instant now, const content& body);

    /// The owner of the resource decided on a pending subscription.
    effects grant(sip::instant now);
    /// End it from our side: "rejected", "noresource", "deactivated", "probation", "giveup", ...
    effects terminate(sip::instant now, std::string_view reason,
                      std::optional<std::chrono::seconds> retry_after = {});

    /// The response to our NOTIFY. Provisional ones, and those to another CSeq, are ignored.
    effects on_response(sip::instant now, const sip::message& response);
    effects on_failure(sip::instant now, failure why);

    effects on_timer(sip::instant now);
    std::optional<sip::time_point> deadline() const;
    state current() const;
    /// Terminated, and nothing is under way any more: forget it.
    bool done() const;

    const std::optional<event_type>& event() const;
    /// Of formats, what the subscriber reads best: the first that its last Accept admits.
    const std::string& format() const;
    sip::dialog_id dialog() const;
    /// The subscriber's address, as in From of its first SUBSCRIBE.
    const std::string& watcher() const;
    std::optional<sip::time_point> expires_at() const;

private:
    struct data;
    std::unique_ptr<data> data_;
};

} // namespace simplespec::events
