#include "bench/table.hpp"

#include "bench/goals.hpp"

#include <fmt/format.h>

#include <iterator>

namespace simplespec::bench {
namespace {

constexpr std::string_view ours = "ours";

std::string time_of(double nanoseconds) {
    return nanoseconds < 1e3   ? fmt::format("{:.0f} ns", nanoseconds)
           : nanoseconds < 1e5 ? fmt::format("{:.2f} us", nanoseconds / 1e3)
           : nanoseconds < 1e6 ? fmt::format("{:.0f} us", nanoseconds / 1e3)
                               : fmt::format("{:.2f} ms", nanoseconds / 1e6);
}

// With three figures that say something.
std::string times_of(double ratio) {
    return ratio < 0.1  ? fmt::format("{:.3f}x", ratio)
           : ratio < 10 ? fmt::format("{:.2f}x", ratio)
                        : fmt::format("{:.0f}x", ratio);
}

// 1234567 as 1,234,567
std::string number_of(std::uint64_t n) {
    auto out = std::to_string(n);
    for (auto at = static_cast<std::ptrdiff_t>(out.size()) - 3; at > 0; at -= 3)
        out.insert(static_cast<std::size_t>(at), ",");
    return out;
}

std::string row_of(const measurement& m, const measurement* our) {
    if (!m.flaw.empty()) return fmt::format("  {:<34} not measured: {}\n", m.contestant, m.flaw);
    const auto time = median_of(m.nanoseconds);
    std::string instructions = "-", each = "-", ratio = "-", ratio_of_instructions = "-";
    if (m.instructions) {
        instructions = number_of(*m.instructions);
        each = fmt::format("{:.1f}", static_cast<double>(*m.instructions) / static_cast<double>(m.octets));
    }
    if (our != nullptr && our->flaw.empty() && our != &m) {
        if (!our->nanoseconds.empty() && time.median > 0)
            ratio = times_of(median_of(our->nanoseconds).median / time.median);
        if (our->instructions && m.instructions)
            ratio_of_instructions =
                times_of(static_cast<double>(*our->instructions) / static_cast<double>(*m.instructions));
    }
    return fmt::format("  {:<34} {:>9} {:>8.0f} {:>9.0f} {:>13} {:>8} {:>8} {:>8}\n", m.contestant,
                       m.nanoseconds.empty() ? "-" : time_of(time.median),
                       time.median > 0 ? static_cast<double>(m.octets) / time.median * 1e3 : 0.0,
                       m.allocations, instructions, each, ratio, ratio_of_instructions);
}

} // namespace

std::string print_table(const bench_result& result) {
    std::string out;
    const measurement* last = nullptr;
    for (const auto& m : result.measurements) {
        if (last == nullptr || last->stage != m.stage || last->subject != m.subject)
            out += fmt::format("\n{:<36} {:>9} {:>8} {:>9} {:>13} {:>8} {:>8} {:>8}\n",
                               fmt::format("{} {} ({} octets)", m.stage, m.subject, number_of(m.octets)),
                               "CPU time", "MB/s", "allocs", "instructions", "/octet", "ours/it", "in instr");
        out += row_of(m, result.find(m.stage, m.subject, ours));
        last = &m;
    }
    return out;
}

std::string print_goals(const bench_result& result) {
    std::string out;
    for (const auto& g : goals()) {
        const auto* our = result.find(g.stage, g.subject, ours);
        const auto* their = result.find(g.against_stage.empty() ? g.stage : g.against_stage,
                                        g.against_subject.empty() ? g.subject : g.against_subject, g.against);
        if (our == nullptr || their == nullptr || our->nanoseconds.empty() || their->nanoseconds.empty())
            continue;
        const auto a = median_of(our->nanoseconds);
        const auto b = median_of(their->nanoseconds);
        const auto ratio = a.median / b.median;
        fmt::format_to(std::back_inserter(out), "  {:<10} {:<12} {:<34} {:>7.3f}x  at most {:>6.3f}x  {}\n",
                       g.stage, g.subject,
                       g.against_stage.empty() ? std::string(g.against)
                                               : fmt::format("our {} {}", g.against_stage, g.against_subject),
                       ratio, g.ratio,
                       ratio <= g.ratio ? "reached" : fmt::format("missed by {:.1f}", ratio / g.ratio));
    }
    return out.empty() ? out : "\nGoals: ours divided by whom\n" + out;
}

} // namespace simplespec::bench
