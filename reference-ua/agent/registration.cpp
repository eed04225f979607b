#include "agent/registration.hpp"

#include "events/reading.hpp"
#include "sip/headers/address.hpp"
#include "sip/headers/list.hpp"

#include <algorithm>
#include <utility>

namespace simplespec::agent {

using sip::header;
using std::chrono::seconds;

registration::registration(registration_settings settings, sip::entropy& random)
    : settings_(std::move(settings)), random_(&random),
      credentials_(settings_.who.username, settings_.who.password), call_id_(random.token(20)),
      tag_(random.token(10)), interval_(settings_.expires) {}

void registration::send(effects& out) {
    removing_ = !wanted_;
    auto m = sip::composer::request("REGISTER", settings_.registrar);
    m.add(header::max_forwards, "70")
        .add(header::from, "<" + settings_.aor + ">;tag=" + tag_)
        .add(header::to, "<" + settings_.aor + ">")
        .add(header::call_id, call_id_)
        .add(header::cseq, std::to_string(++cseq_) + " REGISTER")
        .add(header::contact, "<" + settings_.contact + ">")
        .add(header::expires, std::to_string(removing_ ? 0 : interval_.count()));
    credentials_.sign(m, *random_);
    under_way_ = true;
    next_.reset();
    state_ = state::registering;
    out.emplace_back(events::send_request{std::move(m), settings_.registrar});
}

void registration::proceed(effects& out) {
    if (under_way_ || wanted_ == bound_) return;
    send(out);
}

registration::effects registration::enter(sip::instant) {
    effects out;
    wanted_ = true;
    proceed(out);
    return out;
}

registration::effects registration::leave(sip::instant) {
    effects out;
    wanted_ = false;
    next_.reset();
    proceed(out);
    if (!under_way_) state_ = state::init;
    return out;
}

// RFC 3261 section 10.2.4: the expires of our own contact counts, else the Expires of the response.
seconds registration::granted(const sip::message& response) const {
    const auto ours = sip::parse_uri(settings_.contact);
    for (const auto& value : sip::list_values(response, header::contact)) {
        const auto bound = sip::parse_contact(value.text);
        if (!bound || bound->star || !ours || !sip::equivalent(bound->where.target, *ours)) continue;
        if (const auto own = bound->expires()) return seconds(*own);
        break;
    }
    return events::seconds_of(response, header::expires).value_or(interval_);
}

void registration::succeed(sip::instant now, const sip::message& response, effects& out) {
    bound_ = !removing_;
    if (bound_) next_ = now.steady + events::refresh_after(std::min(granted(response), interval_));
    state_ = bound_ ? state::registered : state::init;
    out.emplace_back(changed{state_, 0});
    proceed(out);
}

void registration::fail(sip::instant now, int status, std::optional<seconds> pause, effects& out) {
    bound_ = false;                           // what is unsure is asked for again
    if (removing_ && !wanted_) pause.reset(); // it will run out by itself
    state_ = pause ? state::waiting : state::failed;
    if (pause) next_ = now.steady + *pause;
    out.emplace_back(changed{state_, status});
}

registration::effects registration::on_response(sip::instant now, const sip::message& response) {
    effects out;
    const int status = response.status();
    if (!under_way_ || status < 200 || events::cseq_of(response) != cseq_) return out;
    under_way_ = false;
    if ((status == 401 || status == 407) && credentials_.on_challenge(response)) {
        send(out);
        return out;
    }
    credentials_.on_response(response);
    const auto least = events::seconds_of(response, header::min_expires);
    if (status < 300) {
        succeed(now, response, out);
    } else if (status == 423 && least && *least > interval_) {
        interval_ = *least;
        send(out);
    } else {
        const auto said = events::seconds_of(response, header::retry_after);
        const bool later = said || events::transient(status);
        fail(now, status, later ? std::optional(said.value_or(settings_.retry)) : std::nullopt, out);
    }
    return out;
}

registration::effects registration::on_failure(sip::instant now, events::failure why) {
    effects out;
    if (!std::exchange(under_way_, false)) return out;
    fail(now, why == events::failure::timed_out ? 408 : 503, settings_.retry, out);
    return out;
}

registration::effects registration::on_timer(sip::instant now) {
    effects out;
    if (next_ && *next_ <= now.steady && wanted_) send(out);
    return out;
}

std::optional<sip::time_point> registration::deadline() const { return next_; }

} // namespace simplespec::agent
