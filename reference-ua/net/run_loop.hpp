#pragma once
// The loop in which sockets and timers of one thread live.
#include "sip/instant.hpp"

#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace simplespec::net {

class run_loop {
public:
    run_loop();
    ~run_loop();
    run_loop(const run_loop&) = delete;
    run_loop& operator=(const run_loop&) = delete;

    /// Handle what happens until `done` says so or the real steady clock shows `until`. `done` is asked after each event
    /// and at least every 50 ms.
    void run(sip::time_point until, const std::function<bool()>& done);
    /// Handle what has happened already, without waiting.
    void poll();
    /// Handle the next thing that happens within `limit`; false where nothing did.
    bool handle_one(sip::duration limit);

    /// For the other parts of net.
    boost::asio::io_context& context() { return *context_; }

private:
    std::unique_ptr<boost::asio::io_context> context_;
};

} // namespace simplespec::net
