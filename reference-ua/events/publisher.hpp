#pragma once
// One publication from the publisher's side (RFC 3903 section 4).
#include "events/content.hpp"
#include "events/effect.hpp"
#include "events/event_type.hpp"
#include "sip/entropy.hpp"
#include "sip/instant.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace simplespec::events {

struct publisher_settings {
    std::string target;             ///< Request-URI: whose state it is
    std::string from;               ///< our address-of-record, as a URI; also To where it equals target
    std::vector<std::string> route; ///< preloaded Route values
    event_type event{"presence", {}};
    std::chrono::seconds expires{3600};
    account who{};
    std::chrono::seconds retry{30}; ///< pause after a failure where no one said how long
};

/// Keeps one piece of event state published. At most one PUBLISH is under way (RFC 3903 section 4.1 asks to
/// wait for the final response); what changes meanwhile goes into the next one, the newest only.
class publisher {
public:
    enum class state : std::uint8_t {
        init,       ///< nothing published, nothing asked
        publishing, ///< a PUBLISH is under way
        published,  ///< the compositor holds our state
        waiting,    ///< a failure; the next try comes by itself
        failed,     ///< refused for good; publish() tries again
    };

    struct changed {
        state now;
    };
    /// The compositor took what was sent. Empty etag: the publication is removed.
    struct confirmed {
        std::string etag;
        std::chrono::seconds expires{};
    };
    /// A try failed. `retry`: when the next comes by itself.
    struct failed {
        int status = 0; ///< 408 and 503 also stand for timeout and transport failure
        std::optional<sip::time_point> retry;
    };
    using effect = std::variant<send_request, changed, confirmed, failed>;
    using effects = std::vector<effect>;

    publisher(publisher_settings settings, sip::entropy& random);
    ~publisher();
    publisher(publisher&&) noexcept;
    publisher& operator=(publisher&&) noexcept;

    /// Publish this state: the first time, or instead of what is published. Equal content is not sent again.
    effects publish(sip::instant now, content body);
    /// Remove the publication: Expires 0, no body.
    effects remove(sip::instant now);

    /// The response to our PUBLISH. Provisional ones, and those to another CSeq, are ignored.
    effects on_response(sip::instant now, const sip::message& response);
    effects on_failure(sip::instant now, failure why);

    effects on_timer(sip::instant now);
    std::optional<sip::time_point> deadline() const;
    state current() const;
    /// The entity-tag of the last 2xx; empty where nothing is published.
    const std::string& etag() const;

private:
    struct data;
    std::unique_ptr<data> data_;
};

} // namespace simplespec::events
