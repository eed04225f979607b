#pragma once
// The transaction layer, with the rules of the transport layer that need no socket. Every endpoint stands on it.
//
//     transaction user  --send()------->  Via, branch, rport, UDP or TCP  -->  transmission
//     request_arrived   <--on_reception-  received, rport, matching       <--  reception
//     transaction user  --respond()---->  routing by the top Via          -->  transmission
#include "sip/composer.hpp"
#include "sip/entropy.hpp"
#include "sip/hop.hpp"
#include "sip/instant.hpp"
#include "sip/message.hpp"
#include "sip/transaction/timers.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace simplespec::sip {

enum class client_key : std::uint64_t {};
enum class server_key : std::uint64_t {};

struct layer_settings {
    hop local{};         ///< where we listen, over UDP and TCP on one port
    std::string sent_by; ///< host and port of our Via; hostport(local) where empty
    timer_settings timers{};
    std::size_t datagram_limit = 1300;   ///< larger requests go over TCP (RFC 3261 section 18.1.1)
    std::size_t max_transactions = 4096; ///< of each side; a request beyond it is answered 503
    /// Whether a response may go to the address that maddr names (RFC 3261 section 18.2.2). None: only where
    /// it is the source itself; other responses go to the source that spoke to us.
    std::function<bool(std::string_view)> honours_maddr{};
};

/// A request that is no retransmission. `request` carries the received and rport that RFC 3261 section 18.2.1
/// and RFC 3581 section 4 add to its top Via; `received` has the octets as they came. Answer it with
/// respond(key). An ACK has no key that can be answered: respond() ignores it.
struct request_arrived {
    server_key key{};
    message request;
    reception received;
};
/// A response that matched; each transaction hands up its 1xx and one final response.
struct response_arrived {
    client_key key{};
    message response;
    reception received;
};
/// Timer F fired: treat as 408 (RFC 3261 section 8.1.3.1).
struct timed_out {
    client_key key{};
};
/// The request could not be sent, or the table is full: treat as 503.
struct transport_failed {
    client_key key{};
};
/// A response that matches nothing of ours, or repeats a final one; a user agent discards it.
struct stray_response {
    message response;
    reception received;
};
/// Octets that are no SIP message, or a request without a Via that could route an answer.
struct unreadable {
    reception received;
    parse_error why;
};

using layer_effect = std::variant<transmission, request_arrived, response_arrived, timed_out,
                                  transport_failed, stray_response, unreadable>;
using layer_effects = std::vector<layer_effect>;

/// How one request leaves. A scenario that breaks rules on purpose turns the automatic parts off.
struct send_options {
    bool add_via = true;         ///< put our Via on top; without it the request must carry one
    bool retransmit = true;      ///< Timer E
    bool tcp_above_limit = true; ///< RFC 3261 section 18.1.1
};

struct sent {
    client_key key{};
    std::string octets; ///< as first transmitted
    layer_effects effects;
};

class transaction_layer {
public:
    transaction_layer(layer_settings settings, entropy& random);
    ~transaction_layer();
    transaction_layer(transaction_layer&&) noexcept;
    transaction_layer& operator=(transaction_layer&&) noexcept;

    const layer_settings& settings() const;

    /// Start a client transaction towards `target`. `target.via` decides the transport; UDP may become TCP by
    /// size.
    sent send(instant now, composer request, const hop& target, const send_options& options = {});
    /// Answer a request by its top Via. Ignored where the key is no longer known, or answered finally before. `as_sent`: these
    /// octets go out in place of the response's own, for whoever means to send a wrong one.
    layer_effects respond(instant now, server_key key, const message& response, std::string_view as_sent = {});

    layer_effects on_reception(instant now, const reception& received);
    layer_effects on_undeliverable(instant now, const transmission& lost);
    layer_effects on_timer(instant now);
    std::optional<time_point> deadline() const;

    /// Whether a CANCEL names a server transaction that is still known: 200, else 481 (RFC 3261 section 9.2).
    bool cancels(const message& cancel) const;
    /// Forget a client transaction: nothing is sent or reported for it any more.
    void abandon(client_key key);
    std::size_t client_count() const;
    std::size_t server_count() const;

private:
    struct tables;
    std::unique_ptr<tables> tables_;
};

} // namespace simplespec::sip
