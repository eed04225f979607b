#include "events/reading.hpp"

#include "sip/headers/value.hpp"

#include <algorithm>

namespace simplespec::events {
namespace {

constexpr std::uint64_t most_seconds = 0xFFFFFFFFU;

} // namespace

std::optional<std::chrono::seconds> seconds_of(const sip::message& m, sip::header h) {
    const auto row = m.find(h);
    if (!row) return {};
    sip::cursor c(row->value);
    // More digits than a number of 32 bits has are still a wish for "very long".
    if (!sip::is_digit(c.peek())) return {};
    const auto number = c.number(most_seconds, "delta-seconds");
    return std::chrono::seconds(number ? *number : most_seconds);
}

std::optional<std::uint32_t> cseq_of(const sip::message& m) {
    const auto read = sip::parse_cseq(m.value(sip::header::cseq));
    if (!read) return {};
    return read->number;
}

std::chrono::seconds remaining(sip::time_point now, sip::time_point then) {
    if (then <= now) return std::chrono::seconds(0);
    return std::chrono::ceil<std::chrono::seconds>(then - now);
}

std::chrono::seconds refresh_after(std::chrono::seconds lifetime) {
    using std::chrono::seconds;
    if (lifetime > seconds(150)) return lifetime - seconds(75);
    return std::max(lifetime / 2, seconds(1));
}

bool transient(int status) {
    switch (status) {
    case 408: // Request Timeout, or Timer F
    case 480: // Temporarily Unavailable
    case 486: // Busy Here
    case 491: // Request Pending
    case 600:
        return true; // Busy Everywhere
    default:
        return status >= 500 && status < 600 && status != 501 && status != 505;
    }
}

std::string list_of(const std::vector<std::string>& items) {
    std::string out;
    for (const auto& item : items) out += (out.empty() ? "" : ", ") + item;
    return out;
}

bool contains(const std::vector<std::string>& items, std::string_view item) {
    return std::ranges::find(items, item) != items.end();
}

} // namespace simplespec::events
