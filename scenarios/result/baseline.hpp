#pragma once
// A baseline: failures that are known, so that only new ones turn a build red.
#include "scenarios/result/problem.hpp"
#include "scenarios/result/result.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// One known failure: exactly one of scenario and requirement, and the reason with which it fails.
struct baseline_entry {
    std::string scenario;
    std::string requirement;
    std::string reason; ///< as in the result: "expected-412-got-200"
    std::string issue;  ///< link
    std::string since;  ///< RFC 3339 date
    std::string until;  ///< past this date the entry counts as absent; may be empty
    std::string note;
    bool flaky = false;   ///< comes and goes: a run without this failure does not make the entry stale

    bool operator==(const baseline_entry&) const = default;
};

struct baseline {
    std::string file;
    std::vector<baseline_entry> entries;
};

/// Whether a text is a date as baselines write it: "2026-01-31".
bool is_date(std::string_view text);

/// TOML: [[known]] tables with scenario or requirement, reason, issue, since, until, note, flaky.
std::expected<baseline, problem> read_baseline(std::string_view file, std::string_view toml);
std::string write_baseline(const baseline& b);

/// An entry for each unexpected failure of a run, dated `today` (2026-01-31).
baseline baseline_of(const run_result& run, std::string_view today);

/// What a run says of a baseline: each index of an entry is in one of these, or the run could not tell.
struct baseline_audit {
    std::vector<std::size_t> met;      ///< still failing, as the entry says
    std::vector<std::size_t> stale;    ///< executed, and not failing so any more
    std::vector<std::size_t> expired;  ///< past its date
    std::vector<std::size_t> untested; ///< not part of this run, or flaky and gone this time
};
baseline_audit audit(const baseline& known, const run_result& run, std::string_view today);

/// The text of a baseline without these entries. Everything else stays as its author wrote it: order, comments, dates.
std::string without(std::string_view toml, const std::vector<std::size_t>& entries);

/// Lay a baseline over a run: known failures become XFAIL (their verdict stays, the overlay says so); an
/// entry whose scenario ran and passed makes it XPASS; entries that no longer apply are listed in
/// `stale_baseline`. Only what was selected and executed, and is not flaky, can be stale; of a shard no requirement, since
/// another shard may break it. An INCONC may be known, too.
void apply_baseline(run_result& run, const baseline& known, std::string_view today);


/// Undo apply_baseline(): only what the run itself found stays.
void lift_baseline(run_result& run);

} // namespace simplespec::scenarios
