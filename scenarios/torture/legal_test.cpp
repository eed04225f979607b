// The suite judges a server that does what it may in another way: no verdict changes, nothing above a note is
// found.
#include "scenarios/torture/legal_variations.hpp"

#include "agent/presence_server.hpp"
#include "rigs/wire/alteration.hpp"
#include "rigs/wire/virtual_wire.hpp"
#include "scenarios/runner/runner.hpp"
#include "scenarios/runner/suite.hpp"
#include "scenarios/torture/reference.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

namespace simplespec::scenarios {
namespace {

struct world {
    world(agent::server_settings settings, const sip::hop& at, std::uint64_t seed, sip::alteration alter,
          sip::alteration answers)
        : server(std::move(settings), at, sip::entropy(seed)),
          altered(server, std::move(alter), std::move(answers)), wire({.seed = seed}) {
        auto tcp = at;
        tcp.via = sip::transport::tcp;
        wire.host(altered, {at, tcp});
    }
    agent::presence_server server;
    rigs::altered_node altered;
    rigs::virtual_wire wire;
};

/// What the server sent in each scenario.
using traffic = std::map<std::string, std::vector<std::string>>;

run_result play(const legal_variation& v, const std::vector<const scenario*>& chosen,
                traffic* sent = nullptr) {
    const auto bed = embedded_testbed();
    auto settings = server_of(bed);
    if (v.set) v.set(settings);
    const set_scene set = [&](const scenario& s, std::uint64_t seed) -> std::expected<scene, std::string> {
        const sip::hop at{sip::transport::udp, "192.0.2.1", 5060};
        const sip::alteration inner = v.alter ? v.alter() : sip::alteration();
        const sip::alteration alter = [inner, sent, &s](std::string_view m) {
            if (sent != nullptr) (*sent)[s.id].emplace_back(m);
            return inner ? inner(m) : std::vector<sip::altered>{{std::string(m)}};
        };
        auto made =
            std::make_shared<world>(settings, at, seed, alter, v.answers ? v.answers() : sip::alteration());
        return scene{std::shared_ptr<rigs::wire>(made, &made->wire), at, {}};
    };
    return run(bed, chosen, set, {});
}

struct figures {
    std::map<std::string, verdict> verdicts;
    std::set<std::string> above_note; // requirement and reason
};

figures figures_of(const run_result& r) {
    figures out;
    for (const auto& s : r.scenarios) out.verdicts[s.id] = s.outcome;
    for (const auto& row : r.requirements)
        if (row.outcome == verdict::fail || row.outcome == verdict::warn)
            out.above_note.insert(row.id + " " + row.reason + " in " + row.first_scenario + ": " + row.what);
    return out;
}

struct baseline_run {
    figures what;
    traffic sent;
};

const baseline_run& unaltered() {
    static const auto known = [] {
        std::vector<const scenario*> all;
        for (const auto& s : built_in_suite())
            if (!s.of_client()) all.push_back(&s);
        baseline_run out;
        out.what = figures_of(play({"none", "none"}, all, &out.sent));
        return out;
    }();
    return known;
}

/// Whether it changes anything of what is sent in this scenario.
bool touches(const legal_variation& v, const scenario& s) {
    if (v.set) return true;
    const auto found = unaltered().sent.find(s.id);
    if (found == unaltered().sent.end()) return false;
    const auto alter = v.alter();
    return std::ranges::any_of(found->second, [&](const auto& m) {
        const auto out = alter(m);
        return out.size() != 1 || out[0].octets != m || out[0].after != sip::duration::zero();
    });
}

/// The scenarios that it touches: all of them where the real peers are tested too, else a dozen, each time
/// others.
std::vector<const scenario*> share_of(const legal_variation& v, std::size_t turn) {
    std::vector<const scenario*> touched, out;
    for (const auto& s : built_in_suite())
        if (!s.of_client() && touches(v, s)) touched.push_back(&s);
    const auto* peers = std::getenv("SIMPLESPEC_PEERS");
    if (peers != nullptr && std::string_view(peers) == "yes") return touched;
    const auto stride = std::max<std::size_t>(1, touched.size() / 12);
    for (std::size_t i = turn % stride; i < touched.size(); i += stride) out.push_back(touched[i]);
    return out;
}

class legal : public testing::TestWithParam<std::size_t> {};

TEST_P(legal, costs_no_verdict_and_draws_nothing_above_a_note) {
    const auto v = legal_variations()[GetParam()];
    const auto chosen = share_of(v, GetParam());
    ASSERT_FALSE(chosen.empty()) << v.name << " changes nothing";
    const auto done = play(v, chosen);
    const auto now = figures_of(done);
    for (const auto& [id, outcome] : now.verdicts)
        if (const auto before = unaltered().what.verdicts.at(id); before != outcome) {
            const auto& row = *std::ranges::find(done.scenarios, id, &scenario_result::id);
            std::string told;
            for (const auto& d : row.deviations)
                told += "\n  " + d.text + ": expected " + d.expected + ", got " + d.actual;
            for (const auto& n : row.notes) told += "\n  " + n;
            ADD_FAILURE() << v.name << " (" << v.clause << "): " << id << " was " << name(before)
                          << " and is " << name(outcome) << " " << row.reason << told;
        }
    for (const auto& row : now.above_note)
        if (!unaltered().what.above_note.contains(row))
            ADD_FAILURE() << v.name << " (" << v.clause << ") is accused: " << row;
}

INSTANTIATE_TEST_SUITE_P(variations, legal, testing::Range(std::size_t{0}, legal_variations().size()),
                         [](const auto& info) {
                             std::string out(legal_variations()[info.param].name);
                             std::ranges::replace(out, '-', '_');
                             return out;
                         });

TEST(legal_variations, are_many_and_each_names_its_clause) {
    std::set<std::string_view> names;
    for (const auto& v : legal_variations()) {
        EXPECT_TRUE(names.insert(v.name).second) << v.name;
        EXPECT_TRUE(v.clause.starts_with("RFC ")) << v.name;
        EXPECT_TRUE(static_cast<bool>(v.alter) != static_cast<bool>(v.set)) << v.name;
    }
    EXPECT_GE(names.size(), 118U);
}

} // namespace
} // namespace simplespec::scenarios
