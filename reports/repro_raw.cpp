#include "reports/repro.hpp"

#include <fmt/format.h>

namespace simplespec::reports {

std::string describe(const replay_check& check) {
    if (check.is == replay_check::kind::none) return "the scenario did not deviate";
    const std::string cited = check.requirement.empty() ? "" : fmt::format(" ({})", check.requirement);
    if (check.is == replay_check::kind::silence)
        return fmt::format("no {} is expected{}; one came", check.method, cited);
    return fmt::format("{} is expected{}; {} came", check.expected, cited, check.actual);
}

std::string repro_raw(const scenarios::scenario_result& scenario) {
    const std::size_t last = scenario.deviations.empty() ? SIZE_MAX : scenario.deviations.front().message;
    std::string out;
    for (std::size_t i = 0; i < scenario.messages.size() && i <= last; ++i) {
        const auto& m = scenario.messages[i];
        if (m.source != m.source_address && !m.cleanup && !m.retransmission) out += m.octets;
    }
    return out;
}

} // namespace simplespec::reports
