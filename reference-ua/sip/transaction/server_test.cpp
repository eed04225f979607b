#include "sip/transaction/server.hpp"

#include <gtest/gtest.h>

namespace simplespec::sip {
namespace {

using namespace std::chrono_literals;
using state = server_transaction::state;
constexpr instant start{};

TEST(server_transaction, discards_retransmissions_until_answered_then_repeats_the_answer) {
    server_transaction machine(false, {});
    EXPECT_FALSE(machine.on_retransmission(start).transmit);
    EXPECT_TRUE(machine.on_respond(start, 100).transmit);
    EXPECT_EQ(machine.current(), state::proceeding);
    EXPECT_TRUE(machine.on_retransmission(start).transmit);
    EXPECT_TRUE(machine.on_respond(start, 200).transmit);
    EXPECT_EQ(machine.current(), state::completed);
    EXPECT_TRUE(machine.on_retransmission(start).transmit);
    EXPECT_FALSE(machine.on_respond(start, 404).transmit);
}

TEST(server_transaction, timer_j_ends_it_after_64_t1) {
    server_transaction machine(false, {});
    machine.on_respond(start, 200);
    ASSERT_EQ(machine.deadline(), time_point(32s));
    machine.on_timer({time_point(31s), {}});
    EXPECT_EQ(machine.current(), state::completed);
    machine.on_timer({time_point(32s), {}});
    EXPECT_EQ(machine.current(), state::terminated);
}

TEST(server_transaction, over_a_reliable_transport_timer_j_is_zero) {
    server_transaction machine(true, {});
    EXPECT_TRUE(machine.on_respond(start, 200).transmit);
    EXPECT_EQ(machine.current(), state::terminated);
}

TEST(server_transaction, a_transport_error_is_told_and_ends_it) {
    server_transaction machine(false, {});
    EXPECT_FALSE(machine.on_transport_error(start).transport_failed);
    machine.on_respond(start, 200);
    EXPECT_TRUE(machine.on_transport_error(start).transport_failed);
    EXPECT_EQ(machine.current(), state::terminated);
}

} // namespace
} // namespace simplespec::sip
