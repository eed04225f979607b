#include "agent/subscriptions.hpp"

#include <utility>

namespace simplespec::agent {
namespace {

template <class Map, class Key>
void erase_pair(Map& map, const Key& key, std::uint64_t id) {
    const auto [from, to] = map.equal_range(key);
    for (auto at = from; at != to; ++at)
        if (at->second == id) {
            map.erase(at);
            return;
        }
}

} // namespace

subscription& subscriptions::add(subscription s) {
    s.id = ++last_;
    by_resource_.emplace(s.resource, s.id);
    by_dialog_.emplace(s.dialog, s.id);
    if (s.kind == subscription_kind::list) lists_.insert(s.id);
    const auto id = s.id;
    return rows_.emplace(id, std::move(s)).first->second;
}

subscription* subscriptions::find(std::uint64_t id) {
    const auto found = rows_.find(id);
    return found == rows_.end() ? nullptr : &found->second;
}

std::vector<std::uint64_t> subscriptions::in_dialog(const sip::dialog_id& dialog) const {
    std::vector<std::uint64_t> out;
    const auto [from, to] = by_dialog_.equal_range(dialog);
    for (auto at = from; at != to; ++at) out.push_back(at->second);
    return out;
}

std::vector<std::uint64_t> subscriptions::of(std::string_view resource, subscription_kind kind) const {
    std::vector<std::uint64_t> out;
    const auto [from, to] = by_resource_.equal_range(resource);
    for (auto at = from; at != to; ++at)
        if (rows_.at(at->second).kind == kind) out.push_back(at->second);
    return out;
}

std::vector<std::uint64_t> subscriptions::lists() const { return {lists_.begin(), lists_.end()}; }

bool subscriptions::watched(std::string_view resource) const { return by_resource_.contains(resource); }

void subscriptions::erase(std::uint64_t id) {
    const auto found = rows_.find(id);
    if (found == rows_.end()) return;
    auto& s = found->second;
    erase_pair(by_resource_, s.resource, id);
    erase_pair(by_dialog_, s.dialog, id);
    lists_.erase(id);
    if (s.armed) deadlines_.erase({*s.armed, id});
    rows_.erase(found);
}

void subscriptions::index(subscription& s) {
    if (auto dialog = s.machine.dialog(); dialog != s.dialog) {
        erase_pair(by_dialog_, s.dialog, s.id);
        s.dialog = std::move(dialog);
        by_dialog_.emplace(s.dialog, s.id);
    }
    const auto due = s.machine.deadline();
    if (due == s.armed) return;
    if (s.armed) deadlines_.erase({*s.armed, s.id});
    if (due) deadlines_.insert({*due, s.id});
    s.armed = due;
}

std::optional<sip::time_point> subscriptions::deadline() const {
    if (deadlines_.empty()) return std::nullopt;
    return deadlines_.begin()->first;
}

subscription* subscriptions::due(sip::time_point now) {
    if (deadlines_.empty() || deadlines_.begin()->first > now) return nullptr;
    return find(deadlines_.begin()->second);
}

} // namespace simplespec::agent
