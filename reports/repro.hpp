#pragma once
// A failure in a form that others can run: SIPp, a shell script, the messages themselves.
#include "reports/replay.hpp"

#include <expected>
#include <string>

namespace simplespec::reports {

/// A SIPp scenario: it ends well against a target that does what the requirement asks, and fails at the
/// deviating message otherwise. Its first lines say how it is run.
std::string repro_sipp(const replay& what);

/// A bash script that sends the messages by UDP, answers challenges, and prints what comes back; needs bash
/// and coreutils. It exits 0 when the target does what the requirement asks, 1 when it deviates, 3 when the
/// way there was another. Fails for exchanges over TCP.
std::expected<std::string, std::string> repro_shell(const replay& what);

/// The messages that the scenario sent up to its first deviation, octet by octet, one after the other.
std::string repro_raw(const scenarios::scenario_result& scenario);

/// What is to be seen in the last message, as a sentence: "420 is expected (RFC3261-8.2.2.3-1); SIP/2.0 200
/// OK came".
std::string describe(const replay_check& check);

} // namespace simplespec::reports
