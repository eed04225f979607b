#include "reports/junit.hpp"

#include "reports/escape.hpp"
#include "reports/ladder.hpp"
#include "reports/text.hpp"

#include <fmt/format.h>

namespace simplespec::reports {

namespace {

using scenarios::overlay;
using scenarios::verdict;

enum class outcome { passed, failure, error, skipped };

outcome outcome_of(verdict v, overlay over) {
    if (over == overlay::xfail) return outcome::skipped;
    if (over == overlay::xpass) return outcome::failure;
    switch (v) {
    case verdict::fail: return outcome::failure;
    case verdict::error:
    case verdict::inconc: return outcome::error;
    case verdict::na:
    case verdict::skip: return outcome::skipped;
    default: return outcome::passed;
    }
}

struct counts {
    std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
    void add(outcome o) {
        ++tests;
        failures += o == outcome::failure ? 1 : 0;
        errors += o == outcome::error ? 1 : 0;
        skipped += o == outcome::skipped ? 1 : 0;
    }
};

std::string seconds(std::int64_t microseconds) { return fmt::format("{:.3f}", static_cast<double>(microseconds) / 1e6); }

// "rfc3903.6" and "refresh-gets-a-new-entity-tag" of an id.
std::pair<std::string, std::string> split(const std::string& id) {
    const auto slash = id.rfind('/');
    if (slash == std::string::npos) return {"", id};
    std::string folder = id.substr(0, slash);
    for (char& c : folder)
        if (c == '/') c = '.';
    return {folder, id.substr(slash + 1)};
}

std::string element(std::string_view tag, std::string_view type, std::string_view message, std::string_view body) {
    return fmt::format("      <{0} type=\"{1}\" message=\"{2}\">{3}</{0}>\n", tag, for_xml(type), for_xml(message),
                       for_xml(body));
}

std::string offending_message(const scenarios::scenario_result& s) {
    if (s.deviations.empty() || s.deviations.front().message >= s.messages.size()) return {};
    const auto& m = s.messages[s.deviations.front().message];
    return fmt::format("\n{} -> {} over {}:\n{}\n", m.source, m.destination, m.transport, m.octets);
}

std::string scenario_case(const scenarios::scenario_result& s, const scenarios::catalogue& requirements) {
    const auto [folder, file] = split(s.id);
    std::string out = fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{}\">\n", for_xml(folder),
                                  for_xml(file), seconds(s.duration_us));
    const auto body = [&] { return text_scenario(s, requirements, {}) + offending_message(s); };
    const std::string message = s.reason.empty() ? s.title : s.reason;
    switch (outcome_of(s.outcome, s.over)) {
    case outcome::failure:
        out += element("failure", s.over == overlay::xpass ? "XPASS" : name(s.outcome), message, body());
        break;
    case outcome::error: out += element("error", name(s.outcome), message, body()); break;
    case outcome::skipped:
        out += fmt::format("      <skipped message=\"{}\"/>\n",
                           for_xml(fmt::format("{} {}", s.over == overlay::xfail ? "XFAIL" : name(s.outcome), message)));
        break;
    case outcome::passed:
        if (s.outcome != verdict::pass) out += fmt::format("      <system-out>{}</system-out>\n", for_xml(body()));
    }
    return out + "    </testcase>\n";
}

std::string requirement_case(const scenarios::requirement_result& r, const scenarios::catalogue& requirements) {
    const auto* row = requirements.find(r.id);
    const std::string clause = row == nullptr ? r.id : row->clause() + ": " + row->sentence;
    std::string out = fmt::format("    <testcase classname=\"requirements\" name=\"{}\" time=\"0.000\">\n",
                                  for_xml(r.reason.empty() ? r.id : r.id + " " + r.reason));
    const std::string body = fmt::format("{}\n{}\n{} times, first in {}, message {}\n", clause, r.what, r.count,
                                         r.first_scenario, r.first_message);
    switch (outcome_of(r.outcome, r.over)) {
    case outcome::failure: out += element("failure", name(r.outcome), r.what, body); break;
    case outcome::error: out += element("error", name(r.outcome), r.what, body); break;
    case outcome::skipped: out += fmt::format("      <skipped message=\"{}\"/>\n", for_xml(r.what)); break;
    case outcome::passed:
        if (r.outcome != verdict::pass) out += fmt::format("      <system-out>{}</system-out>\n", for_xml(body));
    }
    return out + "    </testcase>\n";
}

std::string suite(std::string_view name, const counts& c, const scenarios::run_result& run, std::string_view cases) {
    return fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{}\" "
                       "timestamp=\"{}\">\n{}  </testsuite>\n",
                       name, c.tests, c.failures, c.errors, c.skipped, seconds(run.duration_us),
                       for_xml(run.started.substr(0, 19)), cases);
}

} // namespace

std::string to_junit(const scenarios::run_result& run, const scenarios::catalogue& requirements) {
    counts scenario_counts;
    std::string cases;
    for (const auto& s : run.scenarios) {
        scenario_counts.add(outcome_of(s.outcome, s.over));
        cases += scenario_case(s, requirements);
    }
    counts requirement_counts;
    std::string requirement_cases;
    for (const auto& r : run.requirements) {
        requirement_counts.add(outcome_of(r.outcome, r.over));
        requirement_cases += requirement_case(r, requirements);
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n" +
           suite("scenarios", scenario_counts, run, cases) + suite("requirements", requirement_counts, run, requirement_cases) +
           "</testsuites>\n";
}

} // namespace simplespec::reports
