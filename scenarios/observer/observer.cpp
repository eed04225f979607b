#include "scenarios/observer/observer.hpp"

#include "scenarios/observer/publications.hpp"
#include "scenarios/observer/subscriptions.hpp"
#include "sip/cursor.hpp"

#include <algorithm>
#include <set>

namespace simplespec::scenarios {

using sip::header;

namespace {

constexpr std::size_t octets_kept = 64U << 20U;

// RFC 3261 section 17.2.3: branch, sent-by and method; without the cookie also what RFC 2543 matched by.
std::string transaction_key(const outline& o, std::string_view method) {
    std::string out(method);
    if (o.vias.empty())
        return out.append("\n").append(o.call_id).append("\n").append(std::to_string(o.cseq.value_or(0)));
    const auto& via = o.vias.front();
    out.append("\n").append(via.branch()).append("\n").append(sip::lowercase(via.host));
    if (via.port && *via.port != 5060) out.append(":").append(std::to_string(*via.port));
    if (!sip::iequal(via.branch().substr(0, 7), "z9hG4bK"))
        out.append("\n").append(o.call_id).append("\n").append(std::to_string(o.cseq.value_or(0)));
    return out;
}

// What a response will name: the method of CSeq, also where the request line says another.
std::string transaction_key_of(const outline& o, const sip::message& m) {
    return transaction_key(o, m.is_response() || o.cseq_method.empty() ? std::string_view(m.method()) : o.cseq_method);
}

std::string attempt_key(const outline& o, std::string_view method) {
    return std::string(method).append("\n").append(o.call_id).append("\n").append(o.from_tag.value_or(""));
}

std::string side_key(const outline& o, std::string_view to_tag) {
    return std::string(o.call_id).append("\n").append(o.from_tag.value_or("")).append("\n").append(to_tag);
}

std::string publisher_key(const observed& publish, const outline& o) {
    return sip::describe(publish.source) + "\n" + presentity_of(publish.message->request_uri()) + "\n" +
           std::string(o.event);
}

// Whether what comes back for this request comes back to where we saw it sent from.
bool returns_to_source(const observed& seen, const outline& o) {
    if (seen.retyped || o.vias.empty()) return false;
    const auto& via = o.vias.front();
    if (parameter(via.parameters, "maddr")) return false;
    if (sip::reliable(seen.source.via) || parameter(via.parameters, "rport")) return true;
    return via.port.value_or(5060) == seen.source.port;
}

// Whether a NOTIFY will come to where the SUBSCRIBE was seen sent from: no proxies, and a numeric Contact
// that is it.
bool notified_at_source(const observed& subscribe) {
    const auto& m = *subscribe.message;
    if (subscribe.retyped || m.has(header::record_route) || m.has(header::route)) return false;
    const auto contact = read_uri(read_address(m.value(header::contact)).uri);
    const auto port = contact.port.empty() ? std::optional<std::uint32_t>(5060) : read_number(contact.port);
    return sip::iequal(contact.host, subscribe.source.host) && port == subscribe.source.port;
}

struct promise {
    absence what;
    std::shared_ptr<transaction> by;
    message_copy after; // the message that it should follow
};

} // namespace

struct observer::memory {
    explicit memory(const observer_limits& l)
        : limits(l), transactions(l.transactions, octets_kept), attempts(l.transactions),
          sides(l.transactions), publishers(l.transactions), gaps(l.transactions),
          subscribed(l.subscriptions), published(l.publications, l.tags) {}

    observer_limits limits;
    recollection<transaction> transactions;
    recollection<transaction> attempts; // the latest of a method, Call-ID and From tag
    recollection<dialog_side> sides;
    recollection<transaction> publishers; // the latest PUBLISH of an address for a presentity and package
    recollection<bool> gaps;              // Call-IDs of which a request was missed
    subscriptions subscribed;
    publications published;
    std::multimap<sip::time_point, promise> due;
    std::set<std::pair<sip::hop, sip::hop>> provoked; // who sent whom something wrong on purpose

    void expect(sip::time_point when, promise what) {
        if (due.size() < limits.transactions) due.emplace(when, std::move(what));
    }
    std::shared_ptr<subscription> take_request(const occasion& met);
    void take_response(const occasion& met);
    void expect_notify(const occasion& met);
    bool is_missing(const promise& p) const;
};

observer::observer(observer_limits limits) : memory_(std::make_unique<memory>(limits)) {}
observer::~observer() = default;
observer::observer(observer&&) noexcept = default;
observer& observer::operator=(observer&&) noexcept = default;

occasion observer::meet(const observed& seen) {
    occasion met;
    met.seen = std::make_shared<const observed>(seen);
    if (!seen.message) return met;
    const auto& m = met.message();
    auto& o = met.outline;
    o = read_outline(m);
    met.transaction = memory_->transactions.find(transaction_key_of(o, m));
    met.gap = memory_->gaps.find(std::string(o.call_id)) != nullptr;
    const auto& t = met.transaction;
    if (m.is_response()) {
        met.repeated = t && t->final && t->final->message->status() == m.status();
        // More Via values than its request had are no way back, but a mistake.
        met.relayed = t ? t->relayed || t->asked.vias.size() > 1 : o.vias.size() > 1;
        // What answers a message that was wrong on purpose may be unrecognizable.
        met.tainted = !t && memory_->provoked.contains({seen.destination, seen.source});
        if (t) {
            met.subscription = t->subscription;
            met.publication = t->publication;
            met.tainted = t->tainted;
        }
        return met;
    }
    met.repeated = t != nullptr;
    met.relayed = o.vias.size() > 1;
    if (m.method() == "SUBSCRIBE" || m.method() == "NOTIFY") {
        met.subscription = memory_->subscribed.of_request(o, m.method());
        if (!met.subscription) met.sibling = memory_->subscribed.only_one(o, m.method());
    }
    if (m.method() == "PUBLISH") {
        met.publication = memory_->published.of_request(m, o);
        met.published_before = memory_->publishers.find(publisher_key(seen, o));
    }
    met.tainted = seen.deviates || (t && t->tainted) || (met.subscription && met.subscription->tainted) ||
                  (met.sibling && met.sibling->tainted);
    if (o.to_tag) {
        auto side = memory_->sides.find(side_key(o, *o.to_tag));
        if (!side) side = memory_->sides.find(side_key(o, {}));
        if (side && !(t && t == side->last)) met.before = *side;
    }
    const auto attempt = memory_->attempts.find(attempt_key(o, m.method()));
    if (attempt && attempt != t) met.attempt = attempt;
    if (m.method() == "SUBSCRIBE" && !o.to_tag) met.previous = memory_->subscribed.ended_before(seen, o);
    if (m.method() == "CANCEL")
        for (const auto* method : {"SUBSCRIBE", "NOTIFY", "PUBLISH", "REGISTER", "OPTIONS"})
            if (auto named = memory_->transactions.find(transaction_key(o, method))) met.cancelled = named;
    if (attempt && attempt != t && attempt->final &&
        (attempt->final->message->status() == 401 || attempt->final->message->status() == 407))
        met.challenged = attempt;
    return met;
}

std::shared_ptr<subscription> observer::take(const occasion& met) {
    if (met.seen->deviates && memory_->provoked.size() < memory_->limits.transactions)
        memory_->provoked.emplace(met.seen->source, met.seen->destination);
    if (!met.seen->message) return nullptr;
    if (met.is_request()) return memory_->take_request(met);
    if (!met.transaction) {
        if (!met.gap) memory_->gaps.keep(std::string(met.outline.call_id), std::make_shared<bool>(true));
        return nullptr;
    }
    memory_->take_response(met);
    return met.transaction->subscription;
}

std::shared_ptr<subscription> observer::memory::take_request(const occasion& met) {
    const auto& o = met.outline;
    const auto& m = met.message();
    if (met.transaction) {
        ++met.transaction->requests;
        return met.transaction->subscription;
    }
    auto t = std::make_shared<transaction>();
    t->request = met.seen;
    t->asked = o;
    t->requests = 1;
    t->publication = met.publication;
    if (m.method() == "SUBSCRIBE") t->subscription = subscribed.take_subscribe(met);
    if (m.method() == "NOTIFY") t->subscription = subscribed.take_notify(met);
    t->match = m.value(header::sip_if_match);
    if (m.method() == "PUBLISH" && !t->match.empty())
        t->matched = publications::look_up(met.publication.get(), t->match);
    t->tainted =
        met.tainted || (t->subscription && t->subscription->tainted) || (t->matched && t->matched->tainted);
    transactions.keep(transaction_key_of(o, m), t, m.octets().size());
    if (m.method() == "PUBLISH") publishers.keep(publisher_key(*met.seen, o), t);
    if (m.method() != "ACK") attempts.keep(attempt_key(o, m.method()), t);
    if (o.cseq) {
        auto side = std::make_shared<dialog_side>(dialog_side{*o.cseq, t});
        const auto key = side_key(o, o.to_tag.value_or(std::string_view()));
        const auto known = sides.find(key);
        if (!known || known->cseq <= *o.cseq) sides.keep(key, std::move(side));
    }
    // The Via below the top one is that of the transaction which was passed on.
    if (o.vias.size() > 1) {
        auto below = o;
        below.vias.erase(below.vias.begin());
        if (const auto upstream = transactions.find(transaction_key_of(below, m)))
            upstream->relayed = true;
    }
    if (m.method() != "ACK" && returns_to_source(*met.seen, o))
        expect(met.seen->at.steady + timeout, {absence::response, t, met.seen});
    return t->subscription;
}

void observer::memory::take_response(const occasion& met) {
    auto& t = *met.transaction;
    if (!met.is_final()) {
        t.provisional = true;
        return;
    }
    if (t.final) return;
    t.final = met.seen;
    if (met.seen->deviates) t.tainted = true;
    const auto method = met.message().method();
    if (method == "SUBSCRIBE" && subscribed.take_subscribe_answer(met)) expect_notify(met);
    if (method == "SUBSCRIBE" && met.is_success() && t.subscription && t.subscription->until &&
        notified_at_source(*t.request))
        expect(*t.subscription->until + timeout, {absence::terminated, met.transaction, met.seen});
    if (method == "NOTIFY") subscribed.take_notify_answer(met);
    if (method == "PUBLISH") published.take_answer(met);
}

void observer::memory::expect_notify(const occasion& met) {
    if (notified_at_source(*met.transaction->request))
        expect(met.seen->at.steady + timeout, {absence::notify, met.transaction, met.seen});
}

bool observer::memory::is_missing(const promise& p) const {
    const auto& t = *p.by;
    if (t.disturbed || t.tainted) return false;
    const auto* s = t.subscription.get();
    switch (p.what) {
    case absence::response:
        return !t.final && !t.provisional;
    case absence::notify:
        return s != nullptr && !s->notified_since && !s->ended && s->accepted == p.after;
    case absence::terminated:
        // Only if no later SUBSCRIBE asked for more time, and no NOTIFY moved the end.
        return s != nullptr && !s->ended && s->accepted == p.after && s->unanswered == 0 &&
               s->latest == t.request && s->notifies != 0 && s->until &&
               *s->until <= p.after->at.steady + std::chrono::seconds(s->granted.value_or(0));
    case absence::none:
        break;
    }
    return false;
}

std::vector<occasion> observer::missing(sip::instant now) {
    std::vector<occasion> out;
    auto& due = memory_->due;
    while (!due.empty() && due.begin()->first <= now.steady) {
        const auto p = due.begin()->second;
        due.erase(due.begin());
        if (!memory_->is_missing(p)) continue;
        occasion met;
        met.seen = p.after;
        met.outline = read_outline(met.message());
        met.transaction = p.by;
        met.subscription = p.by->subscription;
        met.publication = p.by->publication;
        met.relayed = p.by->relayed;
        met.missing = p.what;
        met.gap = memory_->gaps.find(std::string(met.outline.call_id)) != nullptr;
        out.push_back(std::move(met));
    }
    return out;
}

void observer::on_gap() {
    for (auto& [when, p] : memory_->due) p.by->disturbed = true;
    memory_->due.clear();
}

} // namespace simplespec::scenarios
