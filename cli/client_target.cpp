#include "cli/client_target.hpp"

#include "net/interrupt.hpp"
#include "net/port.hpp"
#include "rigs/client_program.hpp"
#include "rigs/wire/remote_wire.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iostream>

namespace simplespec::cli {

namespace {

// A scenario's own program, and the wire on which its server listens.
struct desk {
    desk(rigs::client_settings program_settings, const rigs::remote_settings& wire_settings)
        : program(std::move(program_settings)), wire(wire_settings) {}

    rigs::client_program program;
    rigs::remote_wire wire;
};

std::map<std::string, std::string> environment_of(const scenarios::account& who) {
    return {{"SIMPLESPEC_USER", who.user},
            {"SIMPLESPEC_AUTH_USER", who.auth_user},
            {"SIMPLESPEC_PASSWORD", who.password},
            {"SIMPLESPEC_DOMAIN", who.domain}};
}

rigs::remote_settings wire_of(const scenarios::testbed& bed) {
    const auto bind = bed.local.bind.empty() ? std::string("127.0.0.1") : bed.local.bind;
    return {.bind = bind, .target = bind, .port = bed.local.port};
}

scenarios::scene with_program(const scenarios::testbed& bed) {
    const auto on = wire_of(bed);
    rigs::client_settings settings;
    settings.folder = std::filesystem::path(bed.file).parent_path().string();
    settings.start = bed.hooks.start;
    settings.act = bed.hooks.act;
    settings.bind = on.bind;
    auto made = std::make_shared<desk>(std::move(settings), on);
    scenarios::scene out{.wire = {made, &made->wire}, .target = {sip::transport::udp, on.bind, 0}};
    auto* program = &made->program;
    out.enter = [program](const scenarios::client_part& part) { program->set_up(part.server, environment_of(part.who)); };
    out.act = [program](std::string_view sentence,
                        const scenarios::passing& meanwhile) -> std::expected<void, scenarios::undone> {
        if (auto done = program->act(sentence, meanwhile); !done)
            return std::unexpected(scenarios::undone{.cannot = done.error().cannot, .why = std::move(done.error().why)});
        return {};
    };
    out.ended = [program] { return program->ended(); };
    return out;
}

// What the phone sends while its user is at work is seen to at once.
void await_line(const scenarios::passing& meanwhile) {
    constexpr auto a_moment = std::chrono::milliseconds(10);
    pollfd keys{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    const auto typed = [&] { return std::cin.rdbuf()->in_avail() > 0 || poll(&keys, 1, 0) != 0; };
    while (!typed() && !net::interrupted()) meanwhile(a_moment);
}

std::expected<void, scenarios::undone> ask(std::string_view sentence, const scenarios::passing& meanwhile) {
    fmt::print("  please: {}   [Enter when it is done, n where it cannot be]  ", sentence);
    std::fflush(stdout);
    std::string answer;
    await_line(meanwhile);
    if (net::interrupted() || !std::getline(std::cin, answer))
        return std::unexpected(scenarios::undone{.cannot = true, .why = "nobody answers"});
    if (answer == "n" || answer == "no") return std::unexpected(scenarios::undone{.cannot = true, .why = "its user says no"});
    return {};
}

scenarios::scene with_a_person(const scenarios::testbed& bed) {
    const auto on = wire_of(bed);
    scenarios::scene out{.wire = std::make_shared<rigs::remote_wire>(on), .target = {sip::transport::udp, on.bind, 0}};
    out.enter = [](const scenarios::client_part& part) {
        fmt::print("  the phone is {}, its server {}\n", part.who.aor(), sip::describe(part.server));
    };
    out.act = ask;
    return out;
}

} // namespace

std::expected<target, std::string> open_client(const scenarios::testbed& bed) {
    if (bed.hooks.start.empty() && bed.rigs.empty() && isatty(STDIN_FILENO) != 1)
        return std::unexpected("the client under test has no [hooks] start, and there is no terminal to ask somebody");
    const bool program = !bed.hooks.start.empty();
    const auto set = [bed, program](const scenarios::scenario&,
                                    std::uint64_t) -> std::expected<scenarios::scene, std::string> {
        return program ? with_program(bed) : with_a_person(bed);
    };
    return target{.set = set, .wire = "remote", .shared = true, .keep = {}};
}

} // namespace simplespec::cli
