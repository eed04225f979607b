#pragma once
// What every fuzz target shares: its entry point, and how a promise that was not kept ends the run.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// The entry point that libFuzzer, AFL++ and the replay call with one input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size);

namespace simplespec::fuzz {

/// An oracle: where `kept` is false, say which promise was broken and end the process, as a crash would.
inline void hold(bool kept, const char* promise) {
    if (kept) return;
    std::fprintf(stderr, "oracle: %s\n", promise);
    std::abort();
}

inline std::string_view text_of(const std::uint8_t* octets, std::size_t size) {
    return {reinterpret_cast<const char*>(octets), size};
}

/// Whether `part` is a view of octets inside `whole`, or empty.
inline bool stands_in(std::string_view part, std::string_view whole) {
    return part.empty() ||
           (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

} // namespace simplespec::fuzz
