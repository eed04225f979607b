#include "agent/defects/edits.hpp"

#include <charconv>

namespace simplespec::agent {
namespace {

struct span {
    std::size_t from = std::string_view::npos; // of its semicolon
    std::size_t equal = 0;                     // behind the "="; `to` where it has no value
    std::size_t to = 0;
};

// Of what our own endpoint writes: no white space around the semicolon, no quoted string ahead with one in
// it.
span find_parameter(std::string_view value, std::string_view name) {
    const auto outside = value.rfind('>') == std::string_view::npos ? 0 : value.rfind('>');
    for (auto at = value.find(';', outside); at != std::string_view::npos; at = value.find(';', at + 1)) {
        const auto rest = value.substr(at + 1);
        if (!rest.starts_with(name)) continue;
        const auto end = std::min(value.find_first_of(";,", at + 1), value.size());
        const auto after = at + 1 + name.size();
        if (after == end) return {at, end, end};
        if (value[after] == '=') return {at, after + 1, end};
    }
    return {};
}

} // namespace

std::string without_parameter(std::string_view value, std::string_view name) {
    const auto found = find_parameter(value, name);
    if (found.from == std::string_view::npos) return std::string(value);
    return std::string(value.substr(0, found.from)).append(value.substr(found.to));
}

std::string empty_parameter(std::string_view value, std::string_view name) {
    const auto found = find_parameter(value, name);
    if (found.from == std::string_view::npos) return std::string(value);
    return std::string(value.substr(0, found.from + 1 + name.size())).append(value.substr(found.to));
}

std::string parameter(std::string_view value, std::string_view name) {
    const auto found = find_parameter(value, name);
    if (found.from == std::string_view::npos) return {};
    return std::string(value.substr(found.equal, found.to - found.equal));
}

std::string with_parameter(std::string_view value, std::string_view name, std::string_view now) {
    const auto found = find_parameter(value, name);
    if (found.from == std::string_view::npos) return std::string(value);
    return std::string(value.substr(0, found.equal)).append(now).append(value.substr(found.to));
}

std::string uri_in(std::string_view value) { return between(value, "<", ">"); }

std::uint16_t via_port(std::string_view via) {
    const auto sent_by = via.substr(0, via.find(';'));
    const auto colon = sent_by.rfind(':');
    std::uint16_t out = 5060;
    if (colon != std::string_view::npos && sent_by.find(']', colon) == std::string_view::npos)
        std::from_chars(sent_by.data() + colon + 1, sent_by.data() + sent_by.size(), out);
    return out;
}

void each_row(passing& p, sip::header h, const std::function<std::string(std::string)>& change) {
    std::vector<std::string> rows;
    for (const auto& row : p.message().all(h)) rows.push_back(change(std::string(row.value)));
    if (rows.empty()) return;
    p.remove(h);
    for (const auto& row : rows) p.add(h, row);
}

std::string without_attribute(std::string_view document, std::string_view element,
                              std::string_view attribute) {
    const auto tag = document.find("<" + std::string(element));
    if (tag == std::string_view::npos) return std::string(document);
    const auto end = document.find('>', tag);
    const auto at = document.find(" " + std::string(attribute) + "=\"", tag);
    if (at == std::string_view::npos || at > end) return std::string(document);
    const auto last = document.find('"', document.find('"', at) + 1);
    return std::string(document.substr(0, at)).append(document.substr(last + 1));
}

std::vector<defect> joined(std::vector<std::vector<defect>> parts) {
    std::vector<defect> out;
    for (auto& part : parts) out.insert(out.end(), part.begin(), part.end());
    return out;
}

} // namespace simplespec::agent
