#include "scenarios/runner/applicability.hpp"

#include "scenarios/runner/casting.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simplespec::scenarios {

inapplicability inapplicability_of(std::string_view why) {
    const auto colon = why.find(": ");
    if (colon == std::string_view::npos) return {std::string(why), std::string(why)};
    return {std::string(why.substr(0, colon)), std::string(why.substr(colon + 2))};
}

std::optional<inapplicability> inapplicable(const scenario& s, const testbed& bed) {
    for (const auto& need : s.needs)
        if (const auto has = bed.of_feature(need); has.state == support::no)
            return inapplicability{"no-" + need, has.reason};
    if (s.of_client() && !bed.is_client()) return inapplicability{"no-client", "the target is a server"};
    if (!s.of_client() && !bed.is_server()) return inapplicability{"no-server", "the target is a client"};
    for (const auto& a : s.actors)
        if (std::ranges::find(bed.dut.transports, a.via) == bed.dut.transports.end())
            return inapplicability{fmt::format("no-{}", sip::name(a.via)),
                                   "the testbed does not list this transport"};
    return std::nullopt;
}

std::optional<inapplicability> inapplicable_at_a_distance(const scenario& s, const testbed& bed) {
    if (auto why = inapplicable(s, bed)) return why;
    constexpr std::size_t any_turn = 1;
    if (const auto missing = cast_for(s, bed, any_turn, 0).missing; !missing.empty())
        return inapplicability_of(missing);
    for (const auto& statement : s.statements)
        if (const auto* line = std::get_if<advance_line>(&statement);
            line != nullptr && line->by > bed.timing.max_wait)
            return inapplicability{"needs-time",
                                   fmt::format("`{}` is more than [timing] max_wait", line->text)};
    return std::nullopt;
}

} // namespace simplespec::scenarios
