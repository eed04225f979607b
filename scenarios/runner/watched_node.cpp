#include "scenarios/runner/watched_node.hpp"

#include <algorithm>
#include <utility>

namespace simplespec::scenarios {

watched_node::watched_node(sip::node& inside, const sip::hop& own, std::string name, const catalogue& requirements,
                           std::size_t most)
    : inside_(inside), own_(own), name_(std::move(name)), most_(most),
      judge_(requirements, {.under_test = [own](const sip::hop& at) { return at.host != own.host || at.port != own.port; }}) {
    result_.id = "serve";
    result_.title = "Whoever speaks with the reference server";
}

// What an observer on the way would see: our end is always the address that peers reach.
void watched_node::note(sip::instant now, const sip::hop& from, const sip::hop& to, const std::string& octets, bool ours) {
    if (!start_) start_ = now;
    judge_.on_time(now);
    sip::hop near = own_;
    near.via = ours ? to.via : from.via;
    observed seen{.index = count_++,
                  .at = now,
                  .source = ours ? near : from,
                  .destination = ours ? to : near,
                  .message = sip::read_message(octets)};
    heard_ = heard_ || !ours;
    if (seen.message && !ours && seen.message->has(sip::header::user_agent))
        agent_ = seen.message->value(sip::header::user_agent);
    if (result_.messages.size() < most_) {
        message_record record;
        record.at_us = std::chrono::duration_cast<std::chrono::microseconds>(now.steady - start_->steady).count();
        record.source = ours ? name_ : sip::hostport(from);
        record.destination = ours ? sip::hostport(to) : name_;
        record.source_address = sip::hostport(seen.source);
        record.destination_address = sip::hostport(seen.destination);
        record.transport = sip::name(near.via);
        record.start_line = octets.substr(0, octets.find_first_of("\r\n"));
        record.octets = octets;
        result_.messages.push_back(std::move(record));
    }
    judge_.on_message(seen);
    for (auto& found : judge_.take()) result_.findings.push_back(std::move(found.record));
}

std::vector<sip::transmission> watched_node::noted(sip::instant now, std::vector<sip::transmission> out) {
    for (const auto& one : out) note(now, one.from, one.to, one.octets, true);
    return out;
}

std::vector<sip::transmission> watched_node::on_reception(sip::instant now, const sip::reception& received) {
    note(now, received.from, received.to, received.octets, false);
    return noted(now, inside_.on_reception(now, received));
}

std::vector<sip::transmission> watched_node::on_undeliverable(sip::instant now, const sip::transmission& lost) {
    return noted(now, inside_.on_undeliverable(now, lost));
}

std::vector<sip::transmission> watched_node::on_timer(sip::instant now) { return noted(now, inside_.on_timer(now)); }

scenario_result watched_node::close(sip::instant now) {
    judge_.at_end(now);
    for (auto& found : judge_.take()) result_.findings.push_back(std::move(found.record));
    // A finding about a message that was not kept has no place to point to.
    for (auto& f : result_.findings) f.message = std::min(f.message, most_ - 1);
    result_.outcome = heard_ ? verdict::pass : verdict::inconc;
    result_.reason = heard_ ? "" : "nobody-spoke";
    if (start_)
        result_.duration_us = std::chrono::duration_cast<std::chrono::microseconds>(now.steady - start_->steady).count();
    if (count_ > most_) result_.notes.push_back("more messages were judged than are kept here");
    return std::move(result_);
}

} // namespace simplespec::scenarios
