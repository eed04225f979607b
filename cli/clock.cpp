#include "cli/clock.hpp"

#include <fmt/chrono.h>

#include <chrono>

namespace simplespec::cli {

namespace {
std::int64_t now() {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

auto utc() { return fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())); }
} // namespace

std::string today() { return fmt::format("{:%Y-%m-%d}", utc()); }
std::string timestamp() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", utc()); }

stopwatch::stopwatch() : began_(now()) {}
std::int64_t stopwatch::microseconds() const { return now() - began_; }

} // namespace simplespec::cli
