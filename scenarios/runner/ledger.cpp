#include "scenarios/runner/ledger.hpp"

#include <algorithm>
#include <functional>

namespace simplespec::scenarios {

ledger::ledger(std::shared_ptr<rigs::wire> wire, const catalogue& requirements)
    : wire_(std::move(wire)), start_(wire_->now()),
      theirs_(requirements, {.under_test = [this](const sip::hop& at) { return !is_ours(at); }}),
      ours_(requirements, {.under_test = [this](const sip::hop& at) { return is_ours(at); }}) {}

void ledger::enter(const sip::hop& at, const std::string& actor) { actors_[{at.host, at.port}] = actor; }

bool ledger::is_ours(const sip::hop& at) const { return actors_.contains({at.host, at.port}); }

std::string ledger::name_of(const sip::hop& at) const {
    const auto found = actors_.find({at.host, at.port});
    return found == actors_.end() ? sip::hostport(at) : found->second;
}

std::size_t ledger::write_down(const sip::hop& from, const sip::hop& to, const std::string& octets,
                               sip::instant at, bool deviates) {
    observed seen{.index = records.size(),
                  .at = at,
                  .source = from,
                  .destination = to,
                  .message = sip::read_message(octets),
                  .truncated = false,
                  .deviates = deviates};
    message_record record;
    record.at_us = std::chrono::duration_cast<std::chrono::microseconds>(at.steady - start_.steady).count();
    record.source = name_of(from);
    record.destination = name_of(to);
    record.source_address = sip::hostport(from);
    record.destination_address = sip::hostport(to);
    record.transport = sip::name(from.via);
    record.octets = octets;
    record.start_line = octets.substr(0, octets.find_first_of("\r\n"));
    record.deviation = deviates;
    record.cleanup = !open_;
    record.retransmission =
        !seen_.insert(std::hash<std::string>()(sip::describe(from) + ">" + sip::describe(to) + octets))
             .second;
    records.push_back(std::move(record));
    if (seen.message && !is_ours(from))
        for (const auto id : {sip::header::server, sip::header::user_agent})
            if (seen.message->has(id)) agent = seen.message->value(id);
    if (open_) {
        theirs_.on_message(seen);
        ours_.on_message(seen);
    }
    return records.size() - 1;
}

std::size_t ledger::send(const sip::transmission& out, bool deviates) {
    const std::size_t number = write_down(out.from, out.to, out.octets, now(), deviates);
    wire_->send(out);
    return number;
}

std::size_t ledger::arrived(const rigs::arrival& in) {
    return write_down(in.received.from, in.received.to, in.received.octets, in.at, false);
}

// Who answers a wrong message cannot answer it right: after a departure of the target what we do under its Call-ID is no
// mistake of ours.
bool ledger::provoked(std::size_t number) const {
    const auto call_id = [&](std::size_t of) {
        const auto read = of < records.size() ? sip::read_message(records[of].octets) : sip::parsed<sip::message>();
        return read ? std::string(read->value(sip::header::call_id)) : std::string();
    };
    const auto ours = call_id(number);
    return std::ranges::any_of(findings, [&](const finding_record& f) {
        return f.level != severity::note && f.message < number && call_id(f.message) == ours;
    });
}

void ledger::close() {
    open_ = false;
    theirs_.at_end(now());
    ours_.at_end(now());
    for (auto& found : theirs_.take()) findings.push_back(std::move(found.record));
    for (auto& found : ours_.take())
        if (found.record.level == severity::error && !provoked(found.record.message)) own.push_back(std::move(found.record));
    exercised = theirs_.exercised();
}

} // namespace simplespec::scenarios
