#include "scenarios/runner/applicability.hpp"

#include "scenarios/language/read.hpp"

#include <gtest/gtest.h>

namespace simplespec::scenarios {
namespace {

struct row {
    const char* name;
    std::string text; ///< behind the title
    std::string reason;
    void (*change)(testbed&);
};

void PrintTo(const row& r, std::ostream* out) { *out << r.name; }

class applicability : public testing::TestWithParam<row> {};

TEST_P(applicability, is_decided_by_the_testbed) {
    const auto s = read_scenario("a.scn", "scenario a/b\n  title \"t\"\n" + GetParam().text);
    ASSERT_TRUE(s) << describe(s.error());
    auto bed = embedded_testbed();
    EXPECT_EQ(inapplicable_at_a_distance(*s, bed), std::nullopt);
    GetParam().change(bed);
    const auto why = inapplicable_at_a_distance(*s, bed);
    ASSERT_TRUE(why);
    EXPECT_EQ(why->reason, GetParam().reason);
    EXPECT_FALSE(why->note.empty());
}

const std::string alice = "\nactor alice = user (udp)\n";

INSTANTIATE_TEST_SUITE_P(
    table, applicability,
    testing::Values(
        row{"feature", "  needs rls\n" + alice, "no-rls",
            [](auto& b) { b.features["rls"] = {support::no, "none"}; }},
        row{"role", "  needs esc\n" + alice, "no-esc", [](auto& b) { b.dut.roles = {"notifier"}; }},
        row{"server", alice, "no-server", [](auto& b) { b.dut.roles = {"watcher"}; }},
        row{"client", "\nactor phone = user under test\nactor pbx = server\n", "no-client",
            [](auto& b) { b.dut.roles = {"esc"}; }},
        row{"transport", alice, "no-UDP", [](auto& b) { b.dut.transports = {sip::transport::tcp}; }},
        row{"accounts", alice + "actor bob = user (udp)\n", "too-few-accounts",
            [](auto& b) {
                while (b.accounts.size() > 1) b.accounts.erase(std::prev(b.accounts.end()));
            }},
        row{"list", "\nactor alice = user (udp, owner friends)\n", "no-list-friends",
            [](auto& b) { b.lists.clear(); }},
        row{"time", alice + "advance +50s\n", "needs-time",
            [](auto& b) { b.timing.max_wait = std::chrono::seconds(49); }}),
    [](const auto& info) { return std::string(info.param.name); });

} // namespace
} // namespace simplespec::scenarios
