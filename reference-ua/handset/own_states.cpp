#include "handset/own_states.hpp"

#include "sip/cursor.hpp"
#include "sip/embedded.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace simplespec::handset {

std::span<const sip::embedded_file> state_files();

namespace {

constexpr std::size_t columns = 5;

// row = phone "," state "," basic "," en "," de
std::vector<std::string> cells_of(std::string_view row) {
    std::vector<std::string> out;
    for (std::size_t from = 0; from <= row.size();) {
        const auto end = std::min(row.find(',', from), row.size());
        out.emplace_back(row.substr(from, end - from));
        from = end + 1;
    }
    return out;
}

const std::map<std::string, std::vector<own_state>, std::less<>>& lists() {
    static const auto all = [] {
        std::map<std::string, std::vector<own_state>, std::less<>> out;
        for (const auto& file : state_files())
            for (auto& [phone, state] : read_own_states(file.text)) out[phone].push_back(std::move(state));
        return out;
    }();
    return all;
}

} // namespace

std::string_view own_state::text(std::string_view language) const {
    return language == "de" && !de.empty() ? de : en;
}

std::vector<std::pair<std::string, own_state>> read_own_states(std::string_view csv) {
    std::vector<std::pair<std::string, own_state>> out;
    bool first = true;
    while (!csv.empty()) {
        const auto row = csv.substr(0, csv.find('\n'));
        csv.remove_prefix(std::min(row.size() + 1, csv.size()));
        const auto cells = cells_of(row);
        if (std::exchange(first, false) || cells.size() != columns || cells[3].empty()) continue;
        out.push_back({cells[0], {cells[1], cells[2] == "open", cells[3], cells[4]}});
    }
    return out;
}

std::span<const own_state> own_states(std::string_view phone) {
    const auto found = lists().find(phone);
    return found == lists().end() ? std::span<const own_state>{} : found->second;
}

const own_state* find_own_state(std::span<const own_state> list, std::string_view text) {
    const auto found = std::ranges::find_if(list, [&](const auto& s) {
        return sip::iequal(s.name, text) || sip::iequal(s.en, text) || sip::iequal(s.de, text);
    });
    return found == list.end() ? nullptr : &*found;
}

} // namespace simplespec::handset
