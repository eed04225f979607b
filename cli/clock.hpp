#pragma once
// What only the real clock can tell a run.
#include <cstdint>
#include <string>

namespace simplespec::cli {

/// "2026-01-31", UTC.
std::string today();
/// "2026-01-31T12:00:00Z".
std::string timestamp();

/// Real time since it was made.
class stopwatch {
public:
    stopwatch();
    std::int64_t microseconds() const;

private:
    std::int64_t began_;
};

} // namespace simplespec::cli
