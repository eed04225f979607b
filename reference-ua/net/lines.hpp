#pragma once
// Lines that somebody types, or another program writes to us.
#include "net/run_loop.hpp"

#include <functional>
#include <memory>
#include <string>

namespace simplespec::net {

/// Hears each line of a descriptor, without its end, from the run loop; until the descriptor's end, or what cannot be waited
/// for (a file, /dev/null), or a line of more than 4096 octets. The descriptor stays the caller's.
class lines {
public:
    lines(run_loop& loop, int descriptor, std::function<void(std::string line)> heard);
    ~lines();
    lines(const lines&) = delete;
    lines& operator=(const lines&) = delete;

    struct state;

private:
    std::shared_ptr<state> state_;
};

} // namespace simplespec::net
