#pragma once
// Answering the challenges that our own requests meet (RFC 3261 section 22.2).
#include "events/effect.hpp"
#include "sip/composer.hpp"
#include "sip/entropy.hpp"
#include "sip/message.hpp"

#include <memory>

namespace simplespec::events {

/// The credentials of one machine: takes the challenges of 401 and 407, signs what is sent after them.
class authorization {
public:
    explicit authorization(account who);
    ~authorization();
    authorization(authorization&&) noexcept;
    authorization& operator=(authorization&&) noexcept;

    /// A 401 or 407 came. True where a new try makes sense: we have an account, a challenge can be answered, and it is
    /// not the refusal of credentials just sent.
    bool on_challenge(const sip::message& response);
    /// Any other final response came: the credentials were good enough to be looked at.
    void on_response(const sip::message& response);
    /// Add the credentials that the last challenges asked for; nothing before the first one.
    void sign(sip::composer& request, sip::entropy& random);

private:
    struct data;
    std::unique_ptr<data> data_;
};

} // namespace simplespec::events
