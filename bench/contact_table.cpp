#include "bench/contact_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simplespec::bench {

table_row& contact_table::add() {
    if (used_ == rows_.size()) rows_.emplace_back();
    auto& row = rows_[used_++];
    row.uri.clear();
    row.name.clear();
    row.note.clear();
    row.state = presence::availability::unknown;
    return row;
}

bool contact_table::operator==(const contact_table& other) const {
    if (used_ != other.used_) return false;
    for (std::size_t i = 0; i < used_; ++i)
        if (rows_[i] != other.rows_[i]) return false;
    return true;
}

contact_table table_of(const contacts::contact_list& list) {
    contact_table out;
    for (const auto& contact : list.rows()) {
        auto& row = out.add();
        row.uri = contact.uri;
        row.name = contact.names.empty() ? std::string() : contact.names.front().text;
        row.note = contact.note();
        row.state = contact.how.state;
    }
    return out;
}

std::string difference(const contact_table& expected, const contact_table& actual) {
    const auto print = [](const table_row& row) {
        return fmt::format("{} \"{}\" {} \"{}\"", row.uri, row.name, presence::name(row.state), row.note);
    };
    for (std::size_t i = 0; i < std::min(expected.size(), actual.size()); ++i)
        if (expected[i] != actual[i])
            return fmt::format("row {} is {}, not {}", i, print(actual[i]), print(expected[i]));
    if (expected.size() != actual.size())
        return fmt::format("there are {} rows, not {}", actual.size(), expected.size());
    return {};
}

} // namespace simplespec::bench
