#include "sip/draft.hpp"

#include <algorithm>
#include <charconv>

namespace simplespec::sip {
namespace {

constexpr std::string_view crlf = "\r\n";

bool is_space(char c) { return c == ' ' || c == '\t'; }

draft::row row_of(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return {std::string(line), "", ""};
    auto from = colon;
    while (from > 0 && is_space(line[from - 1])) --from;
    auto to = colon + 1;
    while (to < line.size() && is_space(line[to])) ++to;
    return {std::string(line.substr(0, from)), std::string(line.substr(from, to - from)), std::string(line.substr(to))};
}

} // namespace

draft draft::of(std::string_view octets) {
    draft out{.start = std::string(octets.substr(0, octets.find(crlf)))};
    std::size_t at = out.start.size();
    while (at < octets.size()) {
        at += crlf.size(); // of the line before
        const auto end = std::min(octets.find(crlf, at), octets.size());
        if (at >= end) {
            out.body = octets.substr(std::min(end + crlf.size(), octets.size()));
            break;
        }
        const auto line = octets.substr(at, end - at);
        if (is_space(line.front()) && !out.rows.empty())
            out.rows.back().value.append(crlf).append(line);
        else
            out.rows.push_back(row_of(line));
        at = end;
    }
    return out;
}

std::string draft::octets() const {
    std::string out = start;
    out += crlf;
    for (const auto& r : rows) out.append(r.name).append(r.colon).append(r.value).append(crlf);
    return out.append(crlf).append(body);
}

std::string_view draft::method() const {
    if (!is_response()) return std::string_view(start).substr(0, start.find(' '));
    const auto sequence = value(header::cseq);
    const auto last = sequence.find_last_of(" \t\n");
    return last == std::string_view::npos ? std::string_view() : sequence.substr(last + 1);
}

int draft::status() const {
    int out = 0;
    if (is_response()) std::from_chars(start.data() + 8, start.data() + start.size(), out);
    return out;
}

draft::row* draft::find(header h) {
    const auto found = std::ranges::find(rows, h, &row::id);
    return found == rows.end() ? nullptr : &*found;
}

const draft::row* draft::find(header h) const { return const_cast<draft*>(this)->find(h); }

std::string_view draft::value(header h) const {
    const auto* found = find(h);
    return found == nullptr ? std::string_view() : std::string_view(found->value);
}

void draft::insert_before(header h, row added) {
    rows.insert(std::ranges::find(rows, h, &row::id), std::move(added));
}

void draft::append(std::string_view name, std::string_view value) {
    rows.push_back({std::string(name), ": ", std::string(value)});
}

void draft::remove(header h) {
    std::erase_if(rows, [h](const row& r) { return r.id() == h; });
}

void draft::set_body(std::string octets) {
    body = std::move(octets);
    const auto size = std::to_string(body.size());
    if (auto* length = find(header::content_length))
        length->value = size;
    else
        append("Content-Length", size);
}

} // namespace simplespec::sip
