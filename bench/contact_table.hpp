#pragma once
// The answer that every reader of a list NOTIFY has to give: who is on the list, and how each is. Small on
// purpose, so that peers that know nothing of presence can fill it.
#include "contacts/contact_list.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::bench {

/// One contact.
struct table_row {
    std::string uri;
    std::string name{}; ///< of the resource
    std::string note{}; ///< of the presence document
    presence::availability state = presence::availability::unknown;

    bool operator==(const table_row&) const = default;
};

/// Rows that keep their memory from one NOTIFY to the next, so that filling it costs no allocation once warm.
class contact_table {
  public:
    void clear() { used_ = 0; }
    /// A row to be filled; what stood in it is gone.
    table_row& add();
    std::size_t size() const { return used_; }
    const table_row& operator[](std::size_t i) const { return rows_[i]; }
    table_row& operator[](std::size_t i) { return rows_[i]; }
    bool operator==(const contact_table& other) const;

  private:
    std::vector<table_row> rows_;
    std::size_t used_ = 0;
};

/// What our own list says, in the same form.
contact_table table_of(const contacts::contact_list& list);
/// Where two tables differ, in one sentence; empty where they do not.
std::string difference(const contact_table& expected, const contact_table& actual);

} // namespace simplespec::bench
