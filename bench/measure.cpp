#include "bench/measure.hpp"

#include "bench/allocations.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <valgrind/callgrind.h>

#include <map>

namespace simplespec::bench {
namespace {

constexpr int warm = 4;    // messages, more than a cycle of turns takes to come round twice
constexpr int counted = 8; // messages whose allocations are counted: whole cycles

/// Keeps what each repetition of each case took.
class collector : public benchmark::BenchmarkReporter {
  public:
    bool ReportContext(const Context&) override { return true; }
    void ReportRuns(const std::vector<Run>& runs) override {
        for (const auto& run : runs)
            if (run.run_type == Run::RT_Iteration && !run.error_occurred)
                times[run.run_name.function_name].push_back(run.GetAdjustedCPUTime());
    }

    std::map<std::string, std::vector<double>> times{};
};

void time_case(benchmark::State& state, const measured_case& c) {
    for (auto _ : state)
        if (!c.run()) state.SkipWithError("it could not be read");
}

} // namespace

bench_result measure(const measured_cases& cases, const effort& spent) {
    std::vector<std::string> words = {"bench", "--benchmark_enable_random_interleaving=true",
                                      fmt::format("--benchmark_repetitions={}", spent.repetitions),
                                      fmt::format("--benchmark_min_time={}", spent.seconds)};
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    auto count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());

    bench_result out;
    for (const auto& c : cases) {
        auto& m = out.measurements.emplace_back(measurement{c.stage, c.subject, c.contestant, c.octets});
        m.flaw = c.flaw;
        if (!c.flaw.empty()) continue;
        for (int i = 0; i < warm; ++i) c.run();
        const auto before = heap_so_far();
        for (int i = 0; i < counted; ++i) c.run();
        const auto after = heap_so_far();
        m.allocations = static_cast<double>(after.allocations - before.allocations) / counted;
        m.allocated_octets = static_cast<double>(after.octets - before.octets) / counted;
        benchmark::RegisterBenchmark(c.id().c_str(), time_case, c)->Unit(benchmark::kNanosecond);
    }
    collector reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    benchmark::ClearRegisteredBenchmarks();
    for (auto& m : out.measurements) m.nanoseconds = reporter.times[m.id()];
    return out;
}

bool under_callgrind() { return RUNNING_ON_VALGRIND != 0; }

void count_instructions(const measured_cases& cases) {
    for (const auto& c : cases) {
        if (!c.flaw.empty()) continue;
        for (int i = 0; i < warm; ++i) c.run();
        const auto id = c.id();
        CALLGRIND_START_INSTRUMENTATION;
        CALLGRIND_ZERO_STATS;
        c.run();
        CALLGRIND_DUMP_STATS_AT(id.c_str());
        CALLGRIND_STOP_INSTRUMENTATION;
    }
}

} // namespace simplespec::bench
