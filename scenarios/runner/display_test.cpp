// What scenarios read from the display of a client under test.
#include "scenarios/language/read.hpp"
#include "scenarios/runner/reference_world.hpp"
#include "scenarios/runner/runner.hpp"

#include <gtest/gtest.h>

#include <string>

namespace simplespec::scenarios {
namespace {

// The handset watches bob, who is open at first; one second later he closes.
const std::string watching = R"(scenario a/b
 title "t"
 needs display
actor phone = user under test
actor pbx = server
actor bob = user
do "watch {bob.aor}"
pbx within {do} { < SUBSCRIBE as sub }
pbx > 200
    Expires: 600
pbx > NOTIFY in sub
    Event: presence
    Subscription-State: active;expires=600
    body pidf { tuple t1 basic=open note="Here" }
pbx within {reply} { < 200 to NOTIFY }
)";

const std::string closing = R"(
pbx > NOTIFY in sub
    Event: presence
    Subscription-State: active;expires=600
    body pidf { tuple t1 basic=closed note="Gone" }
)";

scenario_result play(const std::string& text, const set_scene& on, const testbed& bed = embedded_testbed()) {
    const auto s = read_scenario("a.scn", text);
    EXPECT_TRUE(s) << describe(s.error());
    for (const auto& p : check_scenario(*s, {.requirements = &catalogue::built_in()}))
        ADD_FAILURE() << describe(p);
    return run(bed, {&*s}, on, {}).scenarios.at(0);
}

struct reading_row {
    std::string_view name;
    std::string behind; ///< what the scenario above goes on with
    verdict outcome;
    std::size_t deviations;
    std::string reason{};
};

class reading : public testing::TestWithParam<reading_row> {};

TEST_P(reading, is_judged) {
    const auto r = play(watching + GetParam().behind, reference_scene(embedded_testbed()));
    EXPECT_EQ(r.outcome, GetParam().outcome) << r.reason;
    EXPECT_EQ(r.reason, GetParam().reason);
    EXPECT_EQ(r.deviations.size(), GetParam().deviations);
}

INSTANTIATE_TEST_SUITE_P(
    table, reading,
    testing::Values(
        reading_row{"all_hold",
                    "phone shows within {reply} {\n contacts == 1\n contact {bob.aor} state == available\n"
                    " contact {bob.aor} note == Here\n contact \"sip:eve@example.com\" state absent }\n",
                    verdict::pass, 0},
        reading_row{"before_the_window_ends",
                    closing + "phone shows within {reply} { contact {bob.aor} note == Gone }\n",
                    verdict::pass, 0},
        reading_row{"without_requirement", "phone shows within {reply} { contacts == 2 }\n", verdict::inconc,
                    1, "contacts-not-equal"},
        reading_row{"with_requirement", "phone shows within {reply} { contacts == 2 RFC3863-4.2.3-2 }\n",
                    verdict::fail, 1, "contacts-not-equal"},
        reading_row{
            "each_line_by_its_own",
            "phone shows within {reply} {\n contacts == 2 RFC3863-4.2.3-2\n contacts == 1 RFC3863-4.2.3-2\n"
            " contact {bob.aor} state == offline RFC3863-4.1.5-2 }\n",
            verdict::fail, 2, "contacts-not-equal"},
        reading_row{"never_at_the_same_moment",
                    "phone shows within {reply} { contact {bob.aor} note == Here }\n" + closing +
                        "phone shows within {reply} { contact {bob.aor} note == Gone\n"
                        " contact {bob.aor} state == available RFC3863-4.2.3-2 }\n",
                    verdict::fail, 1, "contact---bob-aor---state-not-equal"},
        reading_row{"not_so_from_the_start",
                    "phone still shows { contact {bob.aor} note == Gone } for {quiet}\n", verdict::inconc, 1,
                    "contact---bob-aor---note-not-equal"},
        reading_row{"stays",
                    "phone still shows { contact {bob.aor} note == Here RFC3863-4.2.3-2 } for {quiet}\n",
                    verdict::pass, 0},
        reading_row{"does_not_stay",
                    "phone shows within {reply} { contact {bob.aor} note == Here }\n" + closing +
                        "phone still shows { contact {bob.aor} note == Here RFC3863-4.2.3-2 } for {quiet}\n",
                    verdict::fail, 1, "contact---bob-aor---note-not-equal"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(display, that_cannot_be_read_is_not_applicable) {
    const auto blind = [on = reference_scene(embedded_testbed())](const scenario& s, std::uint64_t seed) {
        auto out = on(s, seed);
        out->display = {};
        return out;
    };
    const auto text = watching + "phone shows within {reply} { contacts == 2 RFC3863-4.2.3-2 }\n";
    const auto r = play(text, blind);
    EXPECT_EQ(r.outcome, verdict::na);
    EXPECT_EQ(r.reason, "no-display");
    auto bed = embedded_testbed();
    bed.features.clear();
    const auto undeclared = play(text, reference_scene(bed), bed);
    EXPECT_EQ(undeclared.outcome, verdict::na);
    EXPECT_EQ(undeclared.reason, "no-display");
}

} // namespace
} // namespace simplespec::scenarios
