#include "scenarios/observer/publications.hpp"

namespace simplespec::scenarios {

using sip::header;

namespace {
std::string key(const sip::message& publish, const outline& o) {
    return presentity_of(publish.request_uri()) + "\n" + std::string(o.event);
}
} // namespace

std::shared_ptr<publication> publications::of_request(const sip::message& publish, const outline& o) const {
    return known_.find(key(publish, o));
}

std::optional<entity_tag> publications::look_up(const publication* known, std::string_view tag) {
    if (known == nullptr) return std::nullopt;
    const auto found = known->tags.find(tag);
    if (found == known->tags.end()) return std::nullopt;
    return found->second;
}

void publications::take_answer(const occasion& met) {
    const auto& t = *met.transaction;
    const auto& request = *t.request->message;
    auto known = known_.find(key(request, t.asked));
    if (!met.is_success()) {
        // The server says that it does not hold this state (any more): RFC 3903 section 5.
        if (met.message().status() != 412 || !known) return;
        if (!t.match.empty() && known->refused.size() < tags_)
            known->refused.emplace(sip::describe(t.request->source), t.match);
        if (const auto tag = known->tags.find(t.match); tag != known->tags.end())
            tag->second.now = entity_tag::standing::removed;
        return;
    }
    if (!known) {
        known = std::make_shared<publication>();
        known->presentity = presentity_of(request.request_uri());
        known->event = t.asked.event;
        known_.keep(key(request, t.asked), known);
    }
    const auto granted = met.outline.expires;
    const bool removes = (granted ? granted : t.asked.expires) == 0U;
    bool tainted = t.request->deviates || met.seen->deviates;
    const std::string tag(met.message().value(header::sip_etag));
    if (const auto old = known->tags.find(t.match); !t.match.empty() && old != known->tags.end()) {
        tainted = tainted || old->second.tainted;
        if (t.match != tag) old->second.now = entity_tag::standing::superseded;
        if (removes) old->second.now = entity_tag::standing::removed;
    }
    if (tag.empty() || known->tags.size() >= tags_) return;
    auto& fresh = known->tags[tag];
    fresh = {removes ? entity_tag::standing::removed : entity_tag::standing::live, std::nullopt, tainted};
    if (granted) fresh.until = met.seen->at.steady + std::chrono::seconds(*granted);
}

} // namespace simplespec::scenarios
