#include "rigs/wire/link.hpp"

#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using namespace std::chrono_literals;

TEST(link, is_lossless_and_takes_a_millisecond_unless_told_otherwise) {
    link plain({}, 1);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(plain.cross(), std::vector<sip::duration>{1ms});
}

struct tally {
    int lost = 0, doubled = 0, held = 0;
};

tally count(link_settings settings) {
    link l(settings, 7);
    tally t;
    for (int i = 0; i < 10000; ++i) {
        const auto copies = l.cross();
        t.lost += copies.empty();
        t.doubled += copies.size() == 2;
        t.held += !copies.empty() && copies.front() > settings.delay;
        for (const auto c : copies) EXPECT_LE(c, settings.delay + settings.hold);
    }
    return t;
}

TEST(link, keeps_to_its_probabilities) {
    const auto t = count({.loss = 0.2, .duplication = 0.1, .reordering = 0.5});
    EXPECT_NEAR(t.lost, 2000, 150);
    EXPECT_NEAR(t.doubled, 800, 100);
    EXPECT_NEAR(t.held, 4000, 200);
    EXPECT_EQ(count({.loss = 1}).lost, 10000);
}

TEST(link, draws_the_same_fates_from_the_same_seed) {
    const link_settings rough{.loss = 0.3, .duplication = 0.3, .reordering = 0.3};
    link a(rough, 3), b(rough, 3), c(rough, 4);
    bool differs = false;
    for (int i = 0; i < 100; ++i) {
        const auto from_a = a.cross();
        EXPECT_EQ(from_a, b.cross());
        differs |= from_a != c.cross();
    }
    EXPECT_TRUE(differs);
}

} // namespace
} // namespace simplespec::rigs
