#include "agent/waiting.hpp"

namespace simplespec::agent {

using presence::watcher_event;
using presence::watcher_status;

std::optional<presence::watcher> waiting_watchers::add(sip::instant now, std::string_view resource,
                                                       presence::watcher row) {
    if (rows_.size() >= most_) return std::nullopt;
    row.status = watcher_status::waiting;
    row.event = watcher_event::timeout;
    row.expiration.reset();
    const place where{resource, row.uri};
    if (const auto old = rows_.find(where); old != rows_.end()) remove(old);
    const auto until = now.steady + patience_;
    rows_.emplace(where, entry{row, until});
    deadlines_.emplace(until, where);
    return row;
}

waiting_watchers::departed waiting_watchers::remove(std::map<place, entry>::iterator at) {
    departed out{at->first.first, std::move(at->second.row)};
    out.row.status = watcher_status::terminated;
    out.row.event = watcher_event::giveup;
    deadlines_.erase({at->second.until, at->first});
    rows_.erase(at);
    return out;
}

std::vector<waiting_watchers::departed> waiting_watchers::on_subscribe(std::string_view resource,
                                                                       std::string_view watcher) {
    std::vector<departed> out;
    const auto found = rows_.find({std::string(resource), std::string(watcher)});
    if (found != rows_.end()) out.push_back(remove(found));
    return out;
}

std::vector<presence::watcher> waiting_watchers::of(std::string_view resource) const {
    std::vector<presence::watcher> out;
    for (auto at = rows_.lower_bound({std::string(resource), {}});
         at != rows_.end() && at->first.first == resource; ++at)
        out.push_back(at->second.row);
    return out;
}

std::vector<waiting_watchers::departed> waiting_watchers::on_timer(sip::instant now) {
    std::vector<departed> out;
    while (!deadlines_.empty() && deadlines_.begin()->first <= now.steady)
        out.push_back(remove(rows_.find(deadlines_.begin()->second)));
    return out;
}

std::optional<sip::time_point> waiting_watchers::deadline() const {
    if (deadlines_.empty()) return std::nullopt;
    return deadlines_.begin()->first;
}

} // namespace simplespec::agent
