#include "events/notifier.hpp"

#include "events/reading.hpp"
#include "sip/cursor.hpp"
#include "sip/headers/address.hpp"
#include "sip/transaction/answer.hpp"

#include <algorithm>

namespace simplespec::events {
namespace {

using std::chrono::seconds;
using substate = subscription_state::substate;

// RFC 6665 section 4.2.2: these answers to a NOTIFY end the subscription.
bool ends_subscription(int status) {
    switch (status) {
    case 404:
    case 405:
    case 410:
    case 416:
    case 489:
    case 501:
    case 604:
        return true;
    default:
        return status >= 480 && status <= 485;
    }
}

std::string best_format(const sip::message& request, const notifier_settings& settings) {
    if (settings.formats.empty()) return {};
    for (const auto& format : settings.formats)
        if (accepts(request, format)) return format;
    return settings.formats.front();
}

// What the next NOTIFY is for.
struct due_notify {
    bool full = false; // the whole state
    bool urgent =
        false; // confirms a SUBSCRIBE or tells a new subscription state: not throttled, not suppressed
    bool bare = false; // without a body
};

} // namespace

std::optional<sip::message> refuse_subscribe(const sip::message& request, const notifier_settings& settings,
                                             std::string_view to_tag) {
    const auto answer = [&](int status) { return sip::answer(request, status, to_tag); };
    const auto event = event_of(request);
    if (!event || !contains(settings.packages, event->package))
        return answer(489).add(sip::header::allow_events, list_of(settings.packages)).take();
    const auto asked = seconds_of(request, sip::header::expires);
    if (request.has(sip::header::expires) && !asked) return answer(400).take();
    // RFC 6665 section 4.2.1.1: only above zero, below an hour and below our minimum.
    if (asked && asked->count() > 0 && *asked < seconds(3600) && *asked < settings.min_expires)
        return answer(423).add(sip::header::min_expires, std::to_string(settings.min_expires.count())).take();
    const bool acceptable =
        settings.formats.empty() || !request.has(sip::header::accept) ||
        std::ranges::any_of(settings.formats, [&](const auto& f) { return accepts(request, f); });
    if (!acceptable) return answer(406).take();
    return {};
}

struct notifier::data {
    notifier_settings settings;
    sip::entropy* random;
    state now_in = state::init;
    std::optional<sip::dialog> dialog;
    std::optional<event_type> event;
    std::string tag, format, watcher, reason;
    std::optional<seconds> retry_after;

    std::string etag;     // of the state as it is now
    std::string suppress; // Suppress-If-Match of the last SUBSCRIBE

    std::optional<due_notify> due;
    bool asked = false;                     // state_wanted went out, notify() has not come yet
    std::optional<std::uint32_t> under_way; // CSeq of the NOTIFY that awaits its response
    std::optional<sip::time_point> last_sent, hold_until, expires_at;

    void go(state to, effects& out) {
        if (now_in == to) return;
        now_in = to;
        out.emplace_back(changed{to});
    }

    // RFC 5839 section 6.2: the condition of the last SUBSCRIBE holds for the state as it is now.
    bool suppressed() const { return suppress == "*" || (!etag.empty() && suppress == etag); }

    void want(due_notify what) {
        if (!due) due.emplace();
        due->full |= what.full;
        due->urgent |= what.urgent;
        due->bare = what.bare;
    }

    // When what is due may go out.
    sip::time_point earliest() const {
        auto when = sip::time_point::min();
        if (hold_until) when = *hold_until;
        if (!due->urgent && last_sent) when = std::max(when, *last_sent + settings.throttle);
        return when;
    }

    // Send, or ask for, the NOTIFY that is due, unless one is under way (RFC 6665 section 4.2.2).
    void proceed(sip::instant now, effects& out) {
        if (!due || under_way || asked || earliest() > now.steady) return;
        if (due->bare || now_in == state::pending || suppressed()) return send(now, {}, out);
        asked = true;
        out.emplace_back(state_wanted{due->full});
    }

    void send(sip::instant now, const content& body, effects& out) {
        subscription_state how;
        how.value = now_in == state::terminated ? substate::terminated
                    : now_in == state::pending  ? substate::pending
                                                : substate::active;
        if (how.value == substate::terminated) {
            how.reason = reason;
            how.retry_after = retry_after;
        } else {
            how.expires = remaining(now.steady, *expires_at);
        }
        auto m = dialog->request("NOTIFY");
        m.add(sip::header::contact, "<" + settings.contact + ">")
            .add(sip::header::event, write(*event))
            .add(sip::header::subscription_state, write(how));
        if (!settings.require.empty()) m.add(sip::header::require, settings.require);
        if (!etag.empty() && now_in != state::pending) m.add(sip::header::sip_etag, etag);
        put(m, body);
        under_way = dialog->local_cseq();
        last_sent = now.steady;
        hold_until.reset();
        due.reset();
        asked = false;
        out.emplace_back(send_request{std::move(m), dialog->next_hop()});
    }

    void end(sip::instant now, std::string_view why, due_notify last, effects& out) {
        if (now_in == state::terminated) return;
        reason = why;
        expires_at.reset();
        hold_until.reset();
        go(state::terminated, out);
        out.emplace_back(ended{reason});
        last.urgent = true;
        want(last);
        proceed(now, out);
    }

    // It is gone, and the subscriber cannot or need not be told.
    void vanish(std::string why, effects& out) {
        due.reset();
        asked = false;
        hold_until.reset();
        expires_at.reset();
        if (now_in == state::terminated) return;
        go(state::terminated, out);
        out.emplace_back(ended{std::move(why)});
    }

    sip::composer accept(const sip::message& request, int status, seconds granted) {
        auto ok = sip::answer(request, status, tag);
        for (const auto& row : request.all(sip::header::record_route)) // RFC 3261 section 12.1.1
            ok.add(sip::header::record_route, row.value);
        ok.add(sip::header::contact, "<" + settings.contact + ">")
            .add(sip::header::expires, std::to_string(granted.count()));
        if (!settings.require.empty()) ok.add(sip::header::require, settings.require);
        return ok;
    }

    // RFC 6665 section 4.2.1.1: shorter than asked for, never longer.
    seconds grant(const sip::message& request) const {
        const auto asked_for = seconds_of(request, sip::header::expires).value_or(settings.default_expires);
        return std::min(asked_for, settings.max_expires);
    }

    void take(sip::instant now, const sip::message& request, seconds granted) {
        suppress = request.value(sip::header::suppress_if_match);
        format = best_format(request, settings);
        expires_at = now.steady + granted;
    }

    void begin(sip::instant now, sip::server_key key, const sip::message& request,
               const subscription_state& decision, effects& out) {
        tag = random->token(10);
        const auto refuse = [&](const sip::message& response) {
            out.emplace_back(respond{key, response});
            vanish(std::to_string(response.status()), out);
        };
        if (const auto no = refuse_subscribe(request, settings, tag)) return refuse(*no);
        auto begun = sip::dialog::answering(request, tag);
        if (!begun) return refuse(sip::answer(request, 400, tag).take());
        dialog = std::move(*begun);
        event = event_of(request);
        if (const auto from = sip::parse_from(request.value(sip::header::from)))
            watcher = sip::print(from->target);
        const auto granted = grant(request);
        take(now, request, granted);
        out.emplace_back(respond{key, accept(request, 200, granted).take()});
        go(state::resp_wait, out);
        if (decision.value == substate::terminated) {
            retry_after = decision.retry_after;
            return end(now, decision.reason, {true, true, true}, out);
        }
        const bool pending = decision.value == substate::pending;
        if (granted.count() == 0) return end(now, "timeout", {true, true, pending}, out);
        go(pending ? state::pending : state::active, out);
        want({true, true, false});
        proceed(now, out);
    }

    void renew(sip::instant now, sip::server_key key, const sip::message& request, effects& out) {
        const auto order = dialog->on_request(request);
        const auto refuse = [&](const sip::message& response) { out.emplace_back(respond{key, response}); };
        if (order == sip::in_dialog::out_of_order) return refuse(sip::answer(request, 500, tag).take());
        if (order == sip::in_dialog::unreadable) return refuse(sip::answer(request, 400, tag).take());
        if (const auto no = refuse_subscribe(request, settings, tag)) return refuse(*no);
        dialog->refresh_target(request);
        const auto granted = grant(request);
        take(now, request, granted);
        // RFC 5839 section 6.3: the subscriber has this state, and nothing else is new to it.
        const bool quiet = suppressed() && now_in != state::pending && !(due && due->urgent);
        out.emplace_back(respond{key, accept(request, quiet ? 204 : 200, granted).take()});
        if (quiet) {
            due.reset();
            asked = false;
            if (granted.count() == 0) vanish("timeout", out);
            return;
        }
        if (granted.count() == 0) return end(now, "timeout", {true, true, now_in == state::pending}, out);
        want({true, true, false});
        proceed(now, out);
    }
};

notifier::notifier(notifier_settings settings, sip::entropy& random)
    : data_(std::make_unique<data>(std::move(settings), &random)) {}
notifier::~notifier() = default;
notifier::notifier(notifier&&) noexcept = default;
notifier& notifier::operator=(notifier&&) noexcept = default;

bool notifier::matches(const sip::message& subscribe) const {
    if (!data_->dialog || data_->now_in == state::terminated) return false;
    const auto named = sip::dialog_of_arrived(subscribe);
    return named && *named == data_->dialog->id() && event_of(subscribe) == data_->event;
}

notifier::effects notifier::on_subscribe(sip::instant now, sip::server_key key, const sip::message& request,
                                         const subscription_state& decision) {
    effects out;
    if (data_->now_in == state::init) {
        data_->begin(now, key, request, decision, out);
    } else if (matches(request)) {
        data_->renew(now, key, request, out);
    } else {
        out.emplace_back(respond{key, sip::answer(request, 481, data_->tag).take()});
    }
    return out;
}

notifier::effects notifier::on_change(sip::instant now, std::string_view etag) {
    effects out;
    data_->etag = etag;
    const bool tells = data_->now_in == state::active && !data_->suppressed();
    if (!tells) return out;
    data_->want({});
    data_->proceed(now, out);
    return out;
}

void notifier::name_state(std::string_view etag) { data_->etag = etag; }

notifier::effects notifier::notify(sip::instant now, const content& body) {
    effects out;
    if (data_->asked && data_->due && !data_->under_way) data_->send(now, body, out);
    return out;
}

notifier::effects notifier::grant(sip::instant now) {
    effects out;
    if (data_->now_in != state::pending) return out;
    data_->go(state::active, out);
    data_->want({true, true, false});
    data_->proceed(now, out);
    return out;
}

notifier::effects notifier::terminate(sip::instant now, std::string_view reason,
                                      std::optional<std::chrono::seconds> retry_after) {
    effects out;
    if (data_->now_in == state::init || data_->now_in == state::terminated) return out;
    data_->retry_after = retry_after;
    data_->end(now, reason, {true, true, true}, out);
    return out;
}

notifier::effects notifier::on_response(sip::instant now, const sip::message& response) {
    effects out;
    auto& d = *data_;
    const int status = response.status();
    if (!d.under_way || status < 200 || cseq_of(response) != d.under_way) return out;
    d.under_way.reset();
    if (ends_subscription(status)) {
        d.vanish(std::to_string(status), out);
        return out;
    }
    // Any other failure is of this NOTIFY alone; one that says when to come again gets the newest state then.
    const auto pause = seconds_of(response, sip::header::retry_after);
    if (status >= 500 && pause && d.now_in != state::terminated) {
        d.want({true, false, false});
        d.hold_until = now.steady + *pause;
    }
    d.proceed(now, out);
    return out;
}

notifier::effects notifier::on_failure(sip::instant, failure why) {
    effects out;
    if (!data_->under_way) return out;
    data_->under_way.reset();
    data_->vanish(why == failure::timed_out ? "408" : "503", out);
    return out;
}

notifier::effects notifier::on_timer(sip::instant now) {
    effects out;
    if (data_->expires_at && *data_->expires_at <= now.steady)
        data_->end(now, "timeout", {true, true, true}, out);
    else
        data_->proceed(now, out);
    return out;
}

std::optional<sip::time_point> notifier::deadline() const {
    const auto& d = *data_;
    const bool waits = d.due && !d.under_way && !d.asked;
    return sip::earlier(d.expires_at, waits ? std::optional(d.earliest()) : std::nullopt);
}

notifier::state notifier::current() const { return data_->now_in; }
bool notifier::done() const { return data_->now_in == state::terminated && !data_->due && !data_->under_way; }
const std::optional<event_type>& notifier::event() const { return data_->event; }
const std::string& notifier::format() const { return data_->format; }
sip::dialog_id notifier::dialog() const { return data_->dialog ? data_->dialog->id() : sip::dialog_id{}; }
const std::string& notifier::watcher() const { return data_->watcher; }
std::optional<sip::time_point> notifier::expires_at() const { return data_->expires_at; }

} // namespace simplespec::events
