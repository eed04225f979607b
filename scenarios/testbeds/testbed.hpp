#pragma once
// A testbed: one target, how to reach it, and what may be expected of it. Read from one TOML file.
#include "rigs/description.hpp"
#include "scenarios/result/problem.hpp"
#include "sip/hop.hpp"
#include "sip/instant.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simplespec::scenarios {

/// [accounts.NAME]: who an actor may be. Its secret is named, never written.
struct account {
    std::string name;      ///< the key, "alice"
    std::string user;      ///< user part of the address-of-record; the key where not given
    std::string domain;    ///< [dut] domain where not given
    std::string auth_user; ///< user name for digest; `user` where not given
    std::string password;  ///< what `password = "env:NAME"` pointed to; empty: no authentication
    std::string display;   ///< display name for From; may be empty
    /// What it decides about who watches it (RFC 3856 section 6.6.2): "allow"; "pending": nothing as yet; "reject";
    /// "polite": they see somebody who is never there.
    std::string watchers{"allow"};

    std::string aor() const { return "sip:" + user + "@" + domain; }
};

/// [lists.NAME]: a resource list that the target serves.
struct resource_list {
    std::string name;
    std::string uri;
    std::string owner;                ///< account that may subscribe to it; empty: any
    std::vector<std::string> members; ///< account names or URIs, in order
};

/// yes: a refusal is a FAIL. no: not tried, NA. probe: tried; a refusal is NA with its evidence.
enum class support : std::uint8_t { probe, yes, no };

struct feature {
    support state = support::probe;
    std::string reason; ///< why not; for `no`
};

/// [ambient]: what becomes of a message that no line wants. `note` counts it and marks it in the report.
enum class ambient : std::uint8_t { note, ignore };

struct testbed {
    std::string file; ///< empty for the built-in one

    struct {
        std::string name;
        std::vector<std::string> roles; ///< "esc", "notifier", "rls", "registrar", "winfo"; or client roles
        std::string host;               ///< numeric or a name
        std::uint16_t port = 5060;
        std::vector<sip::transport> transports{sip::transport::udp, sip::transport::tcp};
        std::string domain; ///< of its addresses-of-record
    } dut;

    struct {
        std::string bind;       ///< address that actors listen on
        std::string advertised; ///< what they write into Via and Contact; `bind` where empty
        std::uint16_t port = 0; ///< the first actor's; each next one is higher by two; 0: any free port
        std::string trust;      ///< file of certificates for TLS
    } local;

    std::map<std::string, account> accounts;
    std::map<std::string, resource_list> lists;
    std::map<std::string, feature> features;

    struct {
        double scale = 1; ///< stretches windows only, never T1, Expires or Retry-After
        std::map<std::string, sip::duration> windows; ///< named ones: reply, notify, quiet, do, and one's own
        sip::duration max_wait = std::chrono::seconds(60); ///< longest `advance` waited for in real time
    } timing;

    ambient unwanted = ambient::note;

    struct {
        std::string start; ///< commands, run in the testbed's folder; empty: none
        std::string ready;
        std::string stop;
        std::string provision;
        std::string act; ///< key `do`: drives a client under test; gets the sentence as its argument
    } hooks;

    std::map<std::string, rigs::rig_description> rigs; ///< [rig.NAME]

    /// Whether the target is to be judged as a client: `epa` or `watcher` is among its roles, or it names none.
    bool is_client() const;
    /// Whether it is to be judged as a server: another role is among its roles, or it names none.
    bool is_server() const;
    /// Account or nothing.
    const account* find_account(std::string_view name) const;
    /// What [features] says; `probe` where it says nothing.
    feature of_feature(std::string_view name) const;
    /// A named window before scaling; none where it is not known.
    std::optional<sip::duration> window(std::string_view name) const;
};

/// Reads the environment variable of this name; none where it is not set.
using secret_lookup = std::function<std::optional<std::string>(std::string_view)>;

/// Read a testbed's text; `file` is for messages. Unknown keys, wrong types and secrets that are not set are
/// errors.
std::expected<testbed, problem> read_testbed(std::string_view file, std::string_view toml,
                                             const secret_lookup& secrets);

/// The built-in endpoint: accounts alice, bob, carol, ... and their list; its address is the caller's to set.
testbed embedded_testbed();

/// The windows that every testbed has, unless it says otherwise.
const std::map<std::string, sip::duration>& standard_windows();
/// What an account may decide about its watchers.
const std::vector<std::string>& watcher_decisions();
/// What `needs` and [features] may name.
const std::vector<std::string>& known_features();

} // namespace simplespec::scenarios
