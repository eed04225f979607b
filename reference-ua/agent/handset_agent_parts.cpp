#include "agent/handset_agent_parts.hpp"

#include "agent/handset_answers.hpp"
#include "presence/pidf.hpp"
#include "sip/cursor.hpp"
#include "sip/headers/address.hpp"
#include "sip/kinds.hpp"
#include "sip/transaction/answer.hpp"
#include "sip/uri.hpp"

#include <utility>

namespace simplespec::agent {
namespace {

using sip::header;

using sip::kinds;

std::string part_of(std::string_view aor, std::string sip::uri::* part) {
    const auto uri = sip::parse_uri(aor);
    return uri ? (*uri).*part : std::string();
}

// RFC 3261 section 10.2: the domain without a user; as it is spelled there, so that an IPv6 literal keeps its
// brackets.
std::string registrar_of(std::string_view aor) {
    const auto at = aor.find('@');
    return at == std::string_view::npos ? std::string(aor) : "sip:" + std::string(aor.substr(at + 1));
}

std::string contact_of(std::string_view user, const sip::hop& at) {
    std::string out = "sip:";
    if (!user.empty()) out.append(user).append("@");
    out += sip::hostport(at);
    if (at.via != sip::transport::udp) out.append(";transport=").append(sip::lowercase(sip::name(at.via)));
    return out;
}

handset_settings with_defects(handset_settings given, const tampering& border) {
    for (const auto* one : border.active())
        if (one->what.handset != nullptr) one->what.handset(given);
    return given;
}

std::string standing_of(registration::state s, int status) {
    using state = registration::state;
    switch (s) {
    case state::registered:
        return "registered";
    case state::init:
        return "unregistered";
    default:
        return "failed: " + std::to_string(status);
    }
}

std::string_view standing_of(events::subscriber::state s) {
    using state = events::subscriber::state;
    switch (s) {
    case state::pending:
        return "pending";
    case state::active:
        return "active";
    default:
        return "subscribing";
    }
}

} // namespace

handset_agent::parts::parts(handset_settings s, sip::hop at, sip::entropy r)
    : border(s.defects, defect_role::client), settings(with_defects(std::move(s), border)),
      local(std::move(at)), random(r), user(part_of(settings.aor, &sip::uri::user)),
      contact(contact_of(user, local)),
      layer({.local = local, .sent_by = {}, .timers = settings.timers}, random),
      binding({.registrar = registrar_of(settings.aor),
               .aor = settings.aor,
               .contact = contact,
               .expires = settings.registration,
               .who = settings.account,
               .retry = settings.retry},
              random),
      publication({.target = settings.aor,
                   .from = settings.aor,
                   .route = {},
                   .expires = settings.publication,
                   .who = settings.account,
                   .retry = settings.retry},
                  random) {}

void handset_agent::parts::subscribe(sip::instant now, std::string_view uri) {
    for (const auto& [id, watching] : watched)
        if (watching.uri == uri && !watching.leaving) return;
    const auto id = ++subscriptions;
    events::subscriber machine(
        {.target = std::string(uri),
         .from = settings.aor,
         .contact = contact,
         .route = {},
         .accept = {"application/pidf+xml", "application/pidf-diff+xml", "application/rlmi+xml",
                    "multipart/related"},
         .supported = {std::string(handset_extensions)},
         .expires = settings.subscription,
         .who = settings.account,
         .retry = settings.retry,
         .timers = settings.timers},
        random);
    auto& one = watched.try_emplace(id, std::string(uri), std::move(machine), rows).first->second;
    act(now, id, one.machine.subscribe(now));
}

std::vector<sip::transmission> handset_agent::parts::flush() {
    std::erase_if(watched, [](const auto& entry) {
        const auto& one = entry.second;
        return one.leaving && one.machine.current() == events::subscriber::state::terminated;
    });
    return border.leaving(std::exchange(out, {}));
}

void handset_agent::parts::act(sip::instant now, const registration::effects& effects) {
    for (const auto& effect : effects)
        std::visit(
            kinds{[&](const events::send_request& wanted) { send(now, wanted, {task::registration}); },
                  [&](const registration::changed& to) {
                      report(now, task_report{"registration", settings.aor, standing_of(to.now, to.status)});
                  }},
            effect);
}

void handset_agent::parts::act(sip::instant now, const events::publisher::effects& effects) {
    const auto tell = [&](std::string standing) {
        report(now, task_report{"publication", settings.aor, std::move(standing)});
    };
    for (const auto& effect : effects)
        std::visit(
            kinds{[&](const events::send_request& wanted) { send(now, wanted, {task::publication}); },
                  [&](const events::publisher::confirmed& c) {
                      tell(c.etag.empty() ? "removed" : "published");
                  },
                  [&](const events::publisher::failed& f) { tell("failed: " + std::to_string(f.status)); },
                  [](const events::publisher::changed&) {}},
            effect);
}

void handset_agent::parts::act(sip::instant now, std::uint64_t id,
                               const events::subscriber::effects& effects) {
    auto& one = watched.at(id);
    const auto tell = [&](std::string standing) {
        report(now, task_report{"subscription", one.uri, std::move(standing)});
    };
    for (const auto& effect : effects)
        std::visit(
            kinds{[&](const events::send_request& wanted) { send(now, wanted, {task::subscription, id}); },
                  [&](const events::respond& answer) {
                      reply(now, answer.key, sip::composer::from(answer.response));
                  },
                  [&](const events::content_arrived& arrived) { read(now, id, arrived); },
                  [&](const events::subscriber::changed& to) {
                      using state = events::subscriber::state;
                      if (to.now == state::notify_wait) {
                          one.list.on_new_subscription();
                          one.copy = {}; // its counter is of one subscription (RFC 5263 section 4.5)
                      }
                      if (to.now != state::terminated) tell(std::string(standing_of(to.now)));
                  },
                  [&](const events::subscriber::ended& e) {
                      tell(e.reason.empty() ? "terminated" : "terminated: " + e.reason);
                  }},
            effect);
}

void handset_agent::parts::send(sip::instant now, const events::send_request& wanted, waiting who) {
    auto request = wanted.request;
    if (!settings.name.empty()) request.add(header::user_agent, settings.name);
    // Within a dialog the route set or the peer's Contact says where to, as far as no name must be resolved.
    const auto composed = request.take();
    const auto to = sip::parse_to(composed.value(header::to));
    const bool within = to && !to->tag().empty();
    const auto named = within ? sip::numeric_hop(wanted.next_hop, settings.server.via) : std::nullopt;
    const auto sent = layer.send(now, std::move(request), named.value_or(settings.server));
    waits.emplace(sent.key, who);
    absorb(now, sent.effects);
}

void handset_agent::parts::reply(sip::instant now, sip::server_key key, sip::composer response) {
    if (!settings.name.empty()) response.add(header::user_agent, settings.name);
    absorb(now, layer.respond(now, key, response.take()));
}

void handset_agent::parts::absorb(sip::instant now, const sip::layer_effects& effects) {
    for (const auto& effect : effects)
        std::visit(kinds{[&](const sip::transmission& t) { out.push_back(t); },
                         [&](const sip::request_arrived& arrived) { on_request(now, arrived); },
                         [&](const sip::response_arrived& arrived) { on_response(now, arrived); },
                         [&](const sip::timed_out& t) { on_failure(now, t.key, events::failure::timed_out); },
                         [&](const sip::transport_failed& t) {
                             on_failure(now, t.key, events::failure::transport_failed);
                         },
                         [](const auto&) {}}, // strays and what is no SIP: silence
                   effect);
}

void handset_agent::parts::on_request(sip::instant now, const sip::request_arrived& arrived) {
    const auto& request = arrived.request;
    if (request.method() == "ACK") return; // is never answered
    const std::string tag = random.token(8);
    if (auto no = refuse_at_handset(request, user, tag)) return reply(now, arrived.key, std::move(*no));
    if (request.method() == "OPTIONS") return reply(now, arrived.key, handset_options(request, tag));
    if (request.method() == "CANCEL") {
        const int status = layer.cancels(request) ? 200 : 481; // RFC 3261 section 9.2
        return reply(now, arrived.key, sip::answer(request, status, tag));
    }
    for (auto& [id, watching] : watched)
        if (watching.machine.matches(request))
            return act(now, id, watching.machine.on_notify(now, arrived.key, request));
    reply(now, arrived.key, unmatched_notify(request, tag));
}

void handset_agent::parts::on_response(sip::instant now, const sip::response_arrived& arrived) {
    const auto found = waits.find(arrived.key);
    if (found == waits.end()) return;
    const auto who = found->second;
    if (arrived.response.status() >= 200) waits.erase(found);
    if (who.whose == task::registration) return act(now, binding.on_response(now, arrived.response));
    if (who.whose == task::publication) return act(now, publication.on_response(now, arrived.response));
    if (const auto one = watched.find(who.subscription); one != watched.end())
        act(now, one->first, one->second.machine.on_response(now, arrived.response));
}

void handset_agent::parts::on_failure(sip::instant now, sip::client_key key, events::failure why) {
    const auto found = waits.find(key);
    if (found == waits.end()) return;
    const auto who = found->second;
    waits.erase(found);
    if (who.whose == task::registration) return act(now, binding.on_failure(now, why));
    if (who.whose == task::publication) return act(now, publication.on_failure(now, why));
    if (const auto one = watched.find(who.subscription); one != watched.end())
        act(now, one->first, one->second.machine.on_failure(now, why));
}

void handset_agent::parts::read(sip::instant now, std::uint64_t id, const events::content_arrived& arrived) {
    using substate = events::subscription_state::substate;
    auto& one = watched.at(id);
    const auto& body = arrived.body;
    const auto type = events::media_type(body.type);
    // RFC 3856 section 6.8: without a document the last one counts; RFC 4662 section 4.5: nothing leaves the list.
    if (body.empty() && one.told) return;
    one.told = one.told || !body.empty();
    if (type == "multipart/related" || type == "application/rlmi+xml")
        return take(now, id, one.list.on_notify(now, body.type, {}, body.octets));
    if (type == "application/pidf-diff+xml") return read_partial(now, id, arrived);
    contacts::applied applied;
    if (body.empty()) {
        // Active without a document: nothing is known of this presentity (RFC 3856 section 6.3).
        presence::presence_document neutral{.entity = one.uri};
        applied = rows.apply(now.wall, one.uri, arrived.how.value == substate::active ? &neutral : nullptr);
    } else {
        const auto charset = events::parameter_of(body.type, "charset");
        const auto document = presence::read_presence_body(type, body.octets, {.charset = charset});
        note_departures(now, one.uri, document.departures);
        if (!document.value) return; // what is known stays
        one.copy.on_other_type();
        applied = rows.apply(now.wall, one.uri, &*document.value);
    }
    take(now, id, {std::move(applied.changes), std::move(applied.departures), false});
}

// RFC 5263 section 4.5: after a gap, and where a difference cannot be applied, a refresh brings the whole. It is asked for
// once; a notifier that answers it by what is broken again is given time.
void handset_agent::parts::read_partial(sip::instant now, std::uint64_t id,
                                        const events::content_arrived& arrived) {
    using outcome = presence::partial_view::outcome;
    constexpr std::chrono::seconds patience{32};
    auto& one = watched.at(id);
    const auto charset = events::parameter_of(arrived.body.type, "charset");
    auto document = presence::read_partial(arrived.body.octets, {.charset = charset});
    auto& departures = document.departures;
    const auto came = document.value ? one.copy.on_document(*document.value, departures) : outcome::broken;
    contacts::list_effects effects;
    if (came == outcome::applied) {
        one.asked_whole.reset();
        effects.changes = rows.apply(now.wall, one.uri, &*one.copy.current()).changes;
    } else if (came != outcome::discarded) {
        effects.refresh = !one.asked_whole || now.steady - *one.asked_whole >= patience;
        if (effects.refresh) one.asked_whole = now.steady;
    }
    effects.departures = std::move(departures);
    take(now, id, effects);
}

void handset_agent::parts::take(sip::instant now, std::uint64_t id, const contacts::list_effects& effects) {
    auto& one = watched.at(id);
    for (const auto& change : effects.changes) report(now, contact_report{change});
    note_departures(now, one.uri, effects.departures);
    if (effects.refresh) act(now, id, one.machine.refresh(now));
}

void handset_agent::parts::note_departures(sip::instant now, std::string_view uri,
                                           const sip::findings& departures) {
    for (const auto& finding : departures) report(now, departure_report{std::string(uri), finding});
}

void handset_agent::parts::report(sip::instant now,
                                  std::variant<contact_report, task_report, departure_report> what) {
    if (reports.size() >= settings.max_reports) reports.pop_front();
    reports.push_back({now, std::move(what)});
}

} // namespace simplespec::agent
