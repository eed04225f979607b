#include "reports/escape.hpp"
#include "reports/lint.hpp"

#include <fmt/format.h>

namespace simplespec::reports {
namespace {

std::string number_of(std::size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string finding_line(const scenarios::finding_record& f) {
    auto out = fmt::format("  {:<8}line {:<4}{}", name(f.level), f.line, f.requirement.empty() ? f.rule : f.requirement);
    if (!f.keyword.empty()) out += fmt::format(" ({})", f.keyword);
    out += fmt::format(": {}\n", for_terminal(f.what));
    if (!f.expected.empty()) out += fmt::format("          expected  {}\n", for_terminal(f.expected));
    if (!f.actual.empty()) out += fmt::format("          actual    {}\n", for_terminal(f.actual));
    return out;
}

std::string contact_line(const lint_contact& c) {
    auto out = fmt::format("  contact {} <{}> {}", for_terminal(c.name), for_terminal(c.uri), for_terminal(c.state));
    for (const auto& a : c.activities) out += fmt::format(" [{}]", for_terminal(a));
    if (!c.note.empty()) out += fmt::format(" \"{}\"", for_terminal(c.note));
    return out + "\n";
}

} // namespace

std::string lint_text(const linted_message& m) {
    auto out = fmt::format("{}:{}", for_terminal(m.file), m.index + 1);
    if (m.timed)
        out += fmt::format(" frame {} {} {} > {}", m.message.frame, name(m.message.source.via),
                           sip::hostport(m.message.source), sip::hostport(m.message.destination));
    out += fmt::format(" {}{}\n", for_terminal(m.start_line), m.message.truncated ? " (cut off)" : "");
    for (const auto& f : m.findings) out += finding_line(f);
    for (const auto& c : m.contacts) out += contact_line(c);
    return out;
}

std::string lint_summary(const lint_result& r) {
    return fmt::format("{}, {}, {}, {}", number_of(r.messages.size(), "message"), number_of(r.errors, "error"),
                       number_of(r.warnings, "warning"), number_of(r.notes, "note"));
}

} // namespace simplespec::reports
