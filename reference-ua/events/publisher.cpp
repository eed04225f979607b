#include "events/publisher.hpp"

#include "events/reading.hpp"
#include "sip/digest_client.hpp"

#include <algorithm>

namespace simplespec::events {
namespace {

// RFC 3903 section 4.1, table 1.
enum class operation : std::uint8_t { initial, refresh, modify, remove };

} // namespace

struct publisher::data {
    data(publisher_settings s, sip::entropy& r)
        : settings(std::move(s)), random(&r), credentials(settings.who.username, settings.who.password),
          interval(settings.expires) {}

    publisher_settings settings;
    sip::entropy* random;
    sip::digest_client credentials;
    std::string call_id, tag;
    std::uint32_t cseq = 0;
    state now_in = state::init;

    std::optional<content> wanted; // what the user wants published
    std::optional<content> held;   // what the compositor holds, as far as we know
    std::string etag;              // of what it holds
    std::chrono::seconds interval; // that we ask for; 423 raises it

    std::optional<operation> under_way;
    content sent; // the body of the PUBLISH under way

    std::optional<sip::time_point> refresh_at, expires_at, retry_at;

    void go(state to, effects& out) {
        if (now_in == to) return;
        now_in = to;
        out.emplace_back(changed{to});
    }

    void forget_publication() {
        held.reset();
        etag.clear();
        refresh_at.reset();
        expires_at.reset();
    }

    // What there is to ask of the compositor, if anything.
    std::optional<operation> next(sip::time_point now) const {
        if (!wanted) return etag.empty() ? std::nullopt : std::optional(operation::remove);
        const bool due = refresh_at && *refresh_at <= now;
        if (etag.empty())
            return !held || due || *held != *wanted ? std::optional(operation::initial) : std::nullopt;
        if (held != wanted) return operation::modify;
        return due ? std::optional(operation::refresh) : std::nullopt;
    }

    sip::composer request(operation op) {
        if (call_id.empty()) {
            call_id = random->token(20);
            tag = random->token(10);
        }
        auto m = sip::composer::request("PUBLISH", settings.target);
        for (const auto& route : settings.route) m.add(sip::header::route, route);
        m.add(sip::header::max_forwards, "70")
            .add(sip::header::from, "<" + settings.from + ">;tag=" + tag)
            .add(sip::header::to, "<" + settings.target + ">")
            .add(sip::header::call_id, call_id)
            .add(sip::header::cseq, std::to_string(++cseq) + " PUBLISH")
            .add(sip::header::event, write(settings.event));
        if (op != operation::initial) m.add(sip::header::sip_if_match, etag);
        m.add(sip::header::expires, std::to_string(op == operation::remove ? 0 : interval.count()));
        if (op == operation::initial || op == operation::modify) put(m, *wanted);
        return m;
    }

    void send(operation op, effects& out) {
        auto m = request(op);
        credentials.sign(m, *random);
        under_way = op;
        sent = op == operation::initial || op == operation::modify ? *wanted : content{};
        retry_at.reset();
        go(state::publishing, out);
        out.emplace_back(
            send_request{std::move(m), settings.route.empty() ? settings.target : settings.route[0]});
    }

    // Send what is due, or rest.
    void proceed(sip::time_point now, effects& out) {
        if (under_way) return;
        if (expires_at && *expires_at <= now) forget_publication();
        if (const auto op = next(now)) return send(*op, out);
        go(held ? state::published : state::init, out);
    }

    void succeed(sip::instant now, const sip::message& response, effects& out) {
        const auto op = *under_way;
        under_way.reset();
        if (op == operation::remove) {
            forget_publication();
            out.emplace_back(confirmed{});
            return proceed(now.steady, out);
        }
        // RFC 3903 section 4.2: the compositor may lower the lifetime, never extend it.
        const auto granted =
            std::min(seconds_of(response, sip::header::expires).value_or(interval), interval);
        if (op != operation::refresh) held = sent;
        if (response.has(sip::header::sip_etag)) etag = response.value(sip::header::sip_etag);
        expires_at = now.steady + std::max(granted, std::chrono::seconds(1));
        refresh_at = now.steady + refresh_after(granted);
        out.emplace_back(confirmed{etag, granted});
        proceed(now.steady, out);
    }

    void fail(sip::instant now, int status, std::optional<std::chrono::seconds> pause, effects& out) {
        under_way.reset();
        out.emplace_back(failed{status, {}});
        if (!pause) return go(state::failed, out);
        retry_at = now.steady + *pause;
        std::get<failed>(out.back()).retry = retry_at;
        go(state::waiting, out);
    }

    void refused(sip::instant now, const sip::message& response, effects& out) {
        const int status = response.status();
        const auto op = *under_way;
        if ((status == 401 || status == 407) && credentials.on_challenge(response)) {
            under_way.reset();
            return proceed_again(op, now.steady, out);
        }
        credentials.on_response(response);
        if (status == 412 && op != operation::initial) {
            // RFC 3903 section 5: discard the entity-tag, and publish afresh.
            under_way.reset();
            forget_publication();
            if (op == operation::remove) out.emplace_back(confirmed{});
            return proceed(now.steady, out);
        }
        const auto least = seconds_of(response, sip::header::min_expires);
        if (status == 423 && op != operation::remove && least && *least > interval) {
            interval = *least;
            under_way.reset();
            return proceed_again(op, now.steady, out);
        }
        const auto pause = seconds_of(response, sip::header::retry_after);
        if (pause || transient(status)) return fail(now, status, pause.value_or(settings.retry), out);
        fail(now, status, {}, out);
    }

    // The same operation once more, or what has become of it meanwhile.
    void proceed_again(operation op, sip::time_point now, effects& out) {
        if (op == operation::refresh && wanted == held) return send(op, out);
        proceed(now, out);
    }
};

publisher::publisher(publisher_settings settings, sip::entropy& random)
    : data_(std::make_unique<data>(std::move(settings), random)) {}
publisher::~publisher() = default;
publisher::publisher(publisher&&) noexcept = default;
publisher& publisher::operator=(publisher&&) noexcept = default;

publisher::effects publisher::publish(sip::instant now, content body) {
    effects out;
    data_->wanted = std::move(body);
    if (!data_->retry_at) data_->proceed(now.steady, out); // a compositor that asked for a pause gets it
    return out;
}

publisher::effects publisher::remove(sip::instant now) {
    effects out;
    data_->wanted.reset();
    if (!data_->retry_at || data_->etag.empty()) {
        data_->retry_at.reset();
        data_->proceed(now.steady, out);
    }
    return out;
}

publisher::effects publisher::on_response(sip::instant now, const sip::message& response) {
    effects out;
    if (!data_->under_way || response.status() < 200 || cseq_of(response) != data_->cseq) return out;
    if (response.status() < 300) {
        data_->credentials.on_response(response);
        data_->succeed(now, response, out);
    } else {
        data_->refused(now, response, out);
    }
    return out;
}

publisher::effects publisher::on_failure(sip::instant now, failure why) {
    effects out;
    if (data_->under_way) data_->fail(now, why == failure::timed_out ? 408 : 503, data_->settings.retry, out);
    return out;
}

publisher::effects publisher::on_timer(sip::instant now) {
    effects out;
    const auto due = deadline();
    if (!due || *due > now.steady) return out;
    data_->retry_at.reset();
    data_->proceed(now.steady, out);
    return out;
}

std::optional<sip::time_point> publisher::deadline() const {
    if (data_->under_way) return {};
    if (data_->retry_at) return data_->retry_at;
    if (data_->now_in == state::failed) return {};
    return data_->refresh_at;
}

publisher::state publisher::current() const { return data_->now_in; }
const std::string& publisher::etag() const { return data_->etag; }

} // namespace simplespec::events
