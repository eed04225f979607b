#include "sip/transaction/client.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace simplespec::sip {
namespace {

using namespace std::chrono_literals;
using state = client_transaction::state;

// Runs the machine until `until`; the milliseconds at which it transmitted.
struct run {
    client_transaction machine;
    std::vector<long> transmissions{};
    std::vector<long> timeouts{};

    void to(duration until) {
        while (machine.deadline() && *machine.deadline() <= time_point(until)) {
            const auto at = *machine.deadline();
            const auto step = machine.on_timer({at, {}});
            const auto ms =
                std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
            if (step.transmit) transmissions.push_back(ms);
            if (step.timed_out) timeouts.push_back(ms);
        }
    }
};

constexpr instant start{};

TEST(client_transaction, timer_e_doubles_up_to_t2_and_timer_f_ends_it) {
    run r{client_transaction(false, {})};
    EXPECT_TRUE(r.machine.start(start).transmit);
    r.to(60s);
    EXPECT_EQ(r.transmissions,
              (std::vector<long>{500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500}));
    EXPECT_EQ(r.timeouts, std::vector<long>{32000});
    EXPECT_EQ(r.machine.current(), state::terminated);
}

TEST(client_transaction, a_provisional_slows_retransmission_to_t2) {
    run r{client_transaction(false, {})};
    r.machine.start(start);
    EXPECT_TRUE(r.machine.on_response({time_point(100ms), {}}, 100).deliver);
    EXPECT_EQ(r.machine.current(), state::proceeding);
    r.to(10s);
    EXPECT_EQ(r.transmissions, (std::vector<long>{500, 4500, 8500}));
    r.to(40s);
    EXPECT_EQ(r.timeouts, std::vector<long>{32000});
}

TEST(client_transaction, completed_absorbs_for_timer_k) {
    run r{client_transaction(false, {})};
    r.machine.start(start);
    EXPECT_TRUE(r.machine.on_response({time_point(1s), {}}, 200).deliver);
    EXPECT_EQ(r.machine.current(), state::completed);
    EXPECT_EQ(r.machine.on_response({time_point(2s), {}}, 200), client_transaction::effects{});
    EXPECT_EQ(r.machine.deadline(), time_point(6s));
    r.to(6s);
    EXPECT_EQ(r.machine.current(), state::terminated);
    EXPECT_TRUE(r.transmissions.empty());
}

TEST(client_transaction, a_reliable_transport_needs_neither_e_nor_k) {
    run r{client_transaction(true, {})};
    r.machine.start(start);
    EXPECT_EQ(r.machine.deadline(), time_point(32s));
    r.machine.on_response({time_point(1s), {}}, 404);
    EXPECT_EQ(r.machine.current(), state::terminated);
    EXPECT_EQ(r.machine.deadline(), std::nullopt);
}

TEST(client_transaction, a_transport_error_ends_it_and_is_told_once) {
    client_transaction machine(false, {});
    machine.start(start);
    EXPECT_TRUE(machine.on_transport_error(start).transport_failed);
    EXPECT_FALSE(machine.on_transport_error(start).transport_failed);
    EXPECT_EQ(machine.current(), state::terminated);
}

} // namespace
} // namespace simplespec::sip
