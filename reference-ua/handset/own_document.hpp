#pragma once
// The presence document that a phone of this kind publishes.
#include "handset/own_states.hpp"

#include <string>
#include <string_view>

namespace simplespec::handset {

/// One tuple with <basic>, the state's text in <im:im> and in an English note, and the address-of-record as contact of priority
/// 1.00: element by element and line by line as snom 3xx phones write it, CRLF included. `aor` is a sip: URI; `device` the id
/// of the tuple ("snom320-0004132495C2"). Characters that XML gives a meaning are escaped.
std::string own_document(const own_state& state, std::string_view aor, std::string_view device);

} // namespace simplespec::handset
