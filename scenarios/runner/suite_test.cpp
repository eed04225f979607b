// Every scenario of the suite: readable, resolved, and passed by the reference endpoint.
#include "scenarios/runner/suite.hpp"

#include "scenarios/language/read.hpp"
#include "scenarios/runner/reference_world.hpp"

#include <gtest/gtest.h>

namespace simplespec::scenarios {
namespace {

TEST(suite, names_are_resolved_and_ids_are_paths) {
    ASSERT_FALSE(built_in_suite().empty());
    for (const auto& s : built_in_suite()) {
        const auto wrong = check_scenario(s, {.requirements = &catalogue::built_in(),
                                              .windows = {},
                                              .lists = {"friends"},
                                              .path_is_id = true});
        for (const auto& p : wrong) ADD_FAILURE() << describe(p);
        EXPECT_FALSE(s.requirements().empty()) << s.id << " judges nothing";
    }
}

TEST(suite, the_reference_endpoint_passes_all_of_it) {
    const auto bed = embedded_testbed();
    std::vector<const scenario*> all;
    for (const auto& s : built_in_suite()) all.push_back(&s);
    const auto done = run(bed, all, reference_scene(bed), {});
    for (const auto& r : done.scenarios) {
        std::string told = std::string(name(r.outcome)) + " " + r.reason;
        for (const auto& d : r.deviations)
            told += "\n  " + d.text + ": expected " + d.expected + ", got " + d.actual;
        for (const auto& n : r.notes) told += "\n  " + n;
        // The one feature that the reference server has not, and says so.
        if (r.reason == "no-in-request-list") continue;
        // Phones have displays, and somebody who reads them: cli/phones_program_test.cpp.
        if (r.reason == "no-phone") continue;
        EXPECT_EQ(r.outcome, verdict::pass) << r.id << ": " << told;
    }
    for (const auto& r : done.requirements)
        EXPECT_NE(r.outcome, verdict::fail)
            << r.id << " " << r.reason << " in " << r.first_scenario << ": " << r.what;
}

} // namespace
} // namespace simplespec::scenarios
