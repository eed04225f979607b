#pragma once
// The wire over real sockets of this machine, with the target in this process: its clock can be shifted.
#include "rigs/wire/remote_wire.hpp"
#include "sip/node.hpp"

namespace simplespec::net {
class station;
}

namespace simplespec::rigs {

/// Actors and target share one loop and one clock. First open(), then make the node for the address that target() tells,
/// then host() it.
class loopback_wire final : public remote_wire {
public:
    /// Opens the target's port on a loopback address; on failure a sentence with the reason.
    static std::expected<std::unique_ptr<loopback_wire>, std::string> open(const std::string& host = "127.0.0.1");
    ~loopback_wire() override;

    /// Where the target listens, UDP; TCP is on the same number.
    sip::hop target() const { return target_; }
    /// The node must outlive the wire.
    void host(sip::node& node);

    void send(const sip::transmission& out) override;
    std::vector<wire_event> wait(sip::time_point until) override;
    /// Moves the clock from deadline to deadline of the node and then to the end, however far that is. Before each move
    /// what is under way arrives: the clock never runs ahead of the sockets.
    bool advance(sip::duration by, sip::duration max_wait) override;

private:
    explicit loopback_wire(const std::string& host);
    void settle();

    sip::hop target_;
    sip::node* node_ = nullptr;
    bool under_way_ = false; // something may be between two sockets
    std::unique_ptr<net::port> port_;
    std::unique_ptr<net::station> station_;
};

} // namespace simplespec::rigs
