#pragma once
// How what an endpoint sends is changed on its way out: by a defect, a generated mutant, a legal variation. One contract
// for all three, so that one place (rigs/wire/alteration.hpp, or an endpoint's own) applies them.
#include "sip/instant.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::sip {

/// One message that goes out in the place of another.
struct altered {
    std::string octets;
    duration after{0}; ///< how much later than the original; those without delay keep their order
};

/// Octets of a whole outgoing message in; the messages to be sent instead out: none drops it, two double it, the same
/// octets leave it alone. It sees every message that the endpoint sends, retransmissions too, in order. It may keep what it
/// saw, so each endpoint gets one of its own. Deterministic, no clock, no I/O; what is no SIP message passes as it is.
using alteration = std::function<std::vector<altered>(std::string_view octets)>;

} // namespace simplespec::sip
