#pragma once
// What a reference presence server is told at its start.
#include "sip/transaction/timers.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::agent {

/// What becomes of a subscription to somebody's presence (RFC 3856 section 6.6.2).
enum class watcher_policy : std::uint8_t {
    allow,        ///< active: sees the presence
    pending,      ///< nobody decided yet: pending, no document
    reject,       ///< answered 403
    polite_block, ///< looks active, sees somebody who is never there
};

/// By the word of a testbed: "pending", "reject", "polite"; allow for any other.
constexpr watcher_policy policy_named(std::string_view word) {
    if (word == "pending") return watcher_policy::pending;
    if (word == "reject") return watcher_policy::reject;
    return word == "polite" ? watcher_policy::polite_block : watcher_policy::allow;
}

/// A user of the server: its address-of-record is sip:user@(first domain), and in every other domain too.
struct server_account {
    std::string user;
    std::string secret; ///< of digest authentication; empty: believed without being asked
    watcher_policy policy = watcher_policy::allow;
    std::map<std::string, watcher_policy> watchers{}; ///< for single watchers, by their user name
};

struct list_member {
    std::string uri;  ///< "sip:joe@example.com"
    std::string name; ///< may be empty
};

/// A resource list: one subscription to `uri` watches all members (RFC 4662).
struct served_list {
    std::string uri; ///< "sip:alice-friends@example.com"
    std::vector<list_member> members;
};

/// The span of one kind of soft state.
struct interval_settings {
    std::chrono::seconds least{60}; ///< below it 423, except 0
    std::chrono::seconds usual{3600};
    std::chrono::seconds most{7200};
};

/// Beyond each, the request that would grow the server's memory is refused.
struct server_limits {
    std::size_t transactions = 1U << 15U; ///< each stands for 32 s over UDP: a thousand requests a second
    std::size_t message_octets = 256U << 10U; ///< of a body: 413
    std::size_t contacts = 16;                ///< bindings of one address-of-record
    std::size_t bindings = 1U << 14U;         ///< of all
    std::size_t publications = 64;            ///< of one presentity
    std::size_t all_publications = 1U << 14U;
    std::size_t subscriptions = 1U << 14U;
    std::size_t nonces = 1U << 15U;
    std::size_t waiting = 4096; ///< watchers whom nobody decided on, after their subscriptions ended
};

struct server_settings {
    std::string name = "simplespec";                 ///< Server and User-Agent; empty: neither is sent
    std::vector<std::string> domains{"example.com"}; ///< the first is the digest realm
    /// Without accounts everybody exists, nobody is challenged, and everybody may watch.
    std::vector<server_account> accounts{};
    std::vector<served_list> lists{};
    std::vector<std::string> digest_algorithms{"SHA-256",
                                               "MD5"}; ///< one challenge each, the preferred one first
    std::vector<std::string> digest_qop{"auth"}; ///< qualities of protection offered: auth, auth-int
    std::chrono::seconds nonce_lifetime{300};
    interval_settings registration{};
    interval_settings publication{};
    interval_settings subscription{};
    /// Least time between two NOTIFYs to one subscriber; those that confirm a SUBSCRIBE or end are free.
    std::chrono::milliseconds presence_throttle{5000}; ///< RFC 3856 section 6.10
    std::chrono::milliseconds winfo_throttle{5000};    ///< RFC 3857 section 4.10
    std::chrono::milliseconds list_throttle{5000};
    std::chrono::seconds giveup{
        86400}; ///< how long an undecided watcher is remembered (RFC 3857 section 4.7.1)
    server_limits limits{};
    sip::timer_settings timers{};
    std::vector<std::string> defects{}; ///< names of what it shall do wrong on purpose
};

} // namespace simplespec::agent
