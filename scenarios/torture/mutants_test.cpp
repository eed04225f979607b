// The suite against each mutant of the reference server and of the reference handset: who is killed, by which requirement, and why the
// others may live.
#include "scenarios/torture/mutants.hpp"

#include "agent/presence_server.hpp"
#include "rigs/wire/alteration.hpp"
#include "rigs/wire/virtual_wire.hpp"
#include "scenarios/runner/reference_world.hpp"
#include "scenarios/runner/runner.hpp"
#include "scenarios/runner/suite.hpp"
#include "scenarios/torture/reference.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace simplespec::scenarios {
namespace {

/// The reference endpoint on one side of the suite: the server, or the handset that plays the client under test.
struct side {
    bool client;
    std::string_view table; ///< the file with its mutants
};

constexpr side server{false, "mutants.csv"}, client{true, "mutants_client.csv"};

struct world {
    world(const agent::server_settings& settings, const sip::hop& at, std::uint64_t seed,
          sip::alteration alter)
        : server(settings, at, sip::entropy(seed)), altered(server, std::move(alter)), wire({.seed = seed}) {
        auto tcp = at;
        tcp.via = sip::transport::tcp;
        wire.host(altered, {at, tcp});
    }
    agent::presence_server server;
    rigs::altered_node altered;
    rigs::virtual_wire wire;
};

run_result play(const std::vector<const scenario*>& chosen,
                const std::function<sip::alteration(const scenario&)>& alter) {
    const auto bed = embedded_testbed();
    const auto settings = server_of(bed);
    const set_scene set = [&](const scenario& s, std::uint64_t seed) -> std::expected<scene, std::string> {
        const sip::hop at{sip::transport::udp, "192.0.2.1", 5060};
        if (s.of_client()) return at_a_desk(at, seed, {}, {}, alter(s));
        auto made = std::make_shared<world>(settings, at, seed, alter(s));
        return scene{std::shared_ptr<rigs::wire>(made, &made->wire), at, {}};
    };
    return run(bed, chosen, set, {});
}

/// What the unaltered endpoint sends: for each scenario, and the scenarios by kind of message.
struct traffic {
    std::vector<std::string> messages;
    std::map<std::string, std::vector<const scenario*>> by_kind;
    std::set<std::pair<std::string, std::string>>
        remarks; ///< scenario and requirement, of what is remarked anyway
};

/// Requirements that a statement without a keyword stands behind: what breaks one is remarked and no more.
bool is_statement(const std::string& id) {
    const auto* row = catalogue::built_in().find(id);
    return row != nullptr && row->verified && row->keyword.empty();
}

std::set<std::string> remarks_on(const scenario_result& r) {
    std::set<std::string> out;
    for (const auto& f : r.findings)
        if (is_statement(f.requirement)) out.insert(f.requirement);
    for (const auto& d : r.deviations)
        if (is_statement(d.requirement)) out.insert(d.requirement);
    return out;
}

traffic heard_from(const side& at) {
    traffic out;
    std::vector<const scenario*> all;
    for (const auto& s : built_in_suite())
        if (s.of_client() == at.client) all.push_back(&s);
    const auto done = play(all, [&out](const scenario& s) -> sip::alteration {
        return [&out, &s](std::string_view m) -> std::vector<sip::altered> {
            out.messages.emplace_back(m);
            auto& where = out.by_kind[kind_of(sip::draft::of(m))];
            if (where.empty() || where.back() != &s) where.push_back(&s);
            return {{std::string(m)}};
        };
    });
    for (const auto& r : done.scenarios)
        for (const auto& id : remarks_on(r)) out.remarks.emplace(r.id, id);
    return out;
}

const traffic& unaltered(const side& at) {
    static std::map<bool, traffic> known;
    const auto [found, first] = known.try_emplace(at.client);
    if (first) found->second = heard_from(at);
    return found->second;
}

/// The requirement that tells the mutant from the endpoint; empty where none does. INCONC tells nothing. A clause
/// without a keyword can only remark on what breaks it: it counts where none with one does.
std::string killer_of(const side& at, const mutant& m) {
    std::string remarked;
    for (const auto* s : unaltered(at).by_kind.at(m.kind)) {
        const auto done = play({s}, [&](const scenario&) { return alteration_of(m); });
        for (const auto& row : done.requirements)
            if (row.outcome == verdict::fail || row.outcome == verdict::warn) return row.id;
        const auto& r = done.scenarios.front();
        for (const auto& id : remarks_on(r))
            if (remarked.empty() && !unaltered(at).remarks.contains({s->id, id})) remarked = id;
        if (r.outcome != verdict::fail && r.outcome != verdict::warn) continue;
        for (const auto& d : r.deviations)
            if (!d.requirement.empty()) return d.requirement;
    }
    return remarked;
}

/// Whether all is played: with the real peers.
bool everything() {
    const auto* peers = std::getenv("SIMPLESPEC_PEERS");
    return peers != nullptr && std::string_view(peers) == "yes";
}

const auto folder = std::filesystem::path(SIMPLESPEC_SOURCE_DIR) / "scenarios/torture";

struct row {
    std::string verdict; ///< killed, legal
    std::string why;     ///< the requirement, or the clause
};

/// "id,verdict,why" a line; the id holds no comma.
std::map<std::string, row> table_of(const side& at) {
    std::map<std::string, row> out;
    std::ifstream in(folder / at.table);
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        const auto one = line.find(','), two = line.find(',', one + 1);
        out[line.substr(0, one)] = {line.substr(one + 1, two - one - 1), line.substr(two + 1)};
    }
    return out;
}

// Written anew with SIMPLESPEC_MUTANTS=write: what lives and was not classed before is "unclassed", which the
// test refuses.
void expect_current_table(const side& at) {
    const auto all = mutants_of(unaltered(at).messages);
    const auto known = table_of(at);
    const auto* asked = std::getenv("SIMPLESPEC_MUTANTS");
    if (asked != nullptr && std::string_view(asked) == "write") {
        std::ofstream out(folder / at.table);
        out << "mutant,verdict,why\n";
        for (const auto& m : all) {
            const auto by = killer_of(at, m);
            const auto before = known.find(m.id());
            const row now = !by.empty() ? row{"killed", by}
                            : before != known.end() && before->second.verdict != "killed"
                                ? before->second
                                : row{"unclassed", ""};
            out << m.id() << "," << now.verdict << "," << now.why << "\n";
        }
        return;
    }
    std::map<std::string, std::size_t> count;
    std::set<std::string> ids;
    std::string missing, gone;
    std::size_t strays = 0;
    for (const auto& m : all) {
        ids.insert(m.id());
        const auto found = known.find(m.id());
        if (found == known.end()) {
            missing += "\n  " + m.id();
            ++strays;
            continue;
        }
        ++count[found->second.verdict];
        EXPECT_FALSE(found->second.why.empty()) << m.id();
        EXPECT_TRUE(found->second.verdict == "killed" || found->second.verdict == "legal")
            << m.id() << " is " << found->second.verdict;
    }
    for (const auto& [id, unused] : known)
        if (!ids.contains(id)) gone += "\n  " + id, ++strays;
    // A new scenario may bring new kinds of messages: the table may lag a little, but not where everything is
    // tested.
    EXPECT_LE(strays, everything() ? 0 : all.size() / 10)
        << "write " << at.table << " anew with SIMPLESPEC_MUTANTS=write; not in it:" << missing
        << "\nno mutants any more:" << gone;
    fmt::print("{} mutants: {} killed, {} legal\n", all.size(), count["killed"], count["legal"]);
}

TEST(mutants, table_of_server_is_current) { expect_current_table(server); }
TEST(mutants, table_of_client_is_current) { expect_current_table(client); }

// A share of the table is played again, all of it where the real peers are tested too: nobody who was killed
// lives, and nobody who may live is killed.
void expect_fates(const side& at) {
    const auto known = table_of(at);
    const std::size_t stride = everything() ? 1 : 40;
    std::size_t i = 0;
    for (const auto& m : mutants_of(unaltered(at).messages)) {
        const auto found = known.find(m.id());
        if (i++ % stride != 0 || found == known.end()) continue;
        const auto& was = found->second.verdict;
        EXPECT_EQ(!killer_of(at, m).empty(), was == "killed") << m.id() << " was " << was;
    }
}

TEST(mutants, of_server_live_and_die_as_the_table_says) { expect_fates(server); }
TEST(mutants, of_client_live_and_die_as_the_table_says) { expect_fates(client); }

} // namespace
} // namespace simplespec::scenarios
