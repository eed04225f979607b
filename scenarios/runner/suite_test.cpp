// Every scenario of the suite: readable, resolved, and passed by the reference endpoint.
#include "scenarios/runner/suite.hpp"

#include "agent/presence_server.hpp"
#include "rigs/driven_handset.hpp"
#include "rigs/wire/virtual_wire.hpp"
#include "scenarios/language/read.hpp"
#include "scenarios/runner/runner.hpp"

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

// As the command line sets it up: the testbed's accounts, each with its secret.
agent::server_settings server_of(const testbed& bed) {
    agent::server_settings out;
    out.domains = {bed.dut.domain};
    for (const auto& [name, who] : bed.accounts)
        out.accounts.push_back(
            {.user = who.user, .secret = who.password, .policy = agent::policy_named(who.watchers)});
    for (const auto& [name, list] : bed.lists) {
        agent::served_list served{.uri = list.uri, .members = {}};
        for (const auto& member : list.members)
            served.members.push_back(
                {.uri = bed.find_account(member)->aor(), .name = bed.find_account(member)->display});
        out.lists.push_back(std::move(served));
    }
    return out;
}

struct world {
    rigs::virtual_wire wire;
    std::unique_ptr<agent::presence_server> server;
};

struct desk {
    desk(const sip::hop& at, std::uint64_t seed) : handset(at, sip::entropy(seed)) {
        auto tcp = at;
        tcp.via = sip::transport::tcp;
        wire.host(handset, {at, tcp});
    }
    rigs::driven_handset handset;
    rigs::virtual_wire wire;
};

// As the command line sets it up: a handset of its own for each scenario of a client.
scene at_a_desk(const sip::hop& at, std::uint64_t seed) {
    auto made = std::make_shared<desk>(at, seed);
    scene out{.wire = {made, &made->wire}, .target = at};
    out.enter = [made = made.get()](const client_part& part) {
        agent::handset_settings settings;
        settings.aor = part.who.aor();
        settings.account = {.username = part.who.auth_user, .password = part.who.password};
        settings.server = part.server;
        made->handset.set_up(std::move(settings));
    };
    out.act = [made = made.get()](std::string_view sentence) -> std::expected<void, undone> {
        const auto done = made->handset.act(made->wire.now(), sentence);
        if (!done) return std::unexpected(undone{.cannot = true, .why = done.error()});
        return {};
    };
    return out;
}

TEST(suite, the_reference_endpoint_passes_all_of_it) {
    const auto bed = embedded_testbed();
    const sip::hop at{sip::transport::udp, "192.0.2.1", 5060};
    const set_scene set = [&](const scenario& s, std::uint64_t seed) -> std::expected<scene, std::string> {
        if (s.of_client()) return at_a_desk(at, seed);
        auto made = std::make_shared<world>();
        made->server = std::make_unique<agent::presence_server>(server_of(bed), at, sip::entropy(seed));
        auto tcp = at;
        tcp.via = sip::transport::tcp;
        made->wire.host(*made->server, {at, tcp});
        return scene{std::shared_ptr<rigs::wire>(made, &made->wire), at, {}};
    };
    std::vector<const scenario*> all;
    for (const auto& s : built_in_suite()) all.push_back(&s);
    const auto done = run(bed, all, set, {});
    for (const auto& r : done.scenarios) {
        std::string told = std::string(name(r.outcome)) + " " + r.reason;
        for (const auto& d : r.deviations)
            told += "\n  " + d.text + ": expected " + d.expected + ", got " + d.actual;
        for (const auto& n : r.notes) told += "\n  " + n;
        EXPECT_EQ(r.outcome, verdict::pass) << r.id << ": " << told;
    }
    for (const auto& r : done.requirements)
        EXPECT_NE(r.outcome, verdict::fail)
            << r.id << " " << r.reason << " in " << r.first_scenario << ": " << r.what;
}

} // namespace
} // namespace simplespec::scenarios
