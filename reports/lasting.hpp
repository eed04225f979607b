#pragma once
// What of a message is the same each time, so that two runs can be laid beside each other.
#include "sip/message.hpp"

#include <optional>
#include <string>
#include <vector>

namespace simplespec::reports {

/// The values of one header row without what chance, the clock or the casting chose: tags, branches, nonces,
/// boundaries, entity-tags, users and hosts in URIs, seconds that are left. Elements of a comma list one by
/// one, in no order that matters. Nothing where no part of the value lasts (Call-ID, Via, Date): then only
/// that the header is there counts.
std::optional<std::vector<std::string>> lasting_values(const sip::field& f);

/// The name under which rows are the same header: the long form as the RFCs spell it, else lower case.
std::string lasting_name(const sip::field& f);

} // namespace simplespec::reports
