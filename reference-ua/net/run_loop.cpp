#include "net/run_loop.hpp"

#include <boost/asio/io_context.hpp>

#include <algorithm>

namespace simplespec::net {

run_loop::run_loop() : context_(std::make_unique<boost::asio::io_context>(1)) {}
run_loop::~run_loop() = default;

void run_loop::run(sip::time_point until, const std::function<bool()>& done) {
    using namespace std::chrono_literals;
    while (!done()) {
        const auto now = std::chrono::steady_clock::now();
        if (now >= until) return poll();
        context_->restart();
        const auto guard = boost::asio::make_work_guard(*context_);
        context_->run_one_until(std::min(until, now + sip::duration(50ms)));
    }
}

void run_loop::poll() {
    context_->restart();
    context_->poll();
}

bool run_loop::handle_one(sip::duration limit) {
    context_->restart();
    const auto guard = boost::asio::make_work_guard(*context_);
    return context_->run_one_for(limit) != 0;
}

} // namespace simplespec::net
