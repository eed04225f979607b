#include "scenarios/testbeds/diagnosis.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::scenarios {
namespace {

using namespace std::chrono_literals;
using rigs::question;
using testing::HasSubstr;

rigs::inquiry_answer answered(question what, int status, std::string about = {}) {
    rigs::inquiry_answer out;
    out.what = what;
    out.about = std::move(about);
    out.status = status;
    out.said = status == 0 ? "connection refused" : "SIP/2.0 " + std::to_string(status) + " X";
    return out;
}

// A server that does all that its testbed says.
rigs::inquiry_findings healthy() {
    rigs::inquiry_findings out;
    out.answers = {answered(question::options_udp, 200),
                   answered(question::options_tcp, 405),
                   answered(question::registration_bare, 401),
                   answered(question::registration, 200, "alice"),
                   answered(question::publication, 200),
                   answered(question::presence, 202),
                   answered(question::winfo, 489),
                   answered(question::list, 200, "sip:l@example.com")};
    out.answers.back().lists = true;
    out.answers.back().asker = "alice";
    out.algorithms = {"MD5"};
    out.clock_skew = 0s;
    return out;
}

testbed bed() {
    testbed out;
    out.dut.domain = "example.com";
    out.dut.roles = {"registrar", "esc", "notifier", "rls"};
    account alice;
    alice.name = alice.user = "alice";
    alice.password = "secret";
    out.accounts["alice"] = alice;
    resource_list list;
    list.name = "friends";
    list.uri = "sip:l@example.com";
    list.owner = "alice";
    out.lists["friends"] = list;
    out.timing.windows = standard_windows();
    return out;
}

// "wrong tcp: ..." for each line that is not fine.
std::string said(const testbed& b, const rigs::inquiry_findings& found) {
    std::string out;
    for (const auto& line : diagnose(b, found))
        if (line.verdict != agreement::fine)
            out += std::string(name(line.verdict)) + " " + line.about + ": " + line.found + " | " +
                   line.mend + "\n";
    return out;
}

TEST(diagnosis, is_silent_where_testbed_and_target_agree) { EXPECT_EQ(said(bed(), healthy()), ""); }

struct row {
    const char* name;
    void (*change)(testbed&, rigs::inquiry_findings&);
    const char* says;
};

void PrintTo(const row& r, std::ostream* out) { *out << r.name; }

class disagreement : public testing::TestWithParam<row> {};

TEST_P(disagreement, is_told_with_its_cure) {
    auto b = bed();
    auto found = healthy();
    GetParam().change(b, found);
    EXPECT_THAT(said(b, found), HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    table, disagreement,
    testing::Values(
        row{"transport_claimed", [](auto&, auto& f) { f.answers[1] = answered(question::options_tcp, 0); },
            "wrong TCP: OPTIONS"},
        row{"transport_unlisted", [](auto& b, auto&) { b.dut.transports = {sip::transport::udp}; },
            "odd TCP"},
        row{"role_refused", [](auto&, auto& f) { f.answers[4] = answered(question::publication, 405); },
            "wrong esc: PUBLISH: SIP/2.0 405 X"},
        row{"feature_refused",
            [](auto& b, auto&) {
                b.dut.roles.clear();
                b.features["winfo"] = {support::yes, ""};
            },
            "wrong winfo"},
        row{"feature_probed", [](auto& b, auto&) { b.dut.roles.clear(); }, "odd winfo"},
        row{"feature_denied_but_works",
            [](auto& b, auto&) { b.features["esc"] = {support::no, "not bought"}; },
            "odd esc: PUBLISH: SIP/2.0 200 X (0 ms) | it works, and the testbed says no (not bought)"},
        row{"password", [](auto&, auto& f) { f.answers[3] = answered(question::registration, 401, "alice"); },
            "wrong account alice"},
        row{"no_password",
            [](auto& b, auto& f) {
                b.accounts["alice"].password.clear();
                f.answers[3] = answered(question::registration, 401, "alice");
            },
            "give it a password"},
        row{"no_list", [](auto&, auto& f) { f.answers.back().lists = false; }, "wrong list friends"},
        row{"list_of_another", [](auto&, auto& f) { f.answers.back().asker = "bob"; }, "bob was let in"},
        row{"algorithm_claimed", [](auto& b, auto&) { b.features["sha-256"] = {support::yes, ""}; },
            "wrong sha-256"},
        row{"algorithm_denied",
            [](auto& b, auto& f) {
                b.features["sha-256"] = {support::no, "old"};
                f.algorithms.insert("SHA-256");
            },
            "odd sha-256"},
        row{"clock", [](auto&, auto& f) { f.clock_skew = -90s; }, "odd clock: its Date is 90 s behind ours"},
        row{"pace", [](auto&, auto& f) { f.answers[5].took = 4s; },
            "odd pace: the slowest answer was SUBSCRIBE to presence"},
        row{"left_behind", [](auto&, auto& f) { f.left_publication = true; }, "odd removal"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(diagnosis, asks_for_every_account_and_list) {
    auto b = bed();
    b.accounts["alice"].auth_user = "a1";
    const auto ask = inquiry_for(b);
    ASSERT_EQ(ask.users.size(), 1U);
    EXPECT_EQ(ask.users[0].auth_user, "a1");
    EXPECT_THAT(ask.lists, testing::ElementsAre("sip:l@example.com"));
}

} // namespace
} // namespace simplespec::scenarios
