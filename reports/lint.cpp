#include "reports/lint.hpp"

#include "scenarios/rules/judge.hpp"

#include <algorithm>
#include <utility>

namespace simplespec::reports {
namespace {

using scenarios::severity;

std::string start_line_of(std::string_view octets) { return std::string(octets.substr(0, octets.find_first_of("\r\n"))); }

/// Messages that are judged together, with where their findings go.
struct observation {
    std::vector<linted_message*> messages;
    bool complete = true;
};

void judge(const scenarios::catalogue& requirements, const observation& seen) {
    scenarios::judge judge(requirements, {.complete = seen.complete});
    const auto collect = [&] {
        for (auto& j : judge.take())
            if (j.record.message < seen.messages.size())
                seen.messages[j.record.message]->findings.push_back(std::move(j.record));
    };
    // The steady clock counts from the first frame of all files.
    const auto first = seen.messages.empty() ? sip::wall_time{} : seen.messages.front()->message.at.wall;
    sip::instant now{};
    for (std::size_t i = 0; i < seen.messages.size(); ++i) {
        const auto& m = *seen.messages[i];
        const auto since = std::max(m.message.at.wall - first, sip::wall_time::duration::zero());
        now = {sip::time_point{} + since, m.message.at.wall};
        if (m.message.gap_before) judge.on_gap(now);
        if (m.timed) judge.on_time(now);
        judge.on_message({.index = i,
                          .at = now,
                          .source = m.message.source,
                          .destination = m.message.destination,
                          .message = sip::read_message(m.message.octets),
                          .truncated = m.message.truncated,
                          .deviates = false,
                          .retyped = !m.timed});
        collect();
    }
    judge.at_end(now);
    collect();
}

} // namespace

lint_result lint(const scenarios::catalogue& requirements, const std::vector<named_capture>& files, bool together) {
    lint_result out;
    std::size_t count = 0;
    for (const auto& f : files) count += f.messages.messages.size();
    out.messages.reserve(count); // observations point into it
    std::vector<observation> observations(together ? 1 : files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto& [file, capture] = files[i];
        auto& seen = observations[together ? 0 : i];
        seen.complete = seen.complete && capture.complete;
        for (std::size_t index = 0; index < capture.messages.size(); ++index) {
            linted_message m{file, index, capture.timed, capture.messages[index], {}, {}, false, {}};
            m.start_line = start_line_of(m.message.octets);
            m.contacts = contacts_of(m.message.octets, m.presence);
            seen.messages.push_back(&out.messages.emplace_back(std::move(m)));
        }
    }
    // A text has no time: it stays where it was named, before what has one.
    if (together)
        std::ranges::stable_sort(observations[0].messages, {}, [](const auto* m) { return m->message.at.wall; });
    for (const auto& o : observations) judge(requirements, o);
    for (auto& m : out.messages) {
        std::ranges::stable_sort(m.findings, [](const auto& a, const auto& b) {
            return std::pair(b.level, a.offset) < std::pair(a.level, b.offset);
        });
        for (const auto& f : m.findings)
            ++(f.level == severity::error ? out.errors : f.level == severity::warning ? out.warnings : out.notes);
    }
    return out;
}

} // namespace simplespec::reports
