#include "bench/result.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>

namespace simplespec::bench {
namespace {

namespace json = boost::json;

constexpr int schema = 1;

json::object object_of(const measurement& m) {
    json::object out{
        {"stage", m.stage}, {"subject", m.subject}, {"contestant", m.contestant}, {"octets", m.octets}};
    if (!m.flaw.empty()) {
        out["flaw"] = m.flaw;
        return out;
    }
    out["nanoseconds"] = json::array(m.nanoseconds.begin(), m.nanoseconds.end());
    out["allocations"] = m.allocations;
    out["allocated_octets"] = m.allocated_octets;
    if (m.instructions) out["instructions"] = *m.instructions;
    return out;
}

measurement measurement_of(const json::object& from) {
    const auto text = [&](std::string_view key) { return json::value_to<std::string>(from.at(key)); };
    measurement out{text("stage"), text("subject"), text("contestant"),
                    from.at("octets").to_number<std::size_t>()};
    if (from.contains("flaw")) {
        out.flaw = text("flaw");
        return out;
    }
    for (const auto& value : from.at("nanoseconds").as_array())
        out.nanoseconds.push_back(value.to_number<double>());
    out.allocations = from.at("allocations").to_number<double>();
    out.allocated_octets = from.at("allocated_octets").to_number<double>();
    if (from.contains("instructions")) out.instructions = from.at("instructions").to_number<std::uint64_t>();
    return out;
}

// The greatest k for which the k-th smallest and the k-th largest of n values hold the median between them
// with 95 % confidence: twice the binomial tail below k is at most 5 %. Zero where n is too small.
std::size_t order_for(std::size_t n) {
    double probability = std::pow(0.5, static_cast<double>(n)); // of no value below the median
    double tail = 0;
    std::size_t k = 0;
    while (k < n / 2) {
        tail += probability;
        if (2 * tail > 0.05) break;
        ++k;
        probability *= static_cast<double>(n - k + 1) / static_cast<double>(k);
    }
    return k;
}

} // namespace

const measurement* bench_result::find(std::string_view stage, std::string_view subject,
                                      std::string_view contestant) const {
    for (const auto& m : measurements)
        if (m.stage == stage && m.subject == subject && m.contestant == contestant) return &m;
    return nullptr;
}

interval_of_median median_of(std::vector<double> values) {
    if (values.empty()) return {};
    std::ranges::sort(values);
    const auto n = values.size();
    const auto middle = n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
    const auto k = std::max<std::size_t>(order_for(n), 1);
    return {values[k - 1], middle, values[n - k]};
}

std::string to_json(const bench_result& result) {
    json::array all;
    for (const auto& m : result.measurements) all.push_back(object_of(m));
    return json::serialize(json::object{{"schema", schema}, {"measurements", std::move(all)}}) + "\n";
}

std::expected<bench_result, std::string> from_json(std::string_view text) {
    try {
        const auto root = json::parse({text.data(), text.size()}).as_object();
        if (root.at("schema").to_number<int>() != schema) return std::unexpected("it is of another version");
        bench_result out;
        for (const auto& one : root.at("measurements").as_array())
            out.measurements.push_back(measurement_of(one.as_object()));
        return out;
    } catch (const std::exception& e) {
        return std::unexpected(std::string("it is no result of benchmarks: ") + e.what());
    }
}

} // namespace simplespec::bench
