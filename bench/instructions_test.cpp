#include "bench/instructions.hpp"

#include <gtest/gtest.h>

namespace simplespec::bench {
namespace {

constexpr std::string_view dump =
    "# callgrind format\nversion: 1\ncreator: callgrind-3.19.0\npid: 1\npart: 2\n\n"
    "desc: I1 cache: \ndesc: Trigger: Client Request: chain/n50/ours\n\n"
    "positions: line\nevents: Ir\nsummary: 1234567\n\nfn=(1) read\n10 5\n\ntotals: 1234567\n";

TEST(instructions, are_those_of_the_summary) {
    const auto got = read_dump(dump);
    ASSERT_TRUE(got);
    EXPECT_EQ(got->id, "chain/n50/ours");
    EXPECT_EQ(got->instructions, 1'234'567U);
}

TEST(instructions, other_files_are_none) {
    EXPECT_FALSE(read_dump(""));
    EXPECT_FALSE(read_dump("desc: Trigger: Program termination\nsummary: 12\n"));
    EXPECT_FALSE(read_dump("desc: Trigger: Client Request: chain/n50/ours\nsummary: none\n"));
}

} // namespace
} // namespace simplespec::bench
