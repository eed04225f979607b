#include "net/workers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace simplespec::net {
namespace {

TEST(workers, do_everything_once) {
    for (const std::size_t threads : {0U, 1U, 2U, 8U, 100U}) {
        std::vector<std::atomic<int>> done(50);
        std::vector<job> jobs;
        for (auto& d : done) jobs.push_back({{}, [&d] { ++d; }});
        do_all(jobs, threads);
        for (const auto& d : done) EXPECT_EQ(d, 1) << threads;
    }
    do_all({}, 4);
}

TEST(workers, keep_the_order_on_one_thread) {
    std::vector<int> order;
    std::vector<job> jobs;
    for (int i = 0; i < 20; ++i) jobs.push_back({{"all"}, [&order, i] { order.push_back(i); }});
    do_all(jobs, 1);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
    EXPECT_EQ(order.size(), 20U);
}

TEST(workers, run_side_by_side) {
    std::latch all(3); // each waits for the others
    std::vector<job> jobs(3, job{{}, [&all] { all.arrive_and_wait(); }});
    do_all(jobs, 3);
    EXPECT_TRUE(all.try_wait());
}

TEST(workers, never_share_what_is_held) {
    std::atomic<int> alice = 0, bob = 0;
    std::atomic<bool> shared = false;
    const auto use = [&shared](std::atomic<int>& who) {
        if (++who != 1) shared = true;
        std::this_thread::yield();
        --who;
    };
    std::vector<job> jobs;
    for (int i = 0; i < 200; ++i) {
        jobs.push_back({{"alice"}, [&] { use(alice); }});
        jobs.push_back({{"bob"}, [&] { use(bob); }});
        jobs.push_back({{"bob", "alice"}, [&] { use(alice), use(bob); }});
    }
    do_all(jobs, 8);
    EXPECT_FALSE(shared);
}

TEST(workers, pass_one_whose_holds_are_taken) {
    std::latch other(1);
    // The first holds alice until the third has run; the second wants alice and must not stand in the third's way.
    do_all({{{"alice"}, [&] { other.wait(); }}, {{"alice"}, [] {}}, {{}, [&] { other.count_down(); }}}, 2);
    EXPECT_TRUE(other.try_wait());
}

TEST(workers, throw_what_was_thrown_when_all_are_done) {
    std::atomic<int> done = 0;
    std::vector<job> jobs(10, job{{"x"}, [&done] { ++done; }});
    jobs[3].work = [] { throw std::runtime_error("three"); };
    EXPECT_THROW(do_all(jobs, 4), std::runtime_error);
    EXPECT_EQ(done, 9);
}

} // namespace
} // namespace simplespec::net
