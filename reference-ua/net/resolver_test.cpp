#include "net/resolver.hpp"

#include "net/clock.hpp"
#include "net/interrupt.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

namespace simplespec::net {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(resolver, knows_an_address_when_it_sees_one) {
    EXPECT_TRUE(is_numeric("192.0.2.1"));
    EXPECT_TRUE(is_numeric("2001:db8::1"));
    EXPECT_FALSE(is_numeric("[2001:db8::1]"));
    EXPECT_FALSE(is_numeric("pbx.example.com"));
    EXPECT_FALSE(is_numeric(""));
}

TEST(resolver, answers_an_address_with_itself_and_a_name_with_its_addresses) {
    EXPECT_THAT(*resolve("2001:db8::1"), ElementsAre("2001:db8::1"));
    EXPECT_THAT(*resolve("localhost"), testing::AnyOf(Contains("127.0.0.1"), Contains("::1")));
}

TEST(resolver, says_which_name_has_no_address) {
    const auto none = resolve("no-such-host.invalid");
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error(), HasSubstr("no-such-host.invalid has no address"));
}

TEST(clock, shifts_both_hands) {
    clock c;
    const auto before = c.now();
    c.shift(1h);
    const auto after = c.now();
    EXPECT_GE(after.steady - before.steady, 1h);
    EXPECT_LT(after.steady - before.steady, 1h + 1min);
    EXPECT_GE(after.wall - before.wall, 1h);
    EXPECT_EQ(c.real(after.steady) + 1h, after.steady);
}

TEST(interrupt, is_noted) {
    EXPECT_FALSE(interrupted());
    watch_interrupts();
    std::raise(SIGINT);
    EXPECT_TRUE(interrupted());
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

} // namespace
} // namespace simplespec::net
