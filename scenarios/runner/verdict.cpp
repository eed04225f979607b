// What a line that was not met comes to.
#include "scenarios/runner/play.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace simplespec::scenarios {

namespace {
bool names_status(const scenario& s, int status) {
    for (const auto& statement : s.statements) {
        const auto* window = std::get_if<window_line>(&statement);
        if (window == nullptr) continue;
        for (const auto& want : window->wants)
            for (const auto& r : want.statuses)
                if (r.from <= status && status <= r.to) return true;
    }
    return false;
}
} // namespace

sip::duration play::length_of(const span_of_time& span) const {
    const auto length =
        span.window.empty() ? span.length : bed_.window(span.window).value_or(std::chrono::seconds(5));
    return std::chrono::duration_cast<sip::duration>(length * bed_.timing.scale * settings_.time_scale);
}

void play::end_as(verdict v, const std::string& reason) {
    over_ = true;
    const verdict before = result_.outcome;
    result_.outcome = worse(before, v);
    if (result_.outcome != before || result_.reason.empty()) result_.reason = reason;
}

// A line that ends in ids judges by the strongest of them; any other is a precondition. What could not be had
// ends the scenario; what was had and is not as it should be does not.
void play::fall_short(const shortfall& how) {
    verdict v = how.requirements.empty() ? verdict::inconc : verdict::info;
    std::string cited;
    for (const auto& id : how.requirements) {
        const auto* row = requirements_.find(id);
        const verdict each = row == nullptr    ? verdict::info
                             : row->can_fail() ? verdict::fail
                             : row->can_warn() ? verdict::warn
                                               : verdict::info;
        if (cited.empty() || worse(each, v) != v) cited = id;
        v = worse(v, each);
    }
    result_.deviations.push_back({.file = s_.file,
                                  .line = how.at.line,
                                  .text = how.text,
                                  .requirement = cited,
                                  .expected = how.expected,
                                  .actual = how.actual,
                                  .evidence = {},
                                  .message = how.message});
    const bool was_over = over_;
    end_as(v, how.reason);
    const bool assertion = how.message != SIZE_MAX && !how.requirements.empty() &&
                           !how.reason.starts_with("expected-") && how.reason != "late";
    over_ = was_over || !assertion;
}

// RFC 3261 sections 21.4.6 and 21.5.2, RFC 6665 section 4.2.1.1: these refusals say that the feature is not
// there. A status that the scenario provoked or speaks of is no evidence.
bool play::excuse(int status, const shortfall& how, const std::string& start_line) {
    static constexpr std::array refusals{405, 420, 489, 501};
    if (std::ranges::find(refusals, status) == refusals.end() || s_.needs.empty() || names_status(s_, status))
        return false;
    for (const auto& statement : s_.statements)
        if (const auto* sent = std::get_if<send_line>(&statement); sent != nullptr && sent->deviates())
            return false;
    const bool declared = std::ranges::any_of(
        s_.needs, [&](const auto& need) { return bed_.of_feature(need).state == support::yes; });
    result_.deviations.push_back({.file = s_.file,
                                  .line = how.at.line,
                                  .text = how.text,
                                  .requirement = {},
                                  .expected = how.expected,
                                  .actual = how.actual,
                                  .evidence = start_line,
                                  .message = how.message});
    end_as(declared ? verdict::fail : verdict::na, fmt::format("refused-{}", status));
    return true;
}

} // namespace simplespec::scenarios
