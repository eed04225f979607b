#include "sip/composer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace simplespec::sip {

composer composer::request(std::string_view method, std::string_view uri) {
    composer out;
    out.start_ = fmt::format("{} {} SIP/2.0", method, uri);
    out.rows_.reserve(16);
    return out;
}

composer composer::response(int status, std::string_view reason) {
    composer out;
    out.start_ = fmt::format("SIP/2.0 {} {}", status, reason);
    return out;
}

composer composer::from(const message& m) {
    composer out;
    out.start_ = m.is_request() ? fmt::format("{} {} SIP/2.0", m.method(), m.request_uri())
                                : fmt::format("SIP/2.0 {} {}", m.status(), m.reason());
    for (const field f : m.fields())
        if (f.id != header::content_length) out.rows_.push_back({f.id, std::string(f.name), std::string(f.value)});
    out.body_ = m.body();
    return out;
}

composer& composer::add(header h, std::string_view value) {
    rows_.push_back({h, std::string(name(h)), std::string(value)});
    return *this;
}

composer& composer::add(std::string_view name, std::string_view value) {
    rows_.push_back({header_of(name), std::string(name), std::string(value)});
    return *this;
}

composer& composer::set(header h, std::string_view value) {
    const auto first = std::ranges::find(rows_, h, &row::id);
    if (first == rows_.end()) return add(h, value);
    first->value = value;
    rows_.erase(std::remove_if(first + 1, rows_.end(), [h](const row& r) { return r.id == h; }), rows_.end());
    return *this;
}

composer& composer::prepend(header h, std::string_view value) {
    rows_.insert(rows_.begin(), {h, std::string(name(h)), std::string(value)});
    return *this;
}

composer& composer::remove(header h) {
    std::erase_if(rows_, [h](const row& r) { return r.id == h; });
    return *this;
}

composer& composer::body(std::string_view content_type, std::string_view octets) {
    if (!content_type.empty()) set(header::content_type, content_type);
    body_ = octets;
    return *this;
}

composer& composer::start_line(std::string_view line) {
    start_ = line;
    return *this;
}

std::string composer::octets() const {
    std::size_t size = start_.size() + body_.size() + 48;
    for (const row& r : rows_) size += r.name.size() + r.value.size() + 4;
    std::string out;
    out.reserve(size);
    out.append(start_).append("\r\n");
    bool length = false;
    for (const row& r : rows_) {
        length = length || r.id == header::content_length;
        out.append(r.name).append(": ").append(r.value).append("\r\n");
    }
    if (!length) out.append("Content-Length: ").append(fmt::format_int(body_.size()).c_str()).append("\r\n");
    return out.append("\r\n").append(body_);
}

message composer::take() const {
    auto read = read_message(octets());
    assert(read && "a composed message has a start line");
    return std::move(*read);
}

std::string_view reason_phrase(int status) {
    static constexpr std::array phrases = std::to_array<std::pair<int, std::string_view>>({
        {100, "Trying"},
        {200, "OK"},
        {202, "Accepted"},
        {204, "No Notification"},
        {300, "Multiple Choices"},
        {301, "Moved Permanently"},
        {302, "Moved Temporarily"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {407, "Proxy Authentication Required"},
        {408, "Request Timeout"},
        {410, "Gone"},
        {412, "Conditional Request Failed"},
        {413, "Request Entity Too Large"},
        {414, "Request-URI Too Long"},
        {415, "Unsupported Media Type"},
        {416, "Unsupported URI Scheme"},
        {420, "Bad Extension"},
        {421, "Extension Required"},
        {423, "Interval Too Brief"},
        {480, "Temporarily Unavailable"},
        {481, "Call/Transaction Does Not Exist"},
        {482, "Loop Detected"},
        {483, "Too Many Hops"},
        {484, "Address Incomplete"},
        {485, "Ambiguous"},
        {488, "Not Acceptable Here"},
        {489, "Bad Event"},
        {493, "Undecipherable"},
        {500, "Server Internal Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Server Time-out"},
        {505, "Version Not Supported"},
        {513, "Message Too Large"},
        {600, "Busy Everywhere"},
        {603, "Decline"},
        {604, "Does Not Exist Anywhere"},
        {606, "Not Acceptable"},
    });
    const auto found = std::ranges::find(phrases, status, [](const auto& p) { return p.first; });
    return found == phrases.end() ? "Unknown" : found->second;
}

} // namespace simplespec::sip
