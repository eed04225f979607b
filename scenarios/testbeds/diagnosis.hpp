#pragma once
// Whether a testbed and its target agree, before anything is judged: what the file claims against what the target answers.
#include "rigs/probe_inquiry.hpp"
#include "scenarios/testbeds/testbed.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// fine: as the testbed says. odd: the run will do, but somebody should know. wrong: testbed and target contradict each other.
enum class agreement : std::uint8_t { fine, odd, wrong };
std::string_view name(agreement a);

/// One thing that was looked at.
struct diagnosis_line {
    agreement verdict = agreement::fine;
    std::string about; ///< "tcp", "esc", "account alice", "clock"
    std::string found; ///< "PUBLISH: SIP/2.0 200 OK"; octets of the target are not escaped
    std::string mend;  ///< what to do; empty where nothing is to be done
};

/// What is to be asked of the target of this testbed; `local` is left to the caller.
rigs::inquiry_settings inquiry_for(const testbed& bed);

/// What came of it, against what the testbed claims: transports, roles and features, accounts, lists, digest algorithms, the
/// target's clock, and how long it takes to answer.
std::vector<diagnosis_line> diagnose(const testbed& bed, const rigs::inquiry_findings& found);

} // namespace simplespec::scenarios
