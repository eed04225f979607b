#include "cli/contact_table.hpp"

#include "reports/escape.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace simplespec::cli {

namespace {

std::string padded(std::string_view text, std::size_t width) {
    std::string out = reports::for_terminal(text);
    const std::size_t used = reports::columns(out);
    if (used < width) out.append(width - used, ' ');
    return out;
}

// "Lunch (meal)": what a person would add to the state.
std::string remark(const contacts::contact& row) {
    const std::string note(row.note());
    std::string activities = fmt::format("{}", fmt::join(row.how.activities, ", "));
    if (note.empty()) return activities;
    return activities.empty() ? note : fmt::format("{} ({})", note, activities);
}

std::string row_of(const contacts::contact& row) {
    return padded(row.title(), 24) + "  " + padded(name(row.how.state), 12) + "  " + padded(remark(row), 28) + "  " +
           reports::for_terminal(row.uri);
}

} // namespace

std::string table_of(const contacts::contact_list& list) {
    std::string out;
    for (const auto& row : list.rows()) out += row_of(row) + "\n";
    return out;
}

std::string line_of(const agent::handset_report& report) {
    struct writer {
        std::string operator()(const agent::contact_report& r) const {
            static constexpr std::string_view kinds[] = {"added  ", "changed", "removed"};
            return fmt::format("{} {}", kinds[static_cast<std::size_t>(r.change.kind)], row_of(r.change.row));
        }
        std::string operator()(const agent::task_report& r) const {
            return fmt::format("{} {} {}", r.task, reports::for_terminal(r.uri), reports::for_terminal(r.standing));
        }
        std::string operator()(const agent::departure_report& r) const {
            return fmt::format("departure {} {} {}", r.finding.rule, r.finding.requirement,
                               reports::for_terminal(r.finding.what));
        }
    };
    return std::visit(writer{}, report.what);
}

} // namespace simplespec::cli
