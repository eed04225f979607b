#pragma once
// Randomness as it is handed in: a seeded stream, the same octets for the same seed on every machine.
#include <cstdint>
#include <string>
#include <string_view>

namespace simplespec::sip {

/// A deterministic stream of random numbers (splitmix64). Each actor owns one, derived from the run's seed,
/// so that the number of jobs never changes an octet. Not for keys: credentials come from the testbed.
class entropy {
public:
    explicit entropy(std::uint64_t seed) : state_(seed) {}

    /// A stream of its own for one actor of one scenario.
    static entropy derive(std::uint64_t seed, std::string_view scenario, std::string_view actor);

    std::uint64_t next();
    /// Uniform in [0, bound); 0 when bound is 0.
    std::uint64_t below(std::uint64_t bound);
    /// `length` characters of [0-9a-z]: 5.17 bits each, so 13 carry 64 bits.
    std::string token(std::size_t length = 13);
    /// A Via branch: the magic cookie of RFC 3261 section 8.1.1.7 and 64 random bits.
    std::string branch() { return "z9hG4bK" + token(); }

private:
    std::uint64_t state_;
};

} // namespace simplespec::sip
