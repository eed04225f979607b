#pragma once
// The subscriptions of the traffic, by Call-ID, tags and event (RFC 6665 section 4.4.1).
#include "scenarios/observer/occasion.hpp"
#include "scenarios/observer/recollection.hpp"

namespace simplespec::scenarios {

class subscriptions {
  public:
    explicit subscriptions(std::size_t limit) : known_(limit), asked_(limit), ended_(limit) {}

    /// The subscription that a SUBSCRIBE or NOTIFY belongs to; null where none is known.
    std::shared_ptr<subscription> of_request(const outline& o, std::string_view method) const;

    /// The one subscription that this subscriber asked for with this Call-ID, whatever its event; null where
    /// there are several, or none was seen to begin.
    std::shared_ptr<subscription> only_one(const outline& o, std::string_view method) const;

    /// The last one that ended of those that this address asked for with the same URIs and package.
    std::shared_ptr<const subscription> ended_before(const observed& subscribe, const outline& o) const;

    /// A new SUBSCRIBE or NOTIFY request.
    std::shared_ptr<subscription> take_subscribe(const occasion& met);
    std::shared_ptr<subscription> take_notify(const occasion& met);
    /// The first final response to one. True where a NOTIFY is due because of it.
    bool take_subscribe_answer(const occasion& met);
    void take_notify_answer(const occasion& met);

  private:
    std::shared_ptr<subscription> begin(const outline& o, std::string_view subscriber,
                                        std::string_view notifier);
    std::shared_ptr<subscription> bind(const std::shared_ptr<subscription>& s, std::string_view notifier_tag);

    struct asked_for {
        std::shared_ptr<subscription> first;
        bool several = false;
    };

    recollection<subscription> known_;
    recollection<asked_for> asked_; // by Call-ID and subscriber's tag
    recollection<const subscription> ended_; // by address, URIs and package
    void remember_end(const std::shared_ptr<subscription>& s);
};

/// Whether an answer of this status ends a subscription, to a refresh or to a NOTIFY (RFC 6665
/// section 4.1.2.2).
bool ends_subscription(int status);

} // namespace simplespec::scenarios
