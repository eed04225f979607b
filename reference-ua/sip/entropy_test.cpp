#include "sip/entropy.hpp"

#include <gtest/gtest.h>

#include <set>

namespace simplespec::sip {
namespace {

TEST(entropy, gives_the_same_octets_for_the_same_seed) {
    auto a = entropy::derive(7, "rfc3903/6/refresh", "alice");
    auto b = entropy::derive(7, "rfc3903/6/refresh", "alice");
    EXPECT_EQ(a.branch(), b.branch());
    EXPECT_EQ(a.token(20), b.token(20));
}

TEST(entropy, gives_each_actor_and_scenario_and_seed_a_stream_of_its_own) {
    std::set<std::string> tokens;
    for (const std::uint64_t seed : {1U, 2U})
        for (const auto* scenario : {"a/b", "a/c", "a/ba"})
            for (const auto* actor : {"lice", "alice", "bob"})
                tokens.insert(entropy::derive(seed, scenario, actor).token());
    EXPECT_EQ(tokens.size(), 18U);
}

TEST(entropy, repeats_no_token_in_a_long_run) {
    entropy random(1);
    std::set<std::string> seen;
    for (int i = 0; i < 10000; ++i) EXPECT_TRUE(seen.insert(random.token()).second);
    EXPECT_EQ(random.below(0), 0U);
}

} // namespace
} // namespace simplespec::sip
