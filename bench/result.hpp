#pragma once
// What was measured, to be printed, kept and compared.
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::bench {

/// One contestant at one subject.
struct measurement {
    std::string stage, subject, contestant;
    std::size_t octets = 0;            ///< of one message
    std::vector<double> nanoseconds{}; ///< CPU time for one message, of each repetition
    double allocations = 0;            ///< for one message, once warm
    double allocated_octets = 0;
    std::optional<std::uint64_t> instructions{}; ///< for one message, as callgrind counts them
    std::string flaw{};                          ///< why nothing was measured

    std::string id() const { return stage + "/" + subject + "/" + contestant; }
    bool operator==(const measurement&) const = default;
};

struct bench_result {
    std::vector<measurement> measurements{};

    const measurement* find(std::string_view stage, std::string_view subject,
                            std::string_view contestant) const;
    bool operator==(const bench_result&) const = default;
};

/// The median and where the true one lies with 95 % confidence, by order statistics: no distribution is
/// assumed. With fewer than six values the interval is all that was seen.
struct interval_of_median {
    double low = 0, median = 0, high = 0;

    bool parts_from(const interval_of_median& other) const { return high < other.low || other.high < low; }
};
interval_of_median median_of(std::vector<double> values);

/// The form in which results are kept.
std::string to_json(const bench_result& result);
/// Fails with one sentence.
std::expected<bench_result, std::string> from_json(std::string_view text);

} // namespace simplespec::bench
