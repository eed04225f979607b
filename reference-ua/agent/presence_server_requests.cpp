#include "agent/presence_server_parts.hpp"

#include "events/content.hpp"
#include "events/event_type.hpp"
#include "presence/pidf.hpp"
#include "sip/headers/address.hpp"
#include "sip/headers/list.hpp"
#include "sip/transaction/answer.hpp"

#include <string>
#include <variant>

namespace simplespec::agent {

using sip::header;

namespace {

constexpr std::size_t most_hosts = 4096;

sip::uri uri_in(const sip::message& request, header h) {
    const auto address = sip::parse_address(request.value(h));
    return address ? address->target : sip::uri{};
}

// RFC 3903 section 6 leaves the body's validity to its package: one that is no document at all would be told
// to nobody.
bool readable(const sip::message& publish) {
    if (publish.body().empty() || events::media_type(publish.value(header::content_type)) != readable_bodies)
        return true;
    return presence::read_pidf(publish.body()).value.has_value();
}

} // namespace

void presence_server::parts::heard(const sip::hop& from) {
    if (!spoken.insert(from.host).second) return;
    spoken_order.push_back(from.host);
    if (spoken_order.size() <= most_hosts) return;
    spoken.erase(spoken_order.front());
    spoken_order.pop_front();
}

void presence_server::parts::refuse(sip::instant now, const sip::request_arrived& arrived, int status,
                                    std::string_view reason) {
    respond(now, arrived.key, sip::answer(arrived.request, status, random.token(8), reason));
}

std::optional<std::string> presence_server::parts::identify(sip::instant now,
                                                            const sip::request_arrived& arrived) {
    identified = arrived.key;
    auto who = guard.identify(now, arrived.request);
    if (!who) {
        respond(now, arrived.key, std::move(who.error()));
        return std::nullopt;
    }
    // Nobody speaks in the name of another user of ours.
    const auto from = known.resource_of(uri_in(arrived.request, header::from));
    if (from && *from != *who && known.account_of(*from) != nullptr) {
        refuse(now, arrived, 403);
        return std::nullopt;
    }
    return *who;
}

void presence_server::parts::on_request(sip::instant now, const sip::request_arrived& arrived) {
    const auto method = arrived.request.method();
    if (method == "ACK") return;
    heard(arrived.received.from);
    if (method == "CANCEL") return on_cancel(now, arrived);
    const bool over_udp = !sip::reliable(arrived.received.from.via);
    if (auto no = screen.refuse(now, arrived.request, over_udp))
        return respond(now, arrived.key, std::move(*no));
    if (method == "OPTIONS")
        on_options(now, arrived);
    else if (method == "REGISTER")
        on_register(now, arrived);
    else if (method == "PUBLISH")
        on_publish(now, arrived);
    else
        on_subscribe(now, arrived);
}

// RFC 3261 section 9.2: what it would cancel is answered already, so that it changes nothing.
void presence_server::parts::on_cancel(sip::instant now, const sip::request_arrived& arrived) {
    refuse(now, arrived, layer.cancels(arrived.request) ? 200 : 481);
}

// RFC 3261 section 11.2: as an INVITE would be answered, as far as the target goes, and what we can do.
void presence_server::parts::on_options(sip::instant now, const sip::request_arrived& arrived) {
    const auto uri = sip::parse_uri(arrived.request.request_uri());
    if (const auto resource = known.resource_of(*uri); resource && !known.exists(*resource))
        return refuse(now, arrived, 404);
    auto ok = sip::answer(arrived.request, 200, random.token(8));
    ok.add(header::allow, allowed_methods)
        .add(header::accept, readable_bodies)
        .add(header::accept_encoding, "identity")
        .add(header::accept_language, "en")
        .add(header::supported, supported_extensions)
        .add(header::allow_events, published_packages);
    respond(now, arrived.key, std::move(ok));
}

void presence_server::parts::on_register(sip::instant now, const sip::request_arrived& arrived) {
    const auto resource = known.resource_of(uri_in(arrived.request, header::to));
    if (!resource || !known.exists(*resource) || known.list(*resource) != nullptr)
        return refuse(now, arrived, 404);
    const auto who = identify(now, arrived);
    if (!who) return;
    // RFC 3261 section 10.3 step 4: only the owner changes bindings.
    if (*who != *resource && !known.open()) return refuse(now, arrived, 403);
    respond(now, arrived.key, registry.on_register(now, *resource, arrived.request));
}

void presence_server::parts::on_publish(sip::instant now, const sip::request_arrived& arrived) {
    const auto resource = known.resource_of(*sip::parse_uri(arrived.request.request_uri()));
    if (!resource || !known.exists(*resource) || known.list(*resource) != nullptr)
        return refuse(now, arrived, 404);
    const auto who = identify(now, arrived);
    if (!who) return;
    if (*who != *resource && !known.open()) return refuse(now, arrived, 403);
    if (!readable(arrived.request)) return refuse(now, arrived, 400, "No Presence Document");
    on_compositor(now, publications.on_publish(now, *resource, arrived.key, arrived.request));
}

void presence_server::parts::on_compositor(sip::instant now, events::compositor::effects effects) {
    for (auto& effect : effects) {
        if (const auto* r = std::get_if<events::respond>(&effect)) {
            auto response = sip::composer::from(r->response);
            // RFC 6665 section 4.4.4: every list of packages is the whole list.
            if (r->response.has(header::allow_events)) response.set(header::allow_events, published_packages);
            respond(now, r->key, std::move(response));
        } else
            on_presence(now, std::get<events::compositor::state_changed>(effect).resource);
    }
}

void presence_server::parts::on_subscribe(sip::instant now, const sip::request_arrived& arrived) {
    const auto dialog = sip::dialog_of_arrived(arrived.request);
    if (dialog && !dialog->local_tag.empty()) return on_resubscribe(now, arrived, *dialog);
    const auto resource = known.resource_of(*sip::parse_uri(arrived.request.request_uri()));
    if (!resource || !known.exists(*resource)) return refuse(now, arrived, 404);
    const auto who = identify(now, arrived);
    if (!who) return;
    const auto event = events::event_of(arrived.request);
    const bool list = known.list(*resource) != nullptr;
    if (!event || (event->package != "presence" && (event->package != "presence.winfo" || list))) {
        auto no = sip::answer(arrived.request, 489, random.token(8));
        return respond(now, arrived.key, std::move(no.add(header::allow_events, published_packages)));
    }
    const auto kind = list                           ? subscription_kind::list
                      : event->package == "presence" ? subscription_kind::presence
                                                     : subscription_kind::watcherinfo;
    if (const auto no =
            events::refuse_subscribe(arrived.request, notifying(kind, arrived.received.to), random.token(8)))
        return respond(now, arrived.key, sip::composer::from(*no));
    if (list)
        if (auto no = refuse_list(arrived.request, random.token(8)))
            return respond(now, arrived.key, std::move(*no));
    if (watchers.count() >= settings.limits.subscriptions) {
        auto no = sip::answer(arrived.request, 503, random.token(8));
        return respond(now, arrived.key, std::move(no.add(header::retry_after, "60")));
    }
    begin(now, arrived, kind, *resource, *who);
}

void presence_server::parts::on_resubscribe(sip::instant now, const sip::request_arrived& arrived,
                                            const sip::dialog_id& dialog) {
    for (const auto id : watchers.in_dialog(dialog)) {
        auto* s = watchers.find(id);
        if (!s->machine.matches(arrived.request)) continue;
        // RFC 3856 section 6.6.1: refreshes are authenticated as well.
        const auto who = identify(now, arrived);
        if (!who) return;
        if (*who != s->watcher) return refuse(now, arrived, 403);
        s->peer = arrived.received.from;
        s->local = arrived.received.to;
        return on_notifier(now, *s, s->machine.on_subscribe(now, arrived.key, arrived.request));
    }
    refuse(now, arrived, 481, "Subscription Does Not Exist");
}

} // namespace simplespec::agent
