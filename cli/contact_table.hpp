#pragma once
// A contact list as a person reads it on a terminal, or a program in a pipe.
#include "agent/handset_agent.hpp"

#include <string>

namespace simplespec::cli {

/// One line a contact: name, state, activities or note, URI.
std::string table_of(const contacts::contact_list& list);
/// One line for one report: a change of the list, how a task stands, a departure.
std::string line_of(const agent::handset_report& report);

} // namespace simplespec::cli
