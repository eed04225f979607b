#pragma once
// The result model: what a run yields and every report renders. Plain values; run.json is this, spelled in
// JSON.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// FAIL: a MUST is broken. WARN: a SHOULD. INFO: an observed choice. NA: the feature is absent by declaration
/// or evidence. INCONC: a precondition was not reached. ERROR: our own fault. SKIP: left out by the user.
enum class verdict : std::uint8_t { pass, fail, warn, info, na, inconc, error, skip };

/// What a baseline or a retry adds to a verdict. A flaky scenario failed, and in another attempt it did not.
enum class overlay : std::uint8_t { none, xfail, xpass, flaky };

/// How much a rule's finding weighs, by the keyword of its requirement.
enum class severity : std::uint8_t { note, warning, error };

/// "PASS", "FAIL", ...; "xfail", ...; "error", "warning", "note": as run.json spells them.
std::string_view name(verdict v);
std::string_view name(overlay o);
std::string_view name(severity s);

/// The worse of two verdicts: ERROR, SKIP, FAIL, INCONC, NA, WARN, INFO, PASS.
verdict worse(verdict a, verdict b);

/// One message as it stood on the wire.
struct message_record {
    std::int64_t at_us = 0; ///< microseconds since the scenario began
    std::string source;     ///< actor name, or hostport where it is no actor
    std::string destination;
    std::string source_address; ///< "192.0.2.1:5060"
    std::string destination_address;
    std::string transport; ///< "UDP", "TCP", "TLS"
    std::string start_line;
    std::string octets;
    bool retransmission = false;
    bool ambient = false;   ///< wanted by no line: went to the ambient policy
    bool deviation = false; ///< we deviated on purpose
    bool cleanup = false;   ///< came after the judging, while what the scenario left behind was removed
};

/// A departure that a rule or a scenario line found.
struct finding_record {
    std::string rule;
    std::string requirement;
    std::string keyword; ///< MUST, MUST NOT, SHOULD, SHOULD NOT, MAY, ABNF; empty where the text has none
    severity level = severity::note;
    std::size_t message = 0; ///< index into the scenario's messages
    std::size_t offset = 0;  ///< octets into that message
    std::size_t line = 0;    ///< of that message, from 1
    std::string what;
    std::string expected;
    std::string actual;
};

/// Where a scenario departed from what it asked for.
struct deviation {
    std::string file;
    std::size_t line = 0;    ///< of the .scn file, from 1
    std::string text;        ///< that line
    std::string requirement; ///< empty for a precondition
    std::string expected;
    std::string actual;
    std::string evidence;           ///< for NA: the refusing message's start line
    std::size_t message = SIZE_MAX; ///< index of the deviating message, if one
};

/// Something that was done at a phone, or seen on it.
struct desk_record {
    /// One word of its display.
    struct word {
        std::string text;
        std::string misread;   ///< what was read, where it was near to `text`, which can stand there
        double confidence = 0; ///< 0 to 1
        int x = 0, y = 0, width = 0, height = 0; ///< where, in pixels of the picture
    };
    std::int64_t at_us = 0; ///< microseconds since the scenario began
    std::string phone;      ///< the actor
    std::string what;       ///< "press P1", "display"
    std::string picture;    ///< PNG; empty where nothing new was seen
    std::vector<word> words;
    std::string trouble; ///< why the rig could not; empty where it could
};

struct scenario_result {
    std::string id;
    std::string title;
    verdict outcome = verdict::skip;
    overlay over = overlay::none;
    std::string reason;                    ///< stable code, "expected-412-got-200"; empty for PASS
    std::vector<std::string> requirements; ///< those its lines judge
    std::int64_t duration_us = 0;          ///< on the wire's clock
    std::vector<deviation> deviations;     ///< first one first
    std::vector<finding_record> findings;
    std::vector<message_record> messages;
    std::vector<desk_record> desk;  ///< what was done at phones and seen on them, in its order
    bool rig_failed = false;        ///< a rig was not as it should be: nothing is said about the phone
    std::vector<std::string> notes; ///< "account alice was set aside: ..."
    std::string rerun;              ///< command line that runs it alone
    std::size_t attempts = 1;       ///< how often it was played: more than once only after a failure
    std::size_t failures = 0;       ///< how many of several attempts failed; what stands here is the first one's
};

/// The verdict on one requirement over the whole run: rule findings stand here, once per (requirement,
/// reason).
struct requirement_result {
    std::string id;
    verdict outcome = verdict::pass;
    overlay over = overlay::none;
    std::string reason;    ///< the rule's code
    std::size_t count = 0; ///< findings of this reason
    std::string first_scenario;
    std::size_t first_message = 0;
    std::string what;
    std::vector<std::string> by; ///< rules and scenarios that exercised it
};

struct run_summary {
    std::map<std::string, std::size_t> scenarios; ///< verdict name -> count; every verdict has an entry
    std::size_t requirement_errors = 0;           ///< unexpected ones
    std::size_t requirement_warnings = 0;
    std::size_t xfail = 0, xpass = 0, flaky = 0;
    std::size_t stale = 0; ///< baseline entries that no longer apply
    int exit_code = 0;
};

struct run_result {
    int schema = 1;
    std::string tool;    ///< "simplespec 0.1.0"
    std::string started; ///< RFC 3339, UTC
    std::string testbed;
    std::string dut_agent; ///< Server or User-Agent seen
    std::uint64_t seed = 0;
    bool strict = false;          ///< a broken SHOULD fails, too
    std::string wire;             ///< "virtual", "loopback", "remote"
    std::string shard;            ///< "2/4": what was selected was split into four; empty: it was not
    std::int64_t duration_us = 0; ///< real time
    std::vector<scenario_result> scenarios;
    std::vector<requirement_result> requirements;
    std::vector<std::string> stale_baseline; ///< "id reason", one per stale entry
    run_summary summary;
};

/// Count the verdicts and choose the exit code by the precedence 130, 70, 2, 3, 4, 1, 5, 6, 0.
/// `run.strict` makes WARN count as FAIL; `interrupted` gives 130.
run_summary summarize(const run_result& run, bool interrupted);

} // namespace simplespec::scenarios
