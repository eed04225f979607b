#pragma once
// The page on which a person presses a virtual phone's keys with the mouse and watches its display and
// lights. No phone has it; drivers do not use it.
#include "rigs/phone/form.hpp"
#include "rigs/phone/virtual_handset.hpp"

#include <optional>

namespace simplespec::rigs {

/// Answers /, /index.htm, /display.png, /phone.json and POST /press?key=P1&hold=700; none for other paths.
/// Whoever asks may come in already.
std::optional<net::http_response> answer_person(virtual_handset& phone, sip::instant now,
                                                const net::http_request& request, const form& asked);

/// Whether a browser sends this for a page of somebody else's: such a request is not to be heeded.
bool from_elsewhere(const net::http_request& request);

} // namespace simplespec::rigs
