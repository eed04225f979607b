#include "events/authorization.hpp"

namespace simplespec::events {

struct authorization::data {
    account who;
};

authorization::authorization(account who) : data_(std::make_unique<data>(std::move(who))) {}
authorization::~authorization() = default;
authorization::authorization(authorization&&) noexcept = default;
authorization& authorization::operator=(authorization&&) noexcept = default;

bool authorization::on_challenge(const sip::message&) { return false; }
void authorization::on_response(const sip::message&) {}
void authorization::sign(sip::composer&, sip::entropy&) {}

} // namespace simplespec::events
