#include "cli/target.hpp"

#include "agent/presence_server.hpp"
#include "cli/client_target.hpp"
#include "cli/embedded.hpp"
#include "cli/handset_scene.hpp"
#include "cli/phones.hpp"
#include "cli/virtual_phones.hpp"
#include "net/interrupt.hpp"
#include "net/resolver.hpp"
#include "rigs/hooks.hpp"
#include "rigs/wire/loopback_wire.hpp"
#include "rigs/wire/virtual_wire.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

namespace simplespec::cli {

namespace {

// One scenario's world in virtual time: a server of its own, and the wire that hosts it.
struct virtual_world {
    virtual_world(const scenarios::testbed& bed, const sip::hop& at, std::uint64_t seed,
                  const std::vector<std::string>& defects)
        : server(server_of(bed, defects), at, sip::entropy::derive(seed, "target", bed.dut.name)),
          wire({.seed = seed}) {
        sip::hop stream = at;
        stream.via = sip::transport::tcp;
        wire.host(server, {at, stream});
    }

    agent::presence_server server;
    rigs::virtual_wire wire;
};

// The same of a client: a handset of its own.
struct virtual_desk {
    virtual_desk(const sip::hop& at, std::uint64_t seed, std::string_view name)
        : handset(at, sip::entropy::derive(seed, "target", name)), wire({.seed = seed}) {
        sip::hop stream = at;
        stream.via = sip::transport::tcp;
        wire.host(handset, {at, stream});
    }

    rigs::driven_handset handset;
    rigs::virtual_wire wire;
};

target in_virtual_time(const scenarios::testbed& bed, const std::vector<std::string>& defects) {
    const sip::hop at{sip::transport::udp, "192.0.2.10", 5060};
    return {.set = [bed, at, defects](const scenarios::scenario& s,
                                      std::uint64_t seed) -> std::expected<scenarios::scene, std::string> {
                if (s.of_client()) {
                    auto desk = std::make_shared<virtual_desk>(at, seed, bed.dut.name);
                    auto out = scene_with(desk->handset, {desk, &desk->wire}, at, defects);
                    if (s.of_phones()) add_virtual_phones(out, desk->wire, seed, defects);
                    return out;
                }
                auto world = std::make_shared<virtual_world>(bed, at, seed, defects);
                scenarios::scene out{.wire = {world, &world->wire}, .target = at};
                if (s.of_phones()) add_virtual_phones(out, world->wire, seed, defects);
                return out;
            },
            .wire = "virtual",
            .shared = false,
            .keep = {}};
}

// The same server on real sockets of this machine.
struct loopback_world {
    loopback_world(std::unique_ptr<rigs::loopback_wire> sockets, const scenarios::testbed& bed,
                   std::uint64_t seed, const std::vector<std::string>& defects)
        : wire(std::move(sockets)), server(server_of(bed, defects), wire->target(),
                                           sip::entropy::derive(seed, "target", bed.dut.name)) {
        wire->host(server);
    }

    std::unique_ptr<rigs::loopback_wire> wire;
    agent::presence_server server;
};

struct loopback_desk {
    loopback_desk(std::unique_ptr<rigs::loopback_wire> sockets, std::uint64_t seed, std::string_view name)
        : wire(std::move(sockets)), handset(wire->target(), sip::entropy::derive(seed, "target", name)) {
        wire->host(handset);
    }

    std::unique_ptr<rigs::loopback_wire> wire;
    rigs::driven_handset handset;
};

target on_loopback(const scenarios::testbed& bed, const std::vector<std::string>& defects) {
    return {.set = [bed, defects](const scenarios::scenario& s,
                                  std::uint64_t seed) -> std::expected<scenarios::scene, std::string> {
                auto wire = rigs::loopback_wire::open();
                if (!wire) return std::unexpected(wire.error());
                if (s.of_client()) {
                    auto desk = std::make_shared<loopback_desk>(std::move(*wire), seed, bed.dut.name);
                    return scene_with(desk->handset, {desk, desk->wire.get()}, desk->wire->target(), defects);
                }
                auto world = std::make_shared<loopback_world>(std::move(*wire), bed, seed, defects);
                const sip::hop at = world->wire->target();
                return scenarios::scene{.wire = {world, world->wire.get()}, .target = at};
            },
            .wire = "loopback",
            .shared = false,
            .keep = {}};
}

rigs::hook_settings hooks_of(const scenarios::testbed& bed, const sip::hop& at) {
    rigs::hook_settings out;
    out.folder = std::filesystem::path(bed.file).parent_path().string();
    out.start = bed.hooks.start;
    out.ready = bed.hooks.ready;
    out.stop = bed.hooks.stop;
    out.provision = bed.hooks.provision;
    out.act = bed.hooks.act;
    out.target = at;
    out.local = bed.local.bind;
    out.interrupted = net::interrupted;
    return out;
}

std::expected<target, std::string> at_a_distance(const scenarios::testbed& bed) {
    const auto via = bed.dut.transports.empty() ? sip::transport::udp : bed.dut.transports.front();
    const auto found = net::resolve(bed.dut.host);
    if (!found) return std::unexpected(fmt::format("[dut] address {}: {}", bed.dut.host, found.error()));
    const sip::hop at{via, found->front(), bed.dut.port};
    auto hooks = std::make_shared<rigs::hooks>(hooks_of(bed, at));
    if (auto started = hooks->start(); !started) return std::unexpected(started.error());
    const rigs::remote_settings settings{.bind = bed.local.bind, .target = at.host, .port = bed.local.port};
    const auto patience = bed.window("do").value_or(std::chrono::seconds(60));
    const auto act = [hooks, patience](std::string_view sentence,
                                       const scenarios::passing&) -> std::expected<void, scenarios::undone> {
        if (auto done = hooks->act(sentence, patience); !done)
            return std::unexpected(scenarios::undone{.cannot = false, .why = done.error()});
        return {};
    };
    const auto set = [settings, at, act](const scenarios::scenario&,
                                         std::uint64_t) -> std::expected<scenarios::scene, std::string> {
        return scenarios::scene{
            .wire = std::make_shared<rigs::remote_wire>(settings), .target = at, .act = act};
    };
    return target{.set = set, .wire = "remote", .shared = true, .keep = hooks};
}

// Commands of a testbed that want this very program find its path in their environment.
std::expected<target, std::string> somewhere_else(const scenarios::testbed& bed) {
    std::error_code unknown;
    const auto own = std::filesystem::read_symlink("/proc/self/exe", unknown);
    if (!unknown) setenv("SIMPLESPEC_PROGRAM", own.c_str(), 1);
    auto out = bed.is_server() ? at_a_distance(bed) : open_client(bed);
    if (out && !bed.rigs.empty()) add_phones(*out, bed);
    return out;
}

} // namespace

std::expected<target, std::string> open_target(const scenarios::testbed& bed, wire_kind kind,
                                               const std::vector<std::string>& defects) {
    switch (kind) {
    case wire_kind::virtual_time:
        return in_virtual_time(bed, defects);
    case wire_kind::loopback:
        return on_loopback(bed, defects);
    case wire_kind::remote:
        return somewhere_else(bed);
    }
    return std::unexpected("unknown wire");
}

} // namespace simplespec::cli
