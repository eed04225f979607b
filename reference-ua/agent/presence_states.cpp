#include "agent/presence_states.hpp"

#include "presence/composition.hpp"

#include <deque>
#include <vector>

namespace simplespec::agent {

std::string presence_states::compose(std::string_view resource) const {
    std::deque<presence::presence_document> documents; // its elements stay where they are
    std::vector<presence::publication> published;
    for (const auto& one : publications_.current(resource, "presence")) {
        auto read = presence::read_pidf(one.body.octets);
        if (!read.value) continue;
        documents.push_back(std::move(*read.value));
        published.push_back({&documents.back(), one.published.wall});
    }
    return presence::write_pidf(presence::compose(resource, published));
}

const presence_state& presence_states::of(std::string_view resource) {
    const auto found = states_.find(resource);
    if (found != states_.end()) return found->second;
    return states_.emplace(resource, presence_state{compose(resource), random_.token()}).first->second;
}

const presence_state& presence_states::concealed(std::string_view resource) {
    const auto found = concealed_.find(resource);
    if (found != concealed_.end()) return found->second;
    auto document = presence::write_pidf(presence::compose(resource, {}));
    return concealed_.emplace(resource, presence_state{std::move(document), random_.token()}).first->second;
}

bool presence_states::renew(std::string_view resource) {
    auto document = compose(resource);
    auto& state = states_[std::string(resource)];
    if (!state.etag.empty() && state.document == document) return false;
    state = {std::move(document), random_.token()};
    return true;
}

void presence_states::forget(std::string_view resource) {
    if (const auto found = states_.find(resource); found != states_.end()) states_.erase(found);
    if (const auto found = concealed_.find(resource); found != concealed_.end()) concealed_.erase(found);
}

} // namespace simplespec::agent
