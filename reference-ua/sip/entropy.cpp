#include "sip/entropy.hpp"

namespace simplespec::sip {

namespace {
std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

std::uint64_t fold(std::uint64_t hash, std::string_view text) {
    for (const unsigned char c : text) hash = (hash ^ c) * 0x100000001b3U; // FNV-1a
    return mix(hash ^ text.size());
}
} // namespace

entropy entropy::derive(std::uint64_t seed, std::string_view scenario, std::string_view actor) {
    return entropy(fold(fold(mix(seed + 0x9e3779b97f4a7c15U), scenario), actor));
}

std::uint64_t entropy::next() { return mix(state_ += 0x9e3779b97f4a7c15U); }

std::uint64_t entropy::below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }

std::string entropy::token(std::size_t length) {
    static constexpr std::string_view alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::string out(length, '0');
    for (char& c : out) c = alphabet[below(alphabet.size())];
    return out;
}

} // namespace simplespec::sip
