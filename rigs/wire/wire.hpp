#pragma once
// The wire: what joins a scenario's actors with each other and with the target. Three implementations: virtual_wire
// (virtual time, loss and reordering from a seed), loopback_wire (real sockets, the target in this process), remote_wire
// (real sockets, the target elsewhere).
#include "sip/hop.hpp"
#include "sip/instant.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace simplespec::rigs {

/// A message came in at one of our addresses: `received.to` is an attached address, with the transport it came by, also
/// where it came back on a connection that we had opened; `received.from` is the far end of the flow.
struct arrival {
    sip::instant at;
    sip::reception received;
};

/// What we sent could not be delivered.
struct undeliverable {
    sip::instant at;
    sip::transmission lost;
    std::string reason; ///< "connection refused"
};

using wire_event = std::variant<arrival, undeliverable>;

class wire {
public:
    virtual ~wire() = default;

    virtual sip::instant now() const = 0;

    /// An address of its own for an actor: UDP and TCP listen on the same port. Answers the UDP hop; on failure a sentence
    /// that says which address and why (port taken).
    virtual std::expected<sip::hop, std::string> attach(std::string_view actor) = 0;

    /// Send one whole message; its `from` is an attached address with the transport of its `to`. To answer on the flow that
    /// brought a message, send from its `to` to its `from`.
    virtual void send(const sip::transmission& out) = 0;

    /// Let time pass until something happened at an attached address, or until `until`; what happened, in order. Virtual
    /// time jumps; real time blocks.
    virtual std::vector<wire_event> wait(sip::time_point until) = 0;

    /// Shift the clock that the target was handed by `by`, letting everything that falls due meanwhile happen; what
    /// arrived is kept for the next wait(). A wire that cannot shift its target's clock waits in real time up to
    /// `max_wait`, and answers false, doing nothing, where `by` is more.
    virtual bool advance(sip::duration by, sip::duration max_wait) = 0;
};

} // namespace simplespec::rigs
