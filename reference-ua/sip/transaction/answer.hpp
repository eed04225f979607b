#pragma once
// Answering a request: what every response copies from it (RFC 3261 section 8.2.6.2).
#include "sip/composer.hpp"
#include "sip/message.hpp"

#include <string_view>

namespace simplespec::sip {

/// A response with the Via, From, To, Call-ID and CSeq of the request. `to_tag` is added to the To where it
/// has none and the status is not 100. Timestamp is copied into a 100 (RFC 3261 section 8.2.6.1).
composer answer(const message& request, int status, std::string_view to_tag, std::string_view reason = {});

} // namespace simplespec::sip
