#include "bench/table.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <map>

namespace simplespec::bench {
namespace {

constexpr std::string_view ours = "ours";
constexpr double telling = 0.03; // of instructions: less comes of where malloc found room in another run

double ratio_of(const measurement& after, const measurement& before) {
    return median_of(after.nanoseconds).median / median_of(before.nanoseconds).median;
}

/// How much slower the machine was at each subject, by those whose code is the same: the geometric mean over
/// them. One where there is nobody.
std::map<std::string, double> drift_of(const bench_result& before, const bench_result& after) {
    std::map<std::string, std::pair<double, int>> sums;
    for (const auto& m : after.measurements) {
        const auto* old = before.find(m.stage, m.subject, m.contestant);
        if (m.contestant == ours || old == nullptr || m.nanoseconds.empty() || old->nanoseconds.empty())
            continue;
        auto& [sum, count] = sums[m.stage + "/" + m.subject];
        sum += std::log(ratio_of(m, *old));
        ++count;
    }
    std::map<std::string, double> out;
    for (const auto& [subject, s] : sums) out[subject] = std::exp(s.first / s.second);
    return out;
}

class comparer {
  public:
    comparer(const bench_result& before, const bench_result& after) : drift_(drift_of(before, after)) {
        for (const auto& m : after.measurements) {
            if (m.contestant != ours) continue;
            const auto* old = before.find(m.stage, m.subject, m.contestant);
            if (old == nullptr) continue;
            name_ = m.stage + " " + m.subject;
            times(*old, m);
            instructions(*old, m);
            if (old->flaw.empty() && m.flaw.empty())
                number("allocations", old->allocations, m.allocations,
                       std::abs(m.allocations - old->allocations) >= 1);
            if (old->flaw.empty() && !m.flaw.empty())
                told("lost", "the answer is wrong now: " + m.flaw, true);
        }
        if (out_.text.empty()) out_.text = "  nothing that can be told from noise\n";
    }
    comparison take() { return std::move(out_); }

  private:
    void times(const measurement& before, const measurement& after) {
        if (before.nanoseconds.empty() || after.nanoseconds.empty()) return;
        const auto it = drift_.find(after.stage + "/" + after.subject);
        const double machine = it == drift_.end() ? 1 : it->second;
        auto now = median_of(after.nanoseconds);
        const auto then = median_of(before.nanoseconds);
        now = {now.low / machine, now.median / machine, now.high / machine};
        if (!now.parts_from(then)) return;
        told(now.median > then.median ? "slower" : "faster",
             fmt::format(
                 "{:.2f} us [{:.2f}, {:.2f}], was {:.2f} us [{:.2f}, {:.2f}]: {:.3f}x (machine {:.2f}x)",
                 now.median / 1e3, now.low / 1e3, now.high / 1e3, then.median / 1e3, then.low / 1e3,
                 then.high / 1e3, now.median / then.median, machine),
             now.median > then.median);
    }
    void instructions(const measurement& before, const measurement& after) {
        if (!before.instructions || !after.instructions) return;
        const auto then = static_cast<double>(*before.instructions);
        const auto now = static_cast<double>(*after.instructions);
        number("instructions", then, now, std::abs(now - then) > telling * then);
    }
    void number(std::string_view what, double then, double now, bool changed) {
        if (changed)
            told(now > then ? "more" : "fewer",
                 fmt::format("{} {:.0f}, were {:.0f}: {:.3f}x", what, now, then, then > 0 ? now / then : 0.0),
                 now > then);
    }
    void told(std::string_view how, const std::string& what, bool worse) {
        fmt::format_to(std::back_inserter(out_.text), "  {:<10} {:<22} {:<7} {}\n",
                       worse ? "REGRESSION" : "better", name_, how, what);
        out_.regressions += worse ? 1 : 0;
    }

    std::map<std::string, double> drift_;
    std::string name_;
    comparison out_;
};

} // namespace

comparison compare(const bench_result& before, const bench_result& after) {
    return comparer(before, after).take();
}

} // namespace simplespec::bench
