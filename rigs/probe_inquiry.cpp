#include "rigs/probe_inquiry.hpp"

#include "sip/headers/date.hpp"
#include "sip/headers/list.hpp"
#include "sip/headers/value.hpp"
#include "sip/transaction/answer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simplespec::rigs {

using sip::header;

namespace {

sip::layer_settings layer_of(const sip::hop& local) {
    sip::layer_settings out;
    out.local = local;
    return out;
}

bool subscribes(question q) { return q == question::presence || q == question::winfo || q == question::list; }

std::string start_line_of(const sip::message& m) {
    return std::string(m.octets().substr(0, m.octets().find_first_of("\r\n")));
}

void add_all(std::set<std::string>& to, const sip::message& m, header h) {
    for (const auto& each : sip::list_values(m, h))
        if (!each.text.empty()) to.emplace(each.text);
}

} // namespace

std::string_view name(question q) {
    constexpr std::string_view names[] = {"OPTIONS over UDP",
                                          "OPTIONS over TCP",
                                          "REGISTER without credentials",
                                          "REGISTER",
                                          "PUBLISH",
                                          "PUBLISH that removes it",
                                          "SUBSCRIBE to presence",
                                          "SUBSCRIBE to presence.winfo",
                                          "SUBSCRIBE to a list"};
    return names[static_cast<std::size_t>(q)];
}

const inquiry_answer* inquiry_findings::find(question q, std::string_view about) const {
    for (const auto& each : answers)
        if (each.what == q && (about.empty() || each.about == about)) return &each;
    return nullptr;
}

bool inquiry_findings::accepted(question q) const {
    return std::ranges::any_of(answers, [&](const auto& each) { return each.what == q && each.accepted(); });
}

inquiry::inquiry(inquiry_settings settings, sip::entropy random)
    : settings_(std::move(settings)), random_(random), layer_(layer_of(settings_.local), random_) {
    for (const auto& each : settings_.users)
        credentials_.emplace_back(each.password.empty()    ? std::string()
                                  : each.auth_user.empty() ? each.user
                                                           : each.auth_user,
                                  each.password);
    plan_.push_back({question::options_udp});
    plan_.push_back({question::options_tcp});
    if (settings_.users.empty()) return;
    const auto aor = "sip:" + settings_.users.front().user + "@" + settings_.domain;
    plan_.push_back({question::registration_bare, 0, aor});
    for (std::size_t i = 0; i < settings_.users.size(); ++i)
        plan_.push_back({question::registration, i, "sip:" + settings_.users[i].user + "@" + settings_.domain});
    plan_.push_back({question::publication, 0, aor});
    plan_.push_back({question::removal, 0, aor});
    plan_.push_back({question::presence, 0, aor});
    plan_.push_back({question::winfo, 0, aor});
    for (const auto& uri : settings_.lists)
        for (std::size_t i = 0; i < settings_.users.size(); ++i) plan_.push_back({question::list, i, uri});
}

// What an earlier answer has decided already.
bool inquiry::pointless(const planned& step) const {
    if (step.what <= question::options_tcp) return false;
    if (step.what == question::list &&
        std::ranges::any_of(learnt_.answers, [&](const auto& a) { return a.lists && a.about == step.uri; }))
        return true;
    return !learnt_.reachable() || (step.what == question::removal && entity_tag_.empty());
}

sip::hop inquiry::target_for(const planned& step) const {
    auto to = settings_.target;
    const bool stream = step.what == question::options_tcp ||
                        (step.what > question::options_tcp && !learnt_.answered(question::options_udp));
    to.via = stream ? sip::transport::tcp : sip::transport::udp;
    return to;
}

sip::composer inquiry::composed(const planned& step) {
    const bool options = step.what <= question::options_tcp;
    const bool registers = step.what == question::registration || step.what == question::registration_bare;
    const bool publishes = step.what == question::publication || step.what == question::removal;
    const std::string_view method = options ? "OPTIONS" : registers ? "REGISTER" : publishes ? "PUBLISH" : "SUBSCRIBE";
    const auto user = settings_.users.empty() ? std::string("probe") : settings_.users[step.user].user;
    const auto own = fmt::format("sip:{}@{}", user, settings_.domain);
    const auto uri = options ? "sip:" + sip::hostport(settings_.target) : registers ? "sip:" + settings_.domain : step.uri;
    auto out = sip::composer::request(method, uri);
    out.add(header::max_forwards, "70")
        .add(header::from, fmt::format("<{}>;tag={}", own, from_tag_))
        .add(header::to, fmt::format("<{}>", registers ? own : uri))
        .add(header::call_id, call_id_)
        .add(header::cseq, fmt::format("{} {}", ++cseq_, method));
    if (options) out.add(header::accept, "application/sdp");
    if (publishes) body_of(out, step);
    if (!subscribes(step.what)) return out;
    // A fetch: an interval of zero asks for one NOTIFY and nothing after it (RFC 6665 section 4.4.3).
    const bool stream = target_for(step).via == sip::transport::tcp;
    out.add(header::contact, fmt::format("<sip:{}@{}{}>", user, sip::hostport(settings_.local), stream ? ";transport=tcp" : ""))
        .add(header::event, step.what == question::winfo ? "presence.winfo" : "presence")
        .add(header::expires, "0");
    if (step.what == question::winfo) out.add(header::accept, "application/watcherinfo+xml");
    if (step.what == question::presence) out.add(header::accept, "application/pidf+xml");
    if (step.what == question::list)
        out.add(header::supported, "eventlist")
            .add(header::accept, "application/pidf+xml, application/rlmi+xml, multipart/related");
    return out;
}

void inquiry::body_of(sip::composer& request, const planned& step) const {
    request.add(header::event, "presence");
    if (step.what == question::removal) {
        request.add(header::expires, "0").add(header::sip_if_match, entity_tag_);
        return;
    }
    request.add(header::expires, std::to_string(interval_));
    request.body("application/pidf+xml",
                 fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
                             "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"{}\">"
                             "<tuple id=\"probe\"><status><basic>open</basic></status></tuple></presence>\r\n",
                             step.uri));
}

void inquiry::ask(sip::instant now) {
    while (!over() && pointless(plan_[step_])) ++step_;
    if (over()) return;
    const auto& step = plan_[step_];
    call_id_ = random_.token(20);
    from_tag_ = random_.token();
    challenged_ = 0;
    undelivered_.clear();
    waits_for_notify_ = subscribes(step.what);
    const bool of_user = step.what == question::registration;
    learnt_.answers.push_back({.what = step.what,
                               .about = of_user ? settings_.users[step.user].user
                                        : step.what == question::list ? step.uri
                                                                      : std::string(),
                               .asker = settings_.users.empty() ? std::string() : settings_.users[step.user].user,
                               .said = "nothing answered"});
    request_ = composed(step);
    asked_ = now.steady;
    send(now);
}

void inquiry::send(sip::instant now) {
    const auto& step = plan_[step_];
    auto ready = *request_;
    const bool bare = step.what <= question::registration_bare;
    if (!bare) credentials_[step.user].sign(ready, random_);
    until_ = now.steady + settings_.patience;
    auto sent = layer_.send(now, std::move(ready), target_for(step));
    pending_ = sent.key;
    carry_out(now, std::move(sent.effects));
}

void inquiry::carry_out(sip::instant now, sip::layer_effects effects) {
    for (auto& effect : effects) {
        if (auto* out = std::get_if<sip::transmission>(&effect)) {
            out_.push_back(std::move(*out));
        } else if (const auto* response = std::get_if<sip::response_arrived>(&effect)) {
            if (response->key == pending_ && response->response.status() >= 200) on_response(now, response->response);
        } else if (const auto* request = std::get_if<sip::request_arrived>(&effect)) {
            on_request(now, *request);
        } else if (const auto* late = std::get_if<sip::timed_out>(&effect)) {
            if (late->key == pending_) fail(now, "nothing answered");
        } else if (const auto* failed = std::get_if<sip::transport_failed>(&effect)) {
            if (failed->key == pending_) fail(now, undelivered_.empty() ? "it could not be sent" : undelivered_);
        }
    }
}

void inquiry::learn(sip::instant now, const sip::message& response) {
    if (const auto server = response.value(header::server); !server.empty()) learnt_.agent = server;
    if (const auto agent = response.value(header::user_agent); learnt_.agent.empty()) learnt_.agent = agent;
    add_all(learnt_.allow, response, header::allow);
    add_all(learnt_.allow_events, response, header::allow_events);
    add_all(learnt_.supported, response, header::supported);
    for (const auto& each : sip::digest_challenges(response)) {
        learnt_.algorithms.insert(each.algorithm.empty() ? "MD5" : each.algorithm);
        learnt_.realms.insert(each.realm);
    }
    if (const auto date = sip::parse_date(response.value(header::date)))
        learnt_.clock_skew = std::chrono::round<std::chrono::seconds>(*date - now.wall);
}

void inquiry::on_response(sip::instant now, const sip::message& response) {
    constexpr int most_tries = 2;
    const auto& step = plan_[step_];
    const int status = response.status();
    pending_.reset();
    learn(now, response);
    current().status = status;
    current().said = start_line_of(response);
    current().took = now.steady - asked_;
    const auto again = [&] {
        request_->set(header::cseq, fmt::format("{} {}", ++cseq_, request_->take().method()));
        send(now);
    };
    if ((status == 401 || status == 407) && step.what > question::registration_bare && challenged_ < most_tries &&
        credentials_[step.user].on_challenge(response)) {
        ++challenged_;
        return again();
    }
    // RFC 3903 section 6 step 5: the server says what it would take.
    const auto least = sip::parse_number(response.value(header::min_expires));
    if (status == 423 && step.what == question::publication && least && *least > interval_ && *least < 86400) {
        interval_ = *least;
        learnt_.names_least_interval = true;
        request_->set(header::expires, std::to_string(interval_));
        return again();
    }
    if (step.what == question::publication && current().accepted()) entity_tag_ = response.value(header::sip_etag);
    if (step.what == question::publication && current().accepted()) learnt_.left_publication = true;
    // 412: it is gone already.
    if (step.what == question::removal && (current().accepted() || status == 412)) learnt_.left_publication = false;
    if (sip::list_has(response, header::require, "eventlist")) current().lists = true;
    if (!current().accepted() || !waits_for_notify_ || current().notified) conclude(now);
}

// Only the NOTIFY of the fetch that is going on is ours (RFC 6665 section 4.1.3).
void inquiry::on_request(sip::instant now, const sip::request_arrived& in) {
    const bool notify = in.request.method() == "NOTIFY";
    const bool known = notify && !over() && in.request.value(header::call_id) == call_id_;
    const int status = !notify ? 405 : known ? 200 : 481;
    auto answer = sip::answer(in.request, status, random_.token());
    if (!notify) answer.add(header::allow, "NOTIFY");
    carry_out(now, layer_.respond(now, in.key, answer.take()));
    if (!known) return;
    current().notified = true;
    if (in.request.has(header::sip_etag)) learnt_.tags_notifications = true;
    if (sip::list_has(in.request, header::require, "eventlist")) current().lists = true;
    if (current().accepted()) conclude(now);
}

void inquiry::conclude(sip::instant now) {
    if (pending_) layer_.abandon(*pending_);
    pending_.reset();
    ++step_;
    ask(now);
}

void inquiry::fail(sip::instant now, std::string why) {
    current().said = std::move(why);
    conclude(now);
}

std::vector<sip::transmission> inquiry::begin(sip::instant now) {
    ask(now);
    return std::exchange(out_, {});
}

std::vector<sip::transmission> inquiry::on_reception(sip::instant now, const sip::reception& received) {
    carry_out(now, layer_.on_reception(now, received));
    return std::exchange(out_, {});
}

std::vector<sip::transmission> inquiry::on_undeliverable(sip::instant now, const sip::transmission& lost) {
    carry_out(now, layer_.on_undeliverable(now, lost));
    return std::exchange(out_, {});
}

std::vector<sip::transmission> inquiry::on_timer(sip::instant now) {
    if (!over() && now.steady >= until_) {
        // An accepted fetch whose NOTIFY never came keeps its answer.
        conclude(now);
    } else {
        carry_out(now, layer_.on_timer(now));
    }
    return std::exchange(out_, {});
}

std::optional<sip::time_point> inquiry::deadline() const {
    if (over()) return layer_.deadline();
    return sip::earlier(std::optional(until_), layer_.deadline());
}

} // namespace simplespec::rigs
