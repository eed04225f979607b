#include "events/reading.hpp"

#include "sip/cursor.hpp"

#include <algorithm>

namespace simplespec::events {
namespace {

constexpr std::uint64_t most_seconds = 0xFFFFFFFFU;

// The end of what stands before the next of `stops`, with quoted strings and <...> passed over whole.
std::size_t end_of_item(std::string_view text, std::size_t from, std::string_view stops) {
    bool quoted = false;
    bool angled = false;
    for (std::size_t at = from; at < text.size(); ++at) {
        const char c = text[at];
        if (quoted) {
            if (c == '\\') ++at;
            else if (c == '"') quoted = false;
        } else if (angled) {
            angled = c != '>';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '<') {
            angled = true;
        } else if (stops.contains(c)) {
            return at;
        }
    }
    return text.size();
}

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
    const auto row = m.find(sip::header::cseq);
    if (!row) return {};
    sip::cursor c(row->value);
    const auto number = c.number(most_seconds, "CSeq");
    if (!number) return {};
    return static_cast<std::uint32_t>(*number);
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
    case 600: return true; // Busy Everywhere
    default: return status >= 500 && status < 600 && status != 501 && status != 505;
    }
}

std::string_view uri_of(std::string_view value) {
    for (std::size_t at = 0; at < value.size(); ++at) {
        if (value[at] == '"') { // a display name
            for (++at; at < value.size() && value[at] != '"'; ++at)
                if (value[at] == '\\') ++at;
        } else if (value[at] == '<') {
            return value.substr(at + 1, value.find('>', at) - at - 1);
        }
    }
    return sip::trim(value.substr(0, value.find(';')));
}

std::optional<std::string> parameter_of(std::string_view value, std::string_view name) {
    std::size_t at = end_of_item(value, 0, ";");
    while (at < value.size()) {
        const std::size_t from = at + 1;
        at = end_of_item(value, from, ";");
        const auto part = value.substr(from, at - from);
        const std::size_t equal = part.find('=');
        if (!sip::iequal(sip::trim(part.substr(0, equal)), name)) continue;
        if (equal == std::string_view::npos) return std::string();
        return sip::unquote(sip::trim(part.substr(equal + 1)));
    }
    return {};
}

std::vector<std::string> items_of(const sip::message& m, sip::header h) {
    std::vector<std::string> items;
    for (const auto& row : m.all(h)) {
        for (std::size_t from = 0; from <= row.value.size();) {
            const std::size_t to = end_of_item(row.value, from, ",");
            if (const auto item = sip::trim(row.value.substr(from, to - from)); !item.empty())
                items.emplace_back(item);
            from = to + 1;
        }
    }
    return items;
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
