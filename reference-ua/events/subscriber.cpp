#include "events/subscriber.hpp"

#include "events/reading.hpp"
#include "sip/cursor.hpp"
#include "sip/digest_client.hpp"
#include "sip/headers/list.hpp"
#include "sip/transaction/answer.hpp"

#include <algorithm>

namespace simplespec::events {
namespace {

using std::chrono::seconds;
using substate = subscription_state::substate;

// RFC 6665 section 4.1.2.2: these answers to a refresh end the subscription.
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

enum class wish : std::uint8_t { nothing, keep, once, stop };

struct outstanding {
    std::uint32_t cseq = 0;
    seconds expires{};
    bool first = true;     // outside a dialog
    bool informed = false; // a NOTIFY came since
    bool conditional = false;
};

} // namespace

struct subscriber::data {
    data(subscriber_settings s, sip::entropy& r)
        : settings(std::move(s)), random(&r), credentials(settings.who.username, settings.who.password),
          interval(settings.expires) {}

    subscriber_settings settings;
    sip::entropy* random;
    sip::digest_client credentials;
    seconds interval; // that we ask for; 423 raises it
    state now_in = state::init;
    wish want = wish::nothing;

    std::string call_id, tag;
    std::uint32_t cseq = 0;            // outside the dialog
    std::optional<sip::message> first; // the SUBSCRIBE that a NOTIFY may build its dialog from
    std::optional<sip::dialog> dialog;
    std::optional<outstanding> under_way;
    std::string etag;         // of the state that our owner holds (RFC 5839)
    bool again = false;       // a refresh was asked for while a SUBSCRIBE was under way
    bool short_lived = false; // the last subscription ended as soon as it began
    sip::time_point began;

    std::optional<sip::time_point> timer_n, refresh_at, expires_at, retry_at;

    void go(state to, effects& out) {
        if (now_in == to) return;
        now_in = to;
        out.emplace_back(changed{to});
    }

    bool alive() const {
        return now_in == state::notify_wait || now_in == state::pending || now_in == state::active;
    }

    sip::composer outside() {
        auto m = sip::composer::request("SUBSCRIBE", settings.target);
        for (const auto& route : settings.route) m.add(sip::header::route, route);
        m.add(sip::header::max_forwards, "70")
            .add(sip::header::from, "<" + settings.from + ">;tag=" + tag)
            .add(sip::header::to, "<" + settings.target + ">")
            .add(sip::header::call_id, call_id)
            .add(sip::header::cseq, std::to_string(++cseq) + " SUBSCRIBE");
        return m;
    }

    void send(sip::time_point now, seconds expires, bool conditional, effects& out) {
        auto m = dialog ? dialog->request("SUBSCRIBE") : outside();
        const auto number = dialog ? dialog->local_cseq() : cseq;
        m.add(sip::header::contact, "<" + settings.contact + ">")
            .add(sip::header::event, write(settings.event))
            .add(sip::header::expires, std::to_string(expires.count()));
        if (!settings.accept.empty()) m.add(sip::header::accept, list_of(settings.accept));
        if (!settings.supported.empty()) m.add(sip::header::supported, list_of(settings.supported));
        conditional = conditional && dialog && settings.conditional && !etag.empty();
        if (conditional) m.add(sip::header::suppress_if_match, etag);
        credentials.sign(m, *random);
        if (!dialog) first = m.take();
        under_way = outstanding{number, expires, !dialog, false, conditional};
        again = false;
        refresh_at.reset();
        timer_n = now + settings.timers.timeout();
        const auto hop = dialog                   ? dialog->next_hop()
                         : settings.route.empty() ? settings.target
                                                  : settings.route[0];
        out.emplace_back(send_request{std::move(m), hop});
    }

    void start(sip::time_point now, seconds expires, effects& out) {
        call_id = random->token(20);
        tag = random->token(10);
        dialog.reset();
        etag.clear();
        expires_at.reset();
        retry_at.reset();
        began = now;
        go(state::notify_wait, out);
        send(now, expires, false, out);
    }

    // The next SUBSCRIBE within the dialog, as soon as the one under way is done.
    void ask(sip::time_point now, bool conditional, effects& out) {
        if (!dialog || under_way) {
            again = true;
            return;
        }
        send(now, want == wish::stop ? seconds(0) : interval, conditional, out);
    }

    void end(sip::time_point now, std::string reason, std::optional<seconds> pause, effects& out) {
        under_way.reset();
        first.reset();
        dialog.reset();
        again = false;
        timer_n.reset();
        refresh_at.reset();
        expires_at.reset();
        retry_at.reset();
        if (want != wish::keep || !settings.resubscribe) pause.reset();
        // A notifier that ends every subscription at once must not be asked in a tight loop.
        const bool at_once = now - began < seconds(1);
        if (pause && at_once && short_lived) pause = std::max(*pause, settings.retry);
        short_lived = at_once;
        if (pause) retry_at = now + *pause;
        go(state::terminated, out);
        out.emplace_back(ended{std::move(reason), retry_at});
    }

    void lives_for(sip::time_point now, seconds lifetime) {
        expires_at = now + lifetime;
        refresh_at = now + refresh_after(lifetime);
    }

    void succeeded(sip::instant now, const sip::message& response, effects& out) {
        const auto was = *under_way;
        under_way.reset();
        if (dialog && !was.first && response.has(sip::header::contact)) dialog->refresh_target(response);
        // RFC 5839 section 5.6: no NOTIFY follows a 204.
        const bool quiet = response.status() == 204 && !was.first;
        if (quiet) timer_n.reset();
        if (was.expires.count() == 0) {
            if (quiet) end(now.steady, "timeout", {}, out);
            return;
        }
        // The NOTIFY that came first has told the lifetime already, and is the authority (RFC 6665
        // section 4.1.3).
        if (!was.informed)
            lives_for(now.steady, std::min(seconds_of(response, sip::header::expires).value_or(was.expires),
                                           was.expires));
        if (dialog && again) ask(now.steady, false, out);
    }

    void refused(sip::instant now, const sip::message& response, effects& out) {
        const auto was = *under_way;
        const int status = response.status();
        under_way.reset();
        if ((status == 401 || status == 407) && credentials.on_challenge(response))
            return send(now.steady, was.expires, was.conditional, out);
        credentials.on_response(response);
        // RFC 5839 section 5.8: somebody on the way may not know conditions.
        if (was.conditional && status != 423 && !ends_subscription(status)) settings.conditional = false;
        const auto least = seconds_of(response, sip::header::min_expires);
        if (status == 423 && least && *least > was.expires && was.expires.count() > 0) {
            interval = *least;
            return send(now.steady, interval, was.conditional, out);
        }
        const auto said = seconds_of(response, sip::header::retry_after);
        const bool later = said || transient(status);
        const auto pause = later ? std::optional(said.value_or(settings.retry)) : std::nullopt;
        if (was.first || want == wish::stop) return end(now.steady, std::to_string(status), pause, out);
        if (ends_subscription(status)) // 481: only this subscription is gone, a new one may do
            return end(now.steady, std::to_string(status), status == 481 ? seconds(0) : pause, out);
        timer_n.reset(); // RFC 6665 section 4.1.2.2: still valid until it expires
        refresh_at = now.steady + pause.value_or(settings.retry);
    }

    // What keeps a NOTIFY of ours from being taken: the response that says so.
    std::optional<sip::composer> refuse_notify(const sip::message& notify) {
        for (const auto& option : sip::list_values(notify, sip::header::require))
            if (!option.text.empty() && !contains(settings.supported, sip::lowercase(option.text)))
                return std::move(sip::answer(notify, 420, tag).add(sip::header::unsupported, option.text));
        if (notify.body().empty()) return {};
        const auto encoding = notify.value(sip::header::content_encoding);
        if (!encoding.empty() && !sip::iequal(encoding, "identity"))
            return std::move(sip::answer(notify, 415, tag).add(sip::header::accept_encoding, "identity"));
        const auto type = media_type(notify.value(sip::header::content_type));
        if (settings.accept.empty() || contains(settings.accept, type)) return {};
        return std::move(sip::answer(notify, 415, tag).add(sip::header::accept, list_of(settings.accept)));
    }

    // 0, or the status that a NOTIFY out of its dialog's order deserves.
    int enter_dialog(const sip::message& notify) {
        if (dialog) {
            const auto order = dialog->on_request(notify);
            return order == sip::in_dialog::in_order ? 0 : order == sip::in_dialog::out_of_order ? 500 : 400;
        }
        auto begun = sip::dialog::notified(*first, notify);
        if (!begun) return 400;
        dialog = std::move(*begun);
        return 0;
    }

    void take(sip::instant now, const sip::message& notify, const subscription_state& how, bool readable,
              effects& out) {
        const bool over = how.value == substate::terminated;
        if (under_way) under_way->informed = true;
        if (want != wish::stop || over) timer_n.reset(); // the last NOTIFY is still awaited
        if (!over) {
            if (how.expires && want != wish::stop)
                lives_for(now.steady, *how.expires);
            else if (!expires_at)
                lives_for(now.steady, interval);
            go(how.value == substate::pending ? state::pending : state::active, out);
        }
        const auto named = notify.value(sip::header::sip_etag);
        const bool suppressed =
            notify.body().empty() && !named.empty() && named == etag; // RFC 5839 section 6.2
        if (readable) etag = named;
        if (readable && !suppressed) out.emplace_back(content_arrived{content_of(notify), how, etag});
        if (over) return end(now.steady, how.reason, retry_pause(how, settings.retry), out);
        if (want == wish::once) return end(now.steady, "timeout", {}, out); // one answer was all we asked for
        if (again && !under_way) ask(now.steady, false, out);
    }
};

subscriber::subscriber(subscriber_settings settings, sip::entropy& random)
    : data_(std::make_unique<data>(std::move(settings), random)) {}
subscriber::~subscriber() = default;
subscriber::subscriber(subscriber&&) noexcept = default;
subscriber& subscriber::operator=(subscriber&&) noexcept = default;

subscriber::effects subscriber::subscribe(sip::instant now) {
    effects out;
    if (data_->alive() && data_->want != wish::stop) return out;
    data_->want = wish::keep;
    data_->start(now.steady, data_->interval, out);
    return out;
}

subscriber::effects subscriber::fetch(sip::instant now) {
    effects out;
    if (data_->alive()) return out;
    data_->want = wish::once;
    data_->start(now.steady, seconds(0), out);
    return out;
}

subscriber::effects subscriber::refresh(sip::instant now) {
    effects out;
    if (data_->alive() && data_->want == wish::keep) data_->ask(now.steady, false, out);
    return out;
}

subscriber::effects subscriber::unsubscribe(sip::instant now) {
    effects out;
    data_->want = wish::stop;
    data_->retry_at.reset();
    if (data_->alive()) data_->ask(now.steady, false, out);
    return out;
}

subscriber::effects subscriber::on_response(sip::instant now, const sip::message& response) {
    effects out;
    auto& d = *data_;
    if (!d.under_way || response.status() < 200 || cseq_of(response) != d.under_way->cseq) return out;
    if (response.status() < 300) {
        d.credentials.on_response(response);
        d.succeeded(now, response, out);
    } else {
        d.refused(now, response, out);
    }
    return out;
}

subscriber::effects subscriber::on_failure(sip::instant now, failure why) {
    effects out;
    auto& d = *data_;
    if (!d.under_way) return out;
    const auto was = *d.under_way;
    d.under_way.reset();
    const std::string status = why == failure::timed_out ? "408" : "503";
    // A NOTIFY says that the SUBSCRIBE was taken, whatever became of its response.
    if (was.informed) {
        if (d.again) d.ask(now.steady, false, out);
    } else if (was.first || d.want == wish::stop) {
        d.end(now.steady, status, d.settings.retry, out);
    } else if (why == failure::transport_failed) {
        d.timer_n.reset();
        d.refresh_at = now.steady + d.settings.retry;
    } // after Timer F, Timer N is about to end it
    return out;
}

bool subscriber::matches(const sip::message& notify) const {
    const auto& d = *data_;
    if (!d.alive()) return false;
    const auto named = sip::dialog_of_arrived(notify);
    if (!named || named->call_id != d.call_id || named->local_tag != d.tag) return false;
    if (d.dialog && named->remote_tag != d.dialog->id().remote_tag) return false;
    return event_of(notify) == d.settings.event;
}

subscriber::effects subscriber::on_notify(sip::instant now, sip::server_key key, const sip::message& notify) {
    effects out;
    auto& d = *data_;
    const auto answer = [&](const sip::composer& response) {
        out.emplace_back(respond{key, response.take()});
    };
    const auto how = subscription_state_of(notify);
    const int status = !d.alive() ? 481 : !how ? 400 : d.enter_dialog(notify);
    if (status != 0) {
        answer(sip::answer(notify, status, d.tag));
        return out;
    }
    d.dialog->refresh_target(notify);
    const auto refusal = d.refuse_notify(notify);
    answer(refusal ? *refusal : sip::answer(notify, 200, d.tag));
    d.take(now, notify, *how, !refusal, out);
    return out;
}

subscriber::effects subscriber::on_timer(sip::instant now) {
    effects out;
    auto& d = *data_;
    const auto past = [&](const std::optional<sip::time_point>& t) { return t && *t <= now.steady; };
    if (past(d.retry_at)) {
        d.start(now.steady, d.interval, out);
    } else if (past(d.timer_n)) {
        d.end(now.steady, "timer-n", d.settings.retry, out);
    } else if (past(d.expires_at)) {
        d.end(now.steady, "timeout", seconds(0), out);
    } else if (past(d.refresh_at)) {
        d.refresh_at.reset();
        d.ask(now.steady, true, out);
    }
    return out;
}

std::optional<sip::time_point> subscriber::deadline() const {
    const auto& d = *data_;
    return sip::earlier(sip::earlier(d.retry_at, d.timer_n), sip::earlier(d.expires_at, d.refresh_at));
}

subscriber::state subscriber::current() const { return data_->now_in; }
std::optional<sip::time_point> subscriber::expires_at() const { return data_->expires_at; }
const subscriber_settings& subscriber::settings() const { return data_->settings; }

} // namespace simplespec::events
