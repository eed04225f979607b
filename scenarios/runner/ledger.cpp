#include "scenarios/runner/ledger.hpp"

#include <algorithm>
#include <functional>

namespace simplespec::scenarios {

ledger::ledger(std::shared_ptr<rigs::wire> wire, const catalogue& requirements)
    : wire_(std::move(wire)), start_(wire_->now()), requirements_(&requirements),
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
    ways_.emplace_back(from, to);
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

void ledger::remark(std::size_t message, finding_record what) {
    const std::string_view before = std::string_view(records.at(message).octets).substr(0, what.offset);
    const auto* row = requirements_->find(what.requirement);
    what.message = message;
    what.line = 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
    if (row != nullptr) what.keyword = row->keyword;
    if (open_) findings.push_back(std::move(what));
}

// What our message has from one of theirs, and cannot have otherwise.
bool taken_over(const sip::message& ours, const finding_record& f) {
    using sip::header;
    static constexpr header answered[] = {header::via,     header::from, header::to,
                                          header::call_id, header::cseq, header::record_route};
    static constexpr header asked[] = {header::to, header::route, header::sip_if_match};
    // RFC 3261 section 8.2.6.2: a row that the request had not cannot be copied from it.
    if (ours.is_response() && f.requirement.starts_with("RFC3261-8.2.6.2-")) return true;
    if (ours.is_request() && f.offset < ours.octets().find_first_of("\r\n")) return true; // the remote target
    const auto stands_in = [&](header h) {
        return std::ranges::any_of(ours.all(h), [&](const sip::field& row) {
            return row.offset <= f.offset && f.offset <= row.value_offset + row.value.size();
        });
    };
    return ours.is_response() ? std::ranges::any_of(answered, stands_in)
                              : std::ranges::any_of(asked, stands_in);
}

// Whether the message draws it by itself, whatever went before.
bool ledger::drawn_alone(const finding_record& f) const {
    judge alone(*requirements_, {});
    alone.on_message({.index = f.message,
                      .at = start_,
                      .source = ways_[f.message].first,
                      .destination = ways_[f.message].second,
                      .message = sip::read_message(records[f.message].octets),
                      .truncated = false,
                      .deviates = false});
    const auto found = alone.take();
    return std::ranges::any_of(
        found, [&](const judgement& j) { return j.record.rule == f.rule && j.record.level == f.level; });
}

// The messages of the target that this one of ours comes from: the request that it answers, the SUBSCRIBE
// that a NOTIFY is sent for, what told a request of ours where to go. Of a request that we owe an answer to:
// itself.
bool ledger::comes_from(const sip::message& ours, const sip::message& theirs, bool absent) const {
    using sip::header;
    if (ours.value(header::call_id) != theirs.value(header::call_id)) return false;
    if (absent || ours.is_response())
        return theirs.is_request() && ours.value(header::cseq) == theirs.value(header::cseq);
    if (ours.method() == "NOTIFY") return theirs.is_request() && theirs.method() == "SUBSCRIBE";
    return theirs.is_response() || theirs.method() == "NOTIFY";
}

// Who answers a wrong message cannot always answer it right. What we do wrong on our own stays our mistake,
// also in an exchange in which the target made one before.
bool ledger::provoked(const finding_record& f) const {
    if (f.message >= records.size()) return false;
    const auto ours = sip::read_message(records[f.message].octets);
    if (!ours) return false;
    const bool absent = !is_ours(ways_[f.message].first);
    if (!absent && drawn_alone(f) && !taken_over(*ours, f)) return false;
    if (!absent && ours->is_request() && ours->method() != "NOTIFY" && !taken_over(*ours, f)) return false;
    return std::ranges::any_of(findings, [&](const finding_record& theirs) {
        if (theirs.level == severity::note || theirs.message >= records.size()) return false;
        if (theirs.message > f.message || (theirs.message == f.message && !absent)) return false;
        const auto read = sip::read_message(records[theirs.message].octets);
        return read && !is_ours(ways_[theirs.message].first) && comes_from(*ours, *read, absent);
    });
}

void ledger::close() {
    open_ = false;
    theirs_.at_end(now());
    ours_.at_end(now());
    for (auto& found : theirs_.take()) findings.push_back(std::move(found.record));
    for (auto& found : ours_.take())
        if (found.record.level == severity::error && !provoked(found.record))
            own.push_back(std::move(found.record));
    exercised = theirs_.exercised();
}

} // namespace simplespec::scenarios
