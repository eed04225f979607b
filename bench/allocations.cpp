#include "bench/allocations.hpp"

#include <cstddef>

namespace {
simplespec::bench::heap_use use; // NOLINT(*-avoid-non-const-global-variables): it is what is counted

void count(std::size_t octets) {
    ++use.allocations;
    use.octets += octets;
}
} // namespace

// The program's own malloc takes the place of the C library's for all that is linked to it, and hands on to
// it under the name that glibc keeps for that.
extern "C" {
void* __libc_malloc(std::size_t octets);
void* __libc_calloc(std::size_t members, std::size_t octets);
void* __libc_realloc(void* old, std::size_t octets);
void* __libc_memalign(std::size_t alignment, std::size_t octets);

void* malloc(std::size_t octets) {
    count(octets);
    return __libc_malloc(octets);
}
void* calloc(std::size_t members, std::size_t octets) {
    count(members * octets);
    return __libc_calloc(members, octets);
}
void* realloc(void* old, std::size_t octets) {
    count(octets);
    return __libc_realloc(old, octets);
}
void* aligned_alloc(std::size_t alignment, std::size_t octets) {
    count(octets);
    return __libc_memalign(alignment, octets);
}
}

namespace simplespec::bench {

heap_use heap_so_far() { return use; }

} // namespace simplespec::bench
