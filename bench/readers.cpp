#include "bench/readers.hpp"

namespace simplespec::bench {

void presence_fields::clear() {
    entity.clear();
    contact.clear();
    note.clear();
    state = presence::availability::unknown;
}

resource_fields& resource_table::add() {
    if (used_ == rows_.size()) rows_.emplace_back();
    auto& row = rows_[used_++];
    row.uri.clear();
    row.name.clear();
    row.cid.clear();
    row.state.clear();
    return row;
}

} // namespace simplespec::bench
