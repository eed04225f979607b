// The suite against endpoints that are broken on purpose: each defect is caught, and nothing else breaks but
// what follows.
#include "agent/defects/defect.hpp"
#include "agent/presence_server.hpp"
#include "rigs/wire/virtual_wire.hpp"
#include "scenarios/runner/reference_world.hpp"
#include "scenarios/runner/runner.hpp"
#include "scenarios/runner/suite.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

namespace simplespec::scenarios {
namespace {

using agent::defect;
using agent::defect_role;

// Of the server, or of clients: the one has nothing to do with the defects of the other.
std::vector<const scenario*> whole_suite(defect_role role) {
    std::vector<const scenario*> all;
    for (const auto& s : built_in_suite())
        if (s.of_client() == (role == defect_role::client)) all.push_back(&s);
    return all;
}

// What breaks in a run: for each requirement, where it showed first.
struct breakage {
    std::map<std::string, std::string> failed; ///< a FAIL or an error cites it
    std::map<std::string, std::string> warned; ///< a WARN or a warning
    std::vector<std::string> ours;             ///< scenarios that ended in an error of ours
};

breakage of(const run_result& r) {
    breakage out;
    for (const auto& s : r.scenarios) {
        if (s.outcome == verdict::error) out.ours.push_back(s.id + ": " + s.reason);
        if (s.outcome != verdict::fail && s.outcome != verdict::warn) continue;
        for (const auto& d : s.deviations) {
            const auto* row = catalogue::built_in().find(d.requirement);
            if (row == nullptr || !(row->can_fail() || row->can_warn())) continue;
            (row->can_fail() ? out.failed : out.warned).emplace(d.requirement, s.id + " " + s.reason);
        }
    }
    for (const auto& row : r.requirements) {
        const auto told = row.reason + " in " + row.first_scenario + ": " + row.what;
        if (row.outcome == verdict::fail) out.failed.emplace(row.id, told);
        if (row.outcome == verdict::warn) out.warned.emplace(row.id, told);
    }
    return out;
}

// Which scenarios touch a requirement: a line of theirs cites it, or a rule held something in them to it.
std::map<std::string, std::set<std::string>> touching(defect_role role) {
    std::map<std::string, std::set<std::string>> out;
    const auto right = run(embedded_testbed(), whole_suite(role), reference_scene(embedded_testbed()), {});
    for (const auto& s : right.scenarios)
        for (const auto& id : s.requirements) out[id].insert(s.id);
    for (const auto& row : right.requirements) out[row.id].insert(row.by.begin(), row.by.end());
    return out;
}

// SIMPLESPEC_DEFECTS=all: each defect against the whole suite, as before a release.
bool whole_product() {
    const char* much = std::getenv("SIMPLESPEC_DEFECTS");
    return much != nullptr && std::string_view(much) == "all";
}

struct choice {
    std::vector<const scenario*> near;  ///< those that touch the requirement, shuffled, and then all others
    std::vector<const scenario*> tenth; ///< of the rest
};

choice chosen_for(const defect& d, const std::map<std::string, std::set<std::string>>& touch) {
    choice out;
    auto dice = sip::entropy::derive(1, d.name, "tenth");
    const auto near = touch.find(std::string(d.requirement));
    std::multimap<std::pair<bool, std::uint64_t>, const scenario*> shuffled;
    for (const auto* s : whole_suite(d.role)) {
        const auto thrown = dice.next();
        const bool touches = near != touch.end() && near->second.contains(s->id);
        shuffled.emplace(std::pair(!touches, thrown), s);
        if (!touches && thrown % 10 == 0) out.tenth.push_back(s);
    }
    for (const auto& [thrown, s] : shuffled) out.near.push_back(s);
    return out;
}

void add(breakage& to, breakage more) {
    to.failed.merge(more.failed);
    to.warned.merge(more.warned);
    to.ours.insert(to.ours.end(), more.ours.begin(), more.ours.end());
}

// A tenth of the suite, and the scenarios that touch its requirement, a few at a time until one catches it.
// Without it nothing may touch it: then all others are tried. SIMPLESPEC_DEFECTS=all: the whole suite.
breakage broken_by(const defect& d, const std::map<std::string, std::set<std::string>>& touch) {
    const std::vector<std::string> name{std::string(d.name)};
    const auto against = [&](const std::vector<const scenario*>& some) {
        return of(run(embedded_testbed(), some,
                      reference_scene(embedded_testbed(), agent::of_role(name, defect_role::server),
                                      agent::of_role(name, defect_role::client)),
                      {}));
    };
    if (whole_product()) return against(whole_suite(d.role));
    const auto chosen = chosen_for(d, touch);
    auto out = against(chosen.tenth);
    constexpr std::size_t few = 8;
    for (std::size_t from = 0; from < chosen.near.size() && !out.failed.contains(std::string(d.requirement));
         from += few) {
        const auto to = std::min(from + few, chosen.near.size());
        add(out, against({chosen.near.begin() + static_cast<std::ptrdiff_t>(from),
                          chosen.near.begin() + static_cast<std::ptrdiff_t>(to)}));
    }
    return out;
}

std::string complaint(const defect& d, const breakage& broken) {
    std::string out;
    if (!broken.failed.contains(std::string(d.requirement))) out += "\n  not caught";
    const auto follows = [&](const std::string& id) {
        return std::ranges::any_of(d.follows, [&](const auto& f) { return f.requirement == id; });
    };
    for (const auto* kind : {&broken.failed, &broken.warned})
        for (const auto& [id, where] : *kind)
            if (id != d.requirement && !follows(id))
                out += "\n  " + std::string(kind == &broken.failed ? "fails" : "warns") + " " + id + ": " +
                       where;
    for (const auto& f : d.follows)
        if (whole_product() && !broken.failed.contains(std::string(f.requirement)) &&
            !broken.warned.contains(std::string(f.requirement)))
            out += "\n  follows nowhere: " + std::string(f.requirement);
    for (const auto& error : broken.ours) out += "\n  our error in " + error;
    return out;
}

TEST(defect_table, there_are_enough_of_each_kind) {
    const auto all = agent::all_defects();
    EXPECT_GE(all.size(), 140U);
    EXPECT_GE(std::ranges::count(all, defect_role::client, &defect::role), 40);
    EXPECT_GE(std::ranges::count_if(all, [](const defect& d) { return d.transactions > 1; }), 40);
}

TEST(defect_table, each_row_of_the_table_is_whole) {
    std::set<std::string_view> names;
    for (const auto& d : agent::all_defects()) {
        EXPECT_TRUE(names.insert(d.name).second) << d.name << " is there twice";
        const auto* row = catalogue::built_in().find(d.requirement);
        ASSERT_NE(row, nullptr) << d.name << " breaks " << d.requirement << ", which is not in the catalogue";
        EXPECT_LE(d.follows.size(), 3U) << d.name;
        for (const auto& f : d.follows) {
            EXPECT_NE(catalogue::built_in().find(f.requirement), nullptr) << d.name << ": " << f.requirement;
            EXPECT_FALSE(f.reason.empty()) << d.name << ": " << f.requirement;
        }
        EXPECT_FALSE(d.title.empty()) << d.name;
        EXPECT_GE(d.transactions, 1) << d.name;
    }
}

class defects : public testing::TestWithParam<const defect*> {};

TEST_P(defects, is_caught_and_nothing_else_breaks) {
    const defect& d = *GetParam();
    static const std::map<defect_role, std::map<std::string, std::set<std::string>>> touch{
        {defect_role::server, touching(defect_role::server)},
        {defect_role::client, touching(defect_role::client)}};
    EXPECT_EQ(complaint(d, broken_by(d, touch.at(d.role))), "") << d.requirement << ": " << d.title;
}

std::vector<const defect*> all_defects(defect_role role) {
    std::vector<const defect*> out;
    for (const auto& d : agent::all_defects())
        if (d.role == role) out.push_back(&d);
    return out;
}

std::string name_of(const testing::TestParamInfo<const defect*>& one) {
    std::string name(one.param->name);
    std::ranges::replace(name, '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(server, defects, testing::ValuesIn(all_defects(defect_role::server)), name_of);
INSTANTIATE_TEST_SUITE_P(client, defects, testing::ValuesIn(all_defects(defect_role::client)), name_of);

} // namespace
} // namespace simplespec::scenarios
