#pragma once
// The wire to a target somewhere else: real sockets, real time.
#include "rigs/wire/wire.hpp"

#include <memory>

namespace simplespec::net {
class clock;
class port;
class run_loop;
} // namespace simplespec::net

namespace simplespec::rigs {

struct remote_settings {
    std::string bind;       ///< numeric address that actors listen on; empty: the one that has a route to `target`
    std::string target;     ///< numeric address of the target, for that choice
    std::uint16_t port = 0; ///< the first actor's; each next one is higher by two. 0: any that is free
};

/// Joins actors on ports of their own with whoever is out there. One thread: everything happens inside wait() and
/// advance().
class remote_wire : public wire {
public:
    explicit remote_wire(remote_settings settings);
    ~remote_wire() override;
    remote_wire(const remote_wire&) = delete;
    remote_wire& operator=(const remote_wire&) = delete;

    sip::instant now() const override;
    std::expected<sip::hop, std::string> attach(std::string_view actor) override;
    void send(const sip::transmission& out) override;
    std::vector<wire_event> wait(sip::time_point until) override;
    bool advance(sip::duration by, sip::duration max_wait) override;

protected:
    net::run_loop& loop() { return *loop_; }
    net::clock& watch() { return *clock_; }

private:
    void lose(const sip::transmission& out, std::string reason);

    remote_settings settings_;
    std::unique_ptr<net::run_loop> loop_;
    std::unique_ptr<net::clock> clock_;
    std::vector<std::unique_ptr<net::port>> ports_;
    std::vector<wire_event> events_;
};

} // namespace simplespec::rigs
