#include "bench/floor.hpp"

#include <array>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace simplespec::bench {
namespace {

constexpr std::array<char, 7> structural = {'<', '>', '"', '\r', '\n', ':', '='};

std::uint64_t index_of(std::string_view block) {
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < block.size(); ++i)
        for (const char c : structural)
            if (block[i] == c) mask |= std::uint64_t{1} << i;
    return mask;
}

#ifdef __x86_64__
[[gnu::target("avx2")]] std::uint32_t index_of_32(const char* at) {
    const auto octets = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
    auto found = _mm256_setzero_si256();
    for (const char c : structural)
        found = _mm256_or_si256(found, _mm256_cmpeq_epi8(octets, _mm256_set1_epi8(c)));
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(found));
}

[[gnu::target("avx2")]] std::size_t index_blocks(std::string_view octets, std::vector<std::uint64_t>& into) {
    std::size_t at = 0;
    for (; at + 64 <= octets.size(); at += 64)
        into[at / 64] = index_of_32(octets.data() + at) |
                        static_cast<std::uint64_t>(index_of_32(octets.data() + at + 32)) << 32U;
    return at;
}
#endif

} // namespace

void copy_octets(std::string_view octets, std::string& into) { into.assign(octets); }

void index_octets(std::string_view octets, std::vector<std::uint64_t>& into) {
    into.resize((octets.size() + 63) / 64);
    std::size_t at = 0;
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2")) {
        at = index_blocks(octets, into);
        std::array<char, 64> rest{};
        octets.substr(at).copy(rest.data(), rest.size());
        if (at < octets.size())
            into.back() = index_of_32(rest.data()) | static_cast<std::uint64_t>(index_of_32(rest.data() + 32))
                                                         << 32U;
        return;
    }
#endif
    for (; at < octets.size(); at += 64) into[at / 64] = index_of(octets.substr(at, 64));
}

void write_rows(const contact_table& rows, contact_table& into) {
    into.clear();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto& row = into.add();
        row.uri = rows[i].uri;
        row.name = rows[i].name;
        row.note = rows[i].note;
        row.state = rows[i].state;
    }
}

} // namespace simplespec::bench
