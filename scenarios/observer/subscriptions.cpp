#include "scenarios/observer/subscriptions.hpp"

#include "sip/cursor.hpp"

#include <utility>

namespace simplespec::scenarios {

using sip::header;

namespace {

// With an empty notifier tag: the subscription as its initial SUBSCRIBE began it.
std::string key(std::string_view call_id, std::string_view subscriber, std::string_view notifier,
                const outline& o) {
    std::string out(call_id);
    for (const auto part : {subscriber, notifier, o.event}) out.append("\n").append(part);
    if (o.event_id) out.append(";id=").append(*o.event_id);
    return out;
}

std::string interest_key(const observed& subscribe, const outline& o) {
    std::string out = sip::describe(subscribe.source);
    for (const auto& part : {presentity_of(o.from.uri), presentity_of(o.to.uri), std::string(o.event)})
        out.append("\n").append(part);
    return out;
}

// The deadline that the expires parameter of an active or pending Subscription-State sets.
std::optional<std::uint32_t> stated_expires(const sip::message& notify) {
    const auto state = notify.value(header::subscription_state);
    const auto semicolon = state.find(';');
    if (semicolon == std::string_view::npos) return std::nullopt;
    const auto value = parameter(state.substr(semicolon), "expires");
    return value ? read_number(*value) : std::nullopt;
}

} // namespace

bool ends_subscription(int status) {
    switch (status) {
    case 404:
    case 405:
    case 410:
    case 416:
    case 480:
    case 481:
    case 482:
    case 483:
    case 484:
    case 485:
    case 489:
    case 501:
    case 604:
        return true;
    default:
        return false;
    }
}

std::shared_ptr<subscription> subscriptions::of_request(const outline& o, std::string_view method) const {
    const bool notify = method == "NOTIFY";
    const auto subscriber = (notify ? o.to_tag : o.from_tag).value_or(std::string_view());
    const auto notifier = (notify ? o.from_tag : o.to_tag).value_or(std::string_view());
    if (subscriber.empty()) return nullptr;
    if (auto bound = known_.find(key(o.call_id, subscriber, notifier, o))) return bound;
    if (!notify) return nullptr;
    // Another notifier tag than any seen: the subscription that the initial SUBSCRIBE asked for, or a fork of
    // it.
    return known_.find(key(o.call_id, subscriber, {}, o));
}

std::shared_ptr<subscription> subscriptions::only_one(const outline& o, std::string_view method) const {
    const auto subscriber = (method == "NOTIFY" ? o.to_tag : o.from_tag).value_or(std::string_view());
    const auto found = asked_.find(std::string(o.call_id).append("\n").append(subscriber));
    return !found || found->several ? nullptr : found->first;
}

std::shared_ptr<const subscription> subscriptions::ended_before(const observed& subscribe,
                                                                const outline& o) const {
    return ended_.find(interest_key(subscribe, o));
}

void subscriptions::remember_end(const std::shared_ptr<subscription>& s) {
    if (s->initial) ended_.keep(interest_key(*s->initial, read_outline(*s->initial->message)), s);
}

std::shared_ptr<subscription> subscriptions::begin(const outline& o, std::string_view subscriber,
                                                   std::string_view notifier) {
    auto s = std::make_shared<subscription>();
    s->call_id = o.call_id;
    s->subscriber_tag = subscriber;
    s->notifier_tag = notifier;
    s->event = o.event;
    if (o.event_id) s->event_id = std::string(*o.event_id);
    known_.keep(key(o.call_id, subscriber, notifier, o), s);
    return s;
}

// The subscription of this notifier: `s` itself while its notifier is not known, a fork of it once it is
// another.
std::shared_ptr<subscription> subscriptions::bind(const std::shared_ptr<subscription>& s,
                                                  std::string_view notifier_tag) {
    if (s->notifier_tag == notifier_tag || notifier_tag.empty()) return s;
    outline o;
    o.event = s->event;
    if (s->event_id) o.event_id = *s->event_id;
    const auto name = key(s->call_id, s->subscriber_tag, notifier_tag, o);
    if (auto known = known_.find(name)) {
        known->tainted = known->tainted || s->tainted;
        return known;
    }
    auto bound = s;
    if (!s->notifier_tag.empty()) {
        bound = std::make_shared<subscription>(*s);
        bound->last_notify = nullptr;
        bound->notifies = 0;
        bound->notified_since = false;
        bound->document_version.reset();
        bound->document_notify = 0;
        bound->partial.clear();
        bound->terminated = bound->ended = false;
    }
    bound->notifier_tag = notifier_tag;
    known_.keep(name, bound);
    return bound;
}

std::shared_ptr<subscription> subscriptions::take_subscribe(const occasion& met) {
    const auto& o = met.outline;
    auto s = met.subscription;
    const auto subscriber = o.from_tag.value_or(std::string_view());
    if (!o.to_tag) {
        // Sent again with credentials or a longer duration it is still the same attempt; after an answer it
        // is a new one.
        if (!s || s->accepted || s->notifies != 0) s = begin(o, subscriber, {});
        if (!s->initial) s->initial = met.seen;
        const auto name = std::string(o.call_id).append("\n").append(subscriber);
        if (const auto before = asked_.find(name))
            before->several = before->several || before->first != s;
        else
            asked_.keep(name, std::make_shared<asked_for>(asked_for{s}));
    } else if (!s) {
        s = begin(o, subscriber, *o.to_tag);
    }
    s->latest = met.seen;
    s->notified_since = false;
    ++s->unanswered;
    if (met.seen->deviates) s->tainted = true;
    return s;
}

std::shared_ptr<subscription> subscriptions::take_notify(const occasion& met) {
    const auto& o = met.outline;
    const auto notifier = o.from_tag.value_or(std::string_view());
    auto s = met.subscription ? bind(met.subscription, notifier)
                              : begin(o, o.to_tag.value_or(std::string_view()), notifier);
    s->last_notify = met.seen;
    s->notified_since = true;
    ++s->notifies;
    if (met.seen->deviates) s->tainted = true;
    const auto state = met.message().value(header::subscription_state);
    if (sip::iequal(sip::trim(state.substr(0, state.find(';'))), "terminated")) {
        s->terminated = s->ended = true;
        s->until.reset();
        remember_end(s);
    } else if (const auto seconds = stated_expires(met.message())) {
        s->until = met.seen->at.steady + std::chrono::seconds(*seconds);
    }
    return s;
}

bool subscriptions::take_subscribe_answer(const occasion& met) {
    auto s = met.transaction->subscription;
    if (!s) return false;
    if (s->unanswered > 0) --s->unanswered;
    if (met.seen->deviates) s->tainted = true;
    if (met.message().status() >= 300) {
        const bool initial = !met.transaction->asked.to_tag;
        if ((initial && s->notifies == 0) || ends_subscription(met.message().status())) s->ended = true;
        if (!initial && s->ended) remember_end(s);
        if (s->latest == met.transaction->request) s->latest = s->agreed;
        return false;
    }
    const bool notified_before = s->notified_since;
    s = bind(s, met.outline.to_tag.value_or(std::string_view()));
    met.transaction->subscription = s;
    s->ended = s->terminated;
    s->accepted = met.seen;
    s->agreed = met.transaction->request;
    s->granted_before = std::exchange(s->granted, met.outline.expires);
    s->until.reset();
    if (s->granted) s->until = met.seen->at.steady + std::chrono::seconds(*s->granted);
    // RFC 5839 section 6.3: a 204 says that no NOTIFY follows.
    return met.message().status() != 204 && !notified_before && !s->notified_since;
}

void subscriptions::take_notify_answer(const occasion& met) {
    const auto s = met.transaction->subscription;
    if (!s) return;
    if (met.seen->deviates) s->tainted = true;
    if (ends_subscription(met.message().status())) s->ended = true;
}

} // namespace simplespec::scenarios
