#include "events/reading.hpp"

#include "sip/cursor.hpp"

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

} // namespace simplespec::events
