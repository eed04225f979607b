#pragma once
// How much is asked of the heap: every malloc of the program and of the libraries in it, and so every
// operator new.
#include <cstdint>

namespace simplespec::bench {

struct heap_use {
    std::uint64_t allocations = 0;
    std::uint64_t octets = 0;
};

/// Since the program began; the program has one thread.
heap_use heap_so_far();

} // namespace simplespec::bench
