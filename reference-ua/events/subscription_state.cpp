#include "events/subscription_state.hpp"

#include "events/reading.hpp"
#include "sip/cursor.hpp"
#include "sip/headers/event.hpp"

namespace simplespec::events {
namespace {

std::optional<std::chrono::seconds> seconds_in(const std::optional<std::uint64_t>& number) {
    if (!number) return {};
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
    case subscription_state::substate::pending:
        return "pending";
    case subscription_state::substate::terminated:
        return "terminated";
    default:
        return "active";
    }
}

} // namespace

std::optional<subscription_state> subscription_state_of(const sip::message& notify) {
    if (notify.count(sip::header::subscription_state) != 1) return {};
    const auto read = read_tolerantly<sip::subscription_state>(sip::parse_subscription_state,
                                                               notify.value(sip::header::subscription_state));
    if (!read) return {};
    return subscription_state{value_of(read->state), sip::lowercase(read->reason()),
                              seconds_in(read->expires()), seconds_in(read->retry_after())};
}

std::string write(const subscription_state& s) {
    std::string out(word_of(s.value));
    if (!s.reason.empty()) out += ";reason=" + s.reason;
    if (s.expires) out += ";expires=" + std::to_string(s.expires->count());
    if (s.retry_after) out += ";retry-after=" + std::to_string(s.retry_after->count());
    return out;
}

std::optional<std::chrono::seconds> retry_pause(const subscription_state& terminated,
                                                std::chrono::seconds unsaid) {
    const auto& reason = terminated.reason;
    if (reason == "deactivated" || reason == "timeout") return std::chrono::seconds(0);
    if (reason == "rejected" || reason == "noresource" || reason == "invariant") return {};
    return terminated.retry_after.value_or(unsaid); // probation, giveup, none, unknown
}

} // namespace simplespec::events
