#pragma once
// The reference server on a wire in virtual time, as a testbed describes it. For tests.
#include "agent/presence_server.hpp"
#include "rigs/driven_handset.hpp"
#include "rigs/wire/alteration.hpp"
#include "rigs/wire/virtual_wire.hpp"
#include "scenarios/runner/runner.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace simplespec::scenarios {

/// As the command line sets it up: the testbed's accounts, each with its secret, and its lists.
inline agent::server_settings reference_settings(const testbed& bed) {
    agent::server_settings out;
    out.domains = {bed.dut.domain};
    for (const auto& [name, who] : bed.accounts) out.accounts.push_back(
            {.user = who.user, .secret = who.password, .policy = agent::policy_named(who.watchers)});
    for (const auto& [name, list] : bed.lists) {
        agent::served_list served{.uri = list.uri, .members = {}};
        for (const auto& member : list.members)
            served.members.push_back({.uri = bed.find_account(member)->aor(), .name = bed.find_account(member)->display});
        out.lists.push_back(std::move(served));
    }
    return out;
}

/// A server of its own for a scenario, with these defects.
inline scene at_a_server(const testbed& bed, const sip::hop& at, std::uint64_t seed,
                         const std::vector<std::string>& defects) {
    struct world {
        rigs::virtual_wire wire;
        std::unique_ptr<agent::presence_server> server;
    };
    auto settings = reference_settings(bed);
    settings.defects = defects;
    auto made = std::make_shared<world>();
    made->server = std::make_unique<agent::presence_server>(std::move(settings), at, sip::entropy(seed));
    auto tcp = at;
    tcp.via = sip::transport::tcp;
    made->wire.host(*made->server, {at, tcp});
    return scene{.wire = {made, &made->wire}, .target = at};
}

/// A handset of its own for a scenario of a client, with these defects; what it receives reaches it as `received` has it,
/// and what it sends leaves it as `sent` has it.
inline scene at_a_desk(const sip::hop& at, std::uint64_t seed, const std::vector<std::string>& defects,
                       sip::alteration received = {}, sip::alteration sent = {}) {
    struct desk {
        static std::vector<sip::altered> as_it_is(std::string_view octets) { return {{std::string(octets)}}; }
        desk(const sip::hop& at, std::uint64_t seed, sip::alteration received, sip::alteration sent)
            : handset(at, sip::entropy(seed)),
              reached(handset, sent ? std::move(sent) : sip::alteration(as_it_is), std::move(received)) {
            auto tcp = at;
            tcp.via = sip::transport::tcp;
            wire.host(reached, {at, tcp});
        }
        rigs::driven_handset handset;
        rigs::altered_node reached;
        rigs::virtual_wire wire;
    };
    auto made = std::make_shared<desk>(at, seed, std::move(received), std::move(sent));
    scene out{.wire = {made, &made->wire}, .target = at};
    out.enter = [made = made.get(), defects](const client_part& part) {
        agent::handset_settings settings;
        settings.aor = part.who.aor();
        settings.account = {.username = part.who.auth_user, .password = part.who.password};
        settings.server = part.server;
        settings.defects = defects;
        made->handset.set_up(std::move(settings));
    };
    out.act = [made = made.get()](std::string_view sentence, const passing&) -> std::expected<void, undone> {
        const auto done = made->handset.act(made->wire.now(), sentence);
        if (!done) return std::unexpected(undone{.cannot = true, .why = done.error()});
        return {};
    };
    out.display = [made = made.get()] { return made->handset.display(); };
    return out;
}

/// The reference endpoint with these defects of the one or the other: the server, or for a scenario of a client the
/// handset.
inline set_scene reference_scene(const testbed& bed, std::vector<std::string> of_server = {},
                                 std::vector<std::string> of_client = {}) {
    const sip::hop at{sip::transport::udp, "192.0.2.1", 5060};
    return [bed, at, of_server = std::move(of_server), of_client = std::move(of_client)](
               const scenario& s, std::uint64_t seed) -> std::expected<scene, std::string> {
        return s.of_client() ? at_a_desk(at, seed, of_client) : at_a_server(bed, at, seed, of_server);
    };
}

} // namespace simplespec::scenarios
