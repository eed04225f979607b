#include "reports/explain.hpp"

#include "reports/escape.hpp"
#include "reports/ladder.hpp"
#include "reports/message_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace simplespec::reports {
namespace {

using scenarios::finding_record;
using scenarios::overlay;
using scenarios::scenario_result;
using scenarios::verdict;

std::string word(verdict v, overlay over) {
    return over == overlay::none ? std::string(name(v)) : fmt::format("{} ({})", name(v), name(over));
}

std::string clause(const std::string& id, const scenarios::catalogue& requirements) {
    const auto* row = requirements.find(id);
    if (row == nullptr) return fmt::format("  {} is not in the catalogue\n", for_terminal(id));
    return fmt::format("  {}  {}{}\n      {}\n", row->id, row->clause(),
                       row->keyword.empty() ? "" : ", " + row->keyword, row->sentence);
}

// Text with the numbers of its lines; those in `marked` with a `>`.
std::string numbered(std::string_view text, std::size_t from, const std::set<std::size_t>& marked) {
    std::string out;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        if (number >= from)
            out += fmt::format("  {}{:>3} | {}\n", marked.contains(number) ? '>' : ' ', number,
                               for_terminal(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string message_block(const scenario_result& s, std::size_t index, const std::optional<spot>& mark) {
    const auto& m = s.messages[index];
    return fmt::format("\n  Message {}, {} to {} over {}, {} octets\n{}", index, for_terminal(m.source),
                       for_terminal(m.destination), for_terminal(m.transport), m.octets.size(),
                       message_text(m.octets, mark, {.indent = 2}));
}

std::string found(const finding_record& f) {
    std::string out =
        fmt::format("  {}{}: {} (rule {})\n", for_terminal(f.requirement),
                    f.keyword.empty() ? "" : ", " + f.keyword, for_terminal(f.what), for_terminal(f.rule));
    if (!f.expected.empty()) out += fmt::format("      expected  {}\n", for_terminal(f.expected));
    if (!f.actual.empty()) out += fmt::format("      actual    {}\n", for_terminal(f.actual));
    return out + fmt::format("      message {}, line {}, octet {}\n", f.message, f.line, f.offset);
}

// Those that weigh anything, the worst first.
std::vector<const finding_record*> weighty(const scenario_result& s) {
    std::vector<const finding_record*> out;
    for (const auto& f : s.findings)
        if (f.level != scenarios::severity::note) out.push_back(&f);
    std::ranges::stable_sort(out, [](const auto* a, const auto* b) { return a->level > b->level; });
    return out;
}

std::string lines_not_met(const scenario_result& s, const scenarios::catalogue& requirements) {
    std::string out;
    for (const auto& d : s.deviations) {
        out += fmt::format("\n  {}:{}: {}\n", for_terminal(d.file), d.line, for_terminal(d.text));
        if (!d.requirement.empty()) out += clause(d.requirement, requirements);
        if (!d.expected.empty()) out += fmt::format("      expected  {}\n", for_terminal(d.expected));
        if (!d.actual.empty()) out += fmt::format("      actual    {}\n", for_terminal(d.actual));
        if (!d.evidence.empty()) out += fmt::format("      evidence  {}\n", for_terminal(d.evidence));
    }
    return out;
}

std::string how_to_go_on(const scenario_result& s, std::string_view file) {
    std::string out;
    if (!s.rerun.empty()) out += fmt::format("  run it again:  {}\n", for_terminal(s.rerun));
    if (!s.messages.empty()) {
        const auto transport = s.messages.front().transport;
        out += fmt::format("  repeat it:     simplespec repro {} {} --as {}\n", for_terminal(s.id),
                           for_terminal(file), transport == "UDP" ? "sh" : "sipp");
        out += fmt::format("  in Wireshark:  simplespec repro {} {} --as pcap -o exchange.pcap\n",
                           for_terminal(s.id), for_terminal(file));
    }
    return out.empty() ? out : "\n" + out;
}

} // namespace

std::string explain_scenario(const scenarios::scenario& s, const scenarios::catalogue& requirements,
                             const scenario_result* result) {
    std::string out = fmt::format("{}\n  {}\n", s.id, for_terminal(s.title));
    if (!s.needs.empty())
        out += fmt::format("  needs {}\n", for_terminal(fmt::format("{}", fmt::join(s.needs, ", "))));
    if (!s.tags.empty())
        out += fmt::format("  tags {}\n", for_terminal(fmt::format("{}", fmt::join(s.tags, ", "))));
    out += s.of_client() ? "  judges a client\n" : "  judges a server\n";
    const auto judged = s.requirements();
    out +=
        judged.empty() ? "\nIt judges no clause: it is only played.\n" : "\nClauses that its lines judge\n";
    for (const auto& id : judged) out += clause(id, requirements);
    std::set<std::size_t> marked;
    if (result != nullptr)
        for (const auto& d : result->deviations) marked.insert(d.line);
    const auto first = s.actors.empty() ? 1 : s.actors.front().at.line;
    return out + "\nSteps\n" + numbered(s.source, first, marked);
}

std::string explain_result(const scenario_result& s, const scenarios::catalogue& requirements,
                           std::string_view file) {
    std::string out = fmt::format("\nIn {}: {}{}{}\n", for_terminal(file), word(s.outcome, s.over),
                                  s.reason.empty() ? "" : "  ", for_terminal(s.reason));
    out += lines_not_met(s, requirements);
    const auto findings = weighty(s);
    std::size_t wrong = SIZE_MAX;
    std::optional<spot> mark;
    if (!s.deviations.empty()) {
        const auto& d = s.deviations.front();
        wrong = d.message;
        if (wrong < s.messages.size()) mark = spot_of(d, s.messages[wrong].octets);
    } else if (!findings.empty()) {
        wrong = findings.front()->message;
        mark = spot{findings.front()->offset};
    }
    if (!s.messages.empty()) out += "\n" + ladder(s, {.mark = wrong, .indent = 2});
    if (wrong < s.messages.size()) out += message_block(s, wrong, mark);
    if (!findings.empty()) out += "\n  What the rules found in its messages\n";
    for (const auto* f : findings) out += found(*f);
    for (const auto& note : s.notes) out += fmt::format("\n  note: {}\n", for_terminal(note));
    return out + how_to_go_on(s, file);
}

std::string explain_requirement(const scenarios::covered& of) {
    const auto& row = *of.row;
    std::string out = fmt::format("{}  {}\n  {}\n\n", row.id, row.clause(), row.sentence);
    const auto line = [&](std::string_view label, std::string_view text) {
        if (!text.empty()) out += fmt::format("  {:<12} {}\n", label, for_terminal(text));
    };
    line("keyword", row.keyword.empty() ? "none: the text has no RFC 2119 word here" : row.keyword);
    line("verified",
         row.verified ? "yes, read against the RFC's text" : "no: it informs, and can FAIL nobody");
    line("breaking it", !row.active      ? "nothing: the row was withdrawn"
                        : row.can_fail() ? "FAIL"
                        : row.can_warn() ? "WARN"
                                         : "INFO");
    line("binds", row.role);
    line("seen on", row.observable);
    line("tested", row.how);
    const auto list = [&](std::string_view label, const std::vector<std::string>& all) {
        if (all.empty()) return;
        out += fmt::format("\n{}\n", label);
        for (const auto& one : all) out += fmt::format("  {}\n", for_terminal(one));
    };
    list("Rules that check it in every message", of.rules);
    list("Scenarios that judge it", of.scenarios);
    list("Hard messages whose reading tells", of.readings);
    list("What the check was seen to catch", of.proofs);
    if (of.checked())
        return of.proofs.empty() ? out + "\nNo broken message or defect has proven the check yet.\n" : out;
    if (row.unchecked.empty()) return out + "\nNothing checks it.\n";
    if (!row.covered_by().empty())
        return out + fmt::format("\nNothing checks it by itself: {} covers it.\n", row.covered_by());
    const auto reason =
        std::ranges::find(scenarios::reasons(), std::string_view(row.unchecked), &scenarios::reason::word);
    return out + fmt::format("\nNothing checks it: {}\n",
                             reason == scenarios::reasons().end() ? row.unchecked : reason->meaning);
}

std::string explain_findings(const scenarios::covered& of, const scenarios::run_result& run,
                             std::string_view file) {
    const auto& id = of.row->id;
    std::string out = fmt::format("\nIn {}\n", for_terminal(file));
    bool met = false;
    for (const auto& r : run.requirements) {
        if (r.id != id) continue;
        met = true;
        if (r.outcome == verdict::pass) {
            out += fmt::format("  the rules found nothing in {} scenario{} that exercised it\n", r.by.size(),
                               r.by.size() == 1 ? "" : "s");
            continue;
        }
        out += fmt::format("  {}  {}, {} time{}: {}\n", word(r.outcome, r.over), for_terminal(r.reason),
                           r.count, r.count == 1 ? "" : "s", for_terminal(r.what));
        const auto first = std::ranges::find(run.scenarios, r.first_scenario, &scenario_result::id);
        if (first == run.scenarios.end() || r.first_message >= first->messages.size()) continue;
        const auto f = std::ranges::find_if(first->findings, [&](const finding_record& one) {
            return one.requirement == id && one.rule == r.reason && one.message == r.first_message;
        });
        const auto mark = f == first->findings.end() ? std::nullopt : std::optional(spot{f->offset});
        out += fmt::format("  first in {}\n", for_terminal(first->id)) +
               message_block(*first, r.first_message, mark);
        out += how_to_go_on(*first, file);
    }
    std::map<std::string, std::size_t> passed;
    for (const auto& s : run.scenarios) {
        if (std::ranges::find(s.requirements, id) == s.requirements.end() || s.outcome == verdict::skip)
            continue;
        met = true;
        const auto d = std::ranges::find(s.deviations, id, &scenarios::deviation::requirement);
        if (d == s.deviations.end()) {
            ++passed[std::string(name(s.outcome))];
            continue;
        }
        out += fmt::format("  {}  {}  {}\n      expected  {}\n      actual    {}\n", word(s.outcome, s.over),
                           for_terminal(s.id), for_terminal(s.reason), for_terminal(d->expected),
                           for_terminal(d->actual));
    }
    for (const auto& [verdict_name, count] : passed)
        out += fmt::format("  {} scenario{} that judge{} it did not find it broken: {}\n", count,
                           count == 1 ? "" : "s", count == 1 ? "s" : "", verdict_name);
    return met ? out : out + "  nothing met it\n";
}

} // namespace simplespec::reports
