#pragma once
// What a rule is called with: a message or a missed deadline, and what was known when it happened. What was
// not seen is unknown, never assumed.
#include "scenarios/observer/observed.hpp"
#include "scenarios/observer/outline.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace simplespec::scenarios {

using message_copy = std::shared_ptr<const observed>;

/// One subscription: a subscriber, a notifier, an event package and perhaps an id (RFC 6665 section 4.5.2).
struct subscription {
    std::string call_id, subscriber_tag, notifier_tag; ///< an unknown notifier tag is empty
    std::string event;
    std::optional<std::string> event_id;
    message_copy initial;                        ///< the SUBSCRIBE that began it; null where it was not seen
    message_copy latest;                         ///< the latest SUBSCRIBE that was not refused
    message_copy accepted;                       ///< the latest 2xx to a SUBSCRIBE
    message_copy agreed;                         ///< the SUBSCRIBE that it answers
    std::optional<std::uint32_t> granted;        ///< seconds, by the latest 2xx
    std::optional<std::uint32_t> granted_before; ///< by the 2xx before that
    std::optional<sip::time_point> until;        ///< when it lapses, by the latest 2xx or NOTIFY
    message_copy last_notify;
    std::size_t notifies = 0;    ///< different NOTIFY requests seen
    std::size_t unanswered = 0;  ///< SUBSCRIBE transactions without a final response yet
    bool notified_since = false; ///< a NOTIFY came after the latest SUBSCRIBE
    std::optional<std::uint32_t>
        document_version;            ///< of the last RLMI or watcherinfo document; kept by the judge
    std::size_t document_notify = 0; ///< `notifies` when it came
    std::vector<message_copy>
        partial;                     ///< the last pidf-full and the differences since; kept by the judge
    bool terminated = false;         ///< a NOTIFY said so
    bool ended = false;              ///< terminated, refused, or given up by an answer
    bool tainted = false;            ///< something of ours in it deviated
};

/// What is known of one entity-tag of a publication.
struct entity_tag {
    enum class standing : std::uint8_t { live, superseded, removed };
    standing now = standing::live;
    std::optional<sip::time_point> until; ///< end of the granted lifetime
    bool tainted = false;
};

/// All entity-tags that were seen to be assigned for one presentity and event package.
struct publication {
    std::string presentity;
    std::string event;
    std::map<std::string, entity_tag, std::less<>> tags;
    /// Who was told by 412 that a tag holds no more: address, tag.
    std::set<std::pair<std::string, std::string>> refused;
};

/// A request, and the responses that match it (RFC 3261 section 17.1.3).
struct transaction {
    message_copy request;
    outline asked;
    message_copy final;       ///< the first final response
    std::size_t requests = 0; ///< copies of the request seen
    bool provisional = false;
    bool relayed = false;   ///< the request was seen to be passed on: another answers it
    bool tainted = false;   ///< the request deviates on purpose, or leans on something that does
    bool disturbed = false; ///< a gap or a refused connection: absence proves nothing
    std::shared_ptr<scenarios::subscription> subscription;
    std::shared_ptr<scenarios::publication> publication;
    std::optional<entity_tag> matched; ///< what was known of the SIP-If-Match tag when the request was sent
    std::string match;                 ///< the SIP-If-Match tag
};

/// The last request that one side sent in a dialog.
struct dialog_side {
    std::uint32_t cseq = 0;
    std::shared_ptr<const scenarios::transaction> last;
};

/// What should have come and did not.
enum class absence : std::uint8_t {
    none,
    response,   ///< any response, 64*T1 after the request
    notify,     ///< a NOTIFY, 64*T1 after the 2xx to a SUBSCRIBE
    terminated, ///< a NOTIFY that ends the subscription, 64*T1 after it lapsed
};

/// The body, read for the rules; opaque here.
struct body_reading;

struct occasion {
    message_copy seen;
    std::shared_ptr<const body_reading> body; ///< null where there is none
    scenarios::outline outline;
    /// Of a request, its own (with `final` where it was answered before); of a response, the one it matches;
    /// null where the request was not seen.
    std::shared_ptr<scenarios::transaction> transaction;
    std::shared_ptr<scenarios::subscription> subscription;
    std::shared_ptr<scenarios::publication> publication;
    /// Of a NOTIFY or refresh that belongs to no known subscription: the only one that its Call-ID and
    /// subscriber's tag were seen to ask for, so that the two differ in Event or notifier tag.
    std::shared_ptr<const scenarios::subscription> sibling;
    /// The last request before this one that its sender sent in the same dialog.
    std::optional<dialog_side> before;
    /// Of a PUBLISH, the last one before it from the same address for the same presentity and package.
    std::shared_ptr<const scenarios::transaction> published_before;
    /// A request of the same method, Call-ID and From tag that was challenged, and its 401 or 407.
    std::shared_ptr<const scenarios::transaction> challenged;
    /// The last request before this one of the same method, Call-ID and From tag.
    std::shared_ptr<const scenarios::transaction> attempt;
    /// Of a CANCEL, the transaction that it names, where that is no INVITE.
    std::shared_ptr<const scenarios::transaction> cancelled;
    /// Of a SUBSCRIBE outside a dialog, the last subscription that this address had for the same URIs and package, and
    /// that has ended.
    std::shared_ptr<const scenarios::subscription> previous;
    bool repeated = false; ///< this message was seen before: same transaction, and of a response, same status
    bool relayed =
        false; ///< its sender only passes it on: a request with several Via values, a response to such
    bool tainted = false; ///< leans on something that deviated on purpose
    bool gap =
        false; ///< a response to a request that was not seen bears this Call-ID: more may have been missed
    absence missing = absence::none; ///< then `seen` is the message that should have been followed

    const sip::message& message() const { return *seen->message; }
    bool is_request() const { return message().is_request(); }
    bool is_request(std::string_view method) const { return is_request() && message().method() == method; }
    bool is_response() const { return message().is_response(); }
    bool is_response(std::string_view method) const { return is_response() && message().method() == method; }
    bool is_final() const { return message().status() >= 200; }
    bool is_success() const { return message().status() / 100 == 2; }
};

} // namespace simplespec::scenarios
