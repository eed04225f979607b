#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace simplespec::cli {

bool colourful() {
    const char* none = std::getenv("NO_COLOR");
    const char* kind = std::getenv("TERM");
    return isatty(STDOUT_FILENO) == 1 && (none == nullptr || *none == '\0') && kind != nullptr &&
           std::string_view(kind) != "dumb";
}

progress::progress(std::size_t total) : total_(total), live_(isatty(STDOUT_FILENO) == 1) {}

progress::~progress() { clear(); }

void progress::done(std::string_view block, std::string_view name, bool unexpected) {
    const std::lock_guard lock(mutex_);
    ++count_;
    unexpected_ += unexpected ? 1 : 0;
    clear();
    fmt::print("{}", block);
    draw(name);
    std::fflush(stdout);
}

void progress::clear() const {
    if (live_) fmt::print("\r\x1b[K");
}

void progress::draw(std::string_view name) const {
    if (!live_ || count_ == total_) return;
    fmt::print("{} of {}, {} unexpected   {}", count_, total_, unexpected_, name.substr(0, 50));
}

} // namespace simplespec::cli
