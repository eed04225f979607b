#pragma once
// How a target behaves, apart from whether that is right: what it answers, with which headers and bodies, and
// how fast.
#include "scenarios/result/result.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace simplespec::reports {

/// What the messages of one kind have, all of one scenario together.
struct kind_traits {
    std::map<std::string, std::set<std::string>> headers; ///< name -> lasting values; empty where none lasts
    std::map<std::string, std::set<std::string>>
        elements; ///< media type of a body -> XML elements, by the last three names
};

/// What the target did in one scenario.
struct traits {
    std::map<std::string, std::vector<int>> statuses; ///< method -> its final responses, in order
    std::map<std::string, kind_traits> kinds;         ///< "SUBSCRIBE 200", "NOTIFY"
    std::map<std::string, std::vector<std::int64_t>>
        latencies; ///< method -> from request to final response, microseconds
    std::size_t notifies = 0;
};

/// Read from the messages that the target sent; retransmissions and what came after the judging are left out.
traits traits_of(const scenarios::scenario_result& scenario);

/// One difference, as people say it: `about` "SUBSCRIBE 200" and `what` "Allow-Events gone".
struct difference {
    std::string about;
    std::string what;
    std::string name;    ///< of the header whose one value became another; otherwise empty
    std::string was, is; ///< those values

    bool operator==(const difference&) const = default;
};
std::vector<difference> differences(const traits& before, const traits& after);

/// A difference and where it was seen.
struct behaviour_change {
    std::string about, what;
    std::vector<std::string> scenarios;
};
/// The same difference of several scenarios together, the most frequent first. A header whose values are
/// different in each scenario is random by nature, and is left out; one with many values is told in one
/// sentence.
std::vector<behaviour_change>
grouped(const std::vector<std::pair<std::string, std::vector<difference>>>& by_scenario);

/// Median times from request to final response that moved clearly: more than twice, and more than 50 ms.
struct latency_change {
    std::string method;
    std::int64_t was_us = 0, is_us = 0;
    std::size_t samples = 0; ///< the fewer of both runs; below three nothing is said
};
std::vector<latency_change> latency_changes(const std::vector<traits>& before,
                                            const std::vector<traits>& after);

} // namespace simplespec::reports
