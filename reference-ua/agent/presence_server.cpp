#include "agent/presence_server_parts.hpp"

#include "sip/transaction/answer.hpp"

#include <variant>

namespace simplespec::agent {
namespace {

events::compositor_settings compositor_of(const server_settings& s) {
    return {.packages = {"presence"},
            .formats = {std::string(readable_bodies)},
            .default_expires = s.publication.usual,
            .min_expires = s.publication.least,
            .max_expires = s.publication.most,
            .max_octets = s.limits.message_octets,
            .max_publications = s.limits.publications,
            .max_total = s.limits.all_publications};
}

server_settings with_defects(server_settings given, const tampering& border) {
    for (const auto* one : border.active())
        if (one->what.server != nullptr) one->what.server(given);
    return given;
}

} // namespace

presence_server::parts::parts(server_settings given, sip::hop at, sip::entropy stream)
    : border(given.defects, defect_role::server), settings(with_defects(std::move(given), border)),
      local(std::move(at)), random(stream),
      layer({.local = local,
             .sent_by = {},
             .timers = settings.timers,
             .max_transactions = settings.limits.transactions,
             .honours_maddr = [this](std::string_view host) { return spoken.contains(host); }},
            random),
      known(settings, local.host), screen(settings, known, random), guard(settings, known, random),
      registry(settings, random), publications(compositor_of(settings), random), states(publications, random),
      waiting(settings.limits.waiting, settings.giveup) {
    for (const auto& list : settings.lists) {
        const auto uri = sip::parse_uri(list.uri);
        const auto name = uri ? known.resource_of(*uri) : std::nullopt;
        if (!name) continue;
        for (const auto& member : list.members) {
            const auto who = sip::parse_uri(member.uri);
            if (const auto resource = who ? known.resource_of(*who) : std::nullopt)
                lists_with.emplace(*resource, *name);
        }
    }
}

void presence_server::parts::respond(sip::instant now, sip::server_key key, sip::composer response) {
    if (!settings.name.empty()) response.add(sip::header::server, settings.name);
    auto answer = response.take();
    if (key == identified && answer.status() / 100 == 2) {
        if (const auto proof = guard.confirmation(answer.body()); !proof.empty())
            answer = response.add(sip::header::authentication_info, proof).take();
    }
    on_layer(now, layer.respond(now, key, answer));
}

void presence_server::parts::on_layer(sip::instant now, sip::layer_effects effects) {
    const auto subscription_of = [&](sip::client_key key) -> subscription* {
        const auto found = notifies.find(static_cast<std::uint64_t>(key));
        return found == notifies.end() ? nullptr : watchers.find(found->second);
    };
    const auto failed = [&](sip::client_key key, events::failure why) {
        if (auto* s = subscription_of(key)) on_notifier(now, *s, s->machine.on_failure(now, why));
        notifies.erase(static_cast<std::uint64_t>(key));
    };
    for (auto& effect : effects) {
        if (auto* t = std::get_if<sip::transmission>(&effect)) {
            out.push_back(std::move(*t));
        } else if (const auto* r = std::get_if<sip::request_arrived>(&effect)) {
            on_request(now, *r);
        } else if (const auto* answer = std::get_if<sip::response_arrived>(&effect)) {
            if (auto* s = subscription_of(answer->key))
                on_notifier(now, *s, s->machine.on_response(now, answer->response));
            if (answer->response.status() >= 200) notifies.erase(static_cast<std::uint64_t>(answer->key));
        } else if (const auto* late = std::get_if<sip::timed_out>(&effect)) {
            failed(late->key, events::failure::timed_out);
        } else if (const auto* lost = std::get_if<sip::transport_failed>(&effect)) {
            failed(lost->key, events::failure::transport_failed);
        } // stray responses and unreadable octets are nothing to answer
    }
}

presence_server::presence_server(server_settings settings, sip::hop local, sip::entropy random)
    : parts_(std::make_unique<parts>(std::move(settings), std::move(local), random)) {}
presence_server::~presence_server() = default;

std::vector<sip::transmission> presence_server::on_reception(sip::instant now,
                                                             const sip::reception& received) {
    for (const auto& seen : parts_->border.arriving(received))
        parts_->on_layer(now, parts_->layer.on_reception(now, seen));
    return parts_->take();
}

std::vector<sip::transmission> presence_server::on_undeliverable(sip::instant now,
                                                                 const sip::transmission& lost) {
    parts_->on_layer(now, parts_->layer.on_undeliverable(now, lost));
    return parts_->take();
}

std::vector<sip::transmission> presence_server::on_timer(sip::instant now) {
    parts_->on_layer(now, parts_->layer.on_timer(now));
    parts_->registry.on_timer(now);
    parts_->on_compositor(now, parts_->publications.on_timer(now));
    while (auto* s = parts_->watchers.due(now.steady)) parts_->on_notifier(now, *s, s->machine.on_timer(now));
    parts_->on_departed(now, parts_->waiting.on_timer(now));
    return parts_->take();
}

std::optional<sip::time_point> presence_server::deadline() const {
    const auto soft = sip::earlier(parts_->registry.deadline(), parts_->waiting.deadline());
    return sip::earlier(sip::earlier(parts_->layer.deadline(), soft),
                        sip::earlier(parts_->publications.deadline(), parts_->watchers.deadline()));
}

std::vector<sip::transmission> presence_server::decide(sip::instant now, std::string_view presentity,
                                                       std::string_view watcher, watcher_policy policy) {
    parts_->decide(now, presentity, watcher, policy);
    return parts_->take();
}

presence_server::census presence_server::count() const {
    return {parts_->registry.count(), parts_->publications.count(), parts_->watchers.count(),
            parts_->layer.client_count() + parts_->layer.server_count()};
}

} // namespace simplespec::agent
