#include "agent/handset_agent.hpp"

#include "agent/handset_agent_parts.hpp"

#include <algorithm>

namespace simplespec::agent {

handset_agent::handset_agent(handset_settings settings, sip::hop local, sip::entropy random)
    : parts_(std::make_unique<parts>(std::move(settings), std::move(local), random)) {}
handset_agent::~handset_agent() = default;

std::vector<sip::transmission> handset_agent::start(sip::instant now) {
    auto& p = *parts_;
    if (p.settings.registers) p.act(now, p.binding.enter(now));
    for (const auto& uri : p.settings.lists) p.subscribe(now, uri);
    for (const auto& uri : p.settings.watch) p.subscribe(now, uri);
    return p.flush();
}

std::vector<sip::transmission> handset_agent::set_state(sip::instant now, const user_state& state) {
    const auto& known = parts_->settings;
    return publish(now, user_document(state, known.aor, known.device, now.wall));
}

std::vector<sip::transmission> handset_agent::publish(sip::instant now, const std::string& pidf) {
    parts_->act(now, parts_->publication.publish(now, {"application/pidf+xml", pidf, ""}));
    return parts_->flush();
}

std::vector<sip::transmission> handset_agent::withdraw(sip::instant now) {
    parts_->act(now, parts_->publication.remove(now));
    return parts_->flush();
}

std::vector<sip::transmission> handset_agent::watch(sip::instant now, std::string_view uri) {
    parts_->subscribe(now, uri);
    return parts_->flush();
}

std::vector<sip::transmission> handset_agent::unwatch(sip::instant now, std::string_view uri) {
    for (auto& [id, watching] : parts_->watched) {
        if (watching.uri != uri || watching.leaving) continue;
        watching.leaving = true;
        parts_->act(now, id, watching.machine.unsubscribe(now));
    }
    return parts_->flush();
}

std::vector<sip::transmission> handset_agent::stop(sip::instant now) {
    auto& p = *parts_;
    p.act(now, p.publication.remove(now));
    for (auto& [id, watching] : p.watched) {
        watching.leaving = true;
        p.act(now, id, watching.machine.unsubscribe(now));
    }
    p.act(now, p.binding.leave(now));
    return p.flush();
}

bool handset_agent::at_rest() const {
    using binding_state = registration::state;
    using publication_state = events::publisher::state;
    const auto& p = *parts_;
    const auto binding = p.binding.current();
    const auto publication = p.publication.current();
    return p.watched.empty() && (binding == binding_state::init || binding == binding_state::failed) &&
           (publication == publication_state::init || publication == publication_state::failed);
}

std::vector<sip::transmission> handset_agent::on_reception(sip::instant now, const sip::reception& received) {
    for (const auto& seen : parts_->border.arriving(received))
        parts_->absorb(now, parts_->layer.on_reception(now, seen));
    return parts_->flush();
}

std::vector<sip::transmission> handset_agent::on_undeliverable(sip::instant now,
                                                               const sip::transmission& lost) {
    parts_->absorb(now, parts_->layer.on_undeliverable(now, lost));
    return parts_->flush();
}

std::vector<sip::transmission> handset_agent::on_timer(sip::instant now) {
    auto& p = *parts_;
    p.absorb(now, p.layer.on_timer(now));
    p.act(now, p.binding.on_timer(now));
    p.act(now, p.publication.on_timer(now));
    for (auto& [id, watching] : p.watched) {
        p.act(now, id, watching.machine.on_timer(now));
        p.take(now, id, watching.list.on_timer(now));
    }
    return p.flush();
}

std::optional<sip::time_point> handset_agent::deadline() const {
    const auto& p = *parts_;
    auto first =
        sip::earlier(p.layer.deadline(), sip::earlier(p.binding.deadline(), p.publication.deadline()));
    for (const auto& [id, watching] : p.watched)
        first = sip::earlier(first, sip::earlier(watching.machine.deadline(), watching.list.deadline()));
    return first;
}

const contacts::contact_list& handset_agent::current() const { return parts_->rows; }

std::vector<handset_report> handset_agent::take_reports() {
    std::vector<handset_report> out(std::make_move_iterator(parts_->reports.begin()),
                                    std::make_move_iterator(parts_->reports.end()));
    parts_->reports.clear();
    return out;
}

} // namespace simplespec::agent
