#include "events/subscription_state.hpp"

#include "events/reading.hpp"
#include "sip/cursor.hpp"

namespace simplespec::events {
namespace {

std::optional<std::chrono::seconds> seconds_parameter(std::string_view value, std::string_view name) {
    const auto text = parameter_of(value, name);
    if (!text) return {};
    sip::cursor c(*text);
    const auto number = c.number(0xFFFFFFFFU, "delta-seconds");
    if (!number || !c.at_end()) return {};
    return std::chrono::seconds(*number);
}

subscription_state::substate value_of(std::string_view word) {
    if (sip::iequal(word, "active")) return subscription_state::substate::active;
    if (sip::iequal(word, "pending")) return subscription_state::substate::pending;
    if (sip::iequal(word, "terminated")) return subscription_state::substate::terminated;
    return subscription_state::substate::extension;
}

std::string_view word_of(subscription_state::substate v) {
    switch (v) {
    case subscription_state::substate::pending: return "pending";
    case subscription_state::substate::terminated: return "terminated";
    default: return "active";
    }
}

} // namespace

// Subscription-State = "Subscription-State" HCOLON substate-value *( SEMI subexp-params )
// subexp-params      = ( "reason" EQUAL event-reason-value ) / ( "expires" EQUAL delta-seconds )
//                      / ( "retry-after" EQUAL delta-seconds ) / generic-param
std::optional<subscription_state> subscription_state_of(const sip::message& notify) {
    if (notify.count(sip::header::subscription_state) != 1) return {};
    const auto value = notify.value(sip::header::subscription_state);
    sip::cursor c(value);
    const auto word = c.token();
    if (word.empty()) return {};
    return subscription_state{value_of(word), sip::lowercase(parameter_of(value, "reason").value_or("")),
                              seconds_parameter(value, "expires"), seconds_parameter(value, "retry-after")};
}

std::string write(const subscription_state& s) {
    std::string out(word_of(s.value));
    if (!s.reason.empty()) out += ";reason=" + s.reason;
    if (s.expires) out += ";expires=" + std::to_string(s.expires->count());
    if (s.retry_after) out += ";retry-after=" + std::to_string(s.retry_after->count());
    return out;
}

std::optional<std::chrono::seconds> retry_pause(const subscription_state& terminated, std::chrono::seconds unsaid) {
    const auto& reason = terminated.reason;
    if (reason == "deactivated" || reason == "timeout") return std::chrono::seconds(0);
    if (reason == "rejected" || reason == "noresource" || reason == "invariant") return {};
    return terminated.retry_after.value_or(unsaid); // probation, giveup, none, unknown
}

} // namespace simplespec::events
