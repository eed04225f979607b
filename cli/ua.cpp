#include "agent/handset_agent.hpp"
#include "cli/addresses.hpp"
#include "cli/command.hpp"
#include "cli/contact_table.hpp"
#include "cli/defects.hpp"
#include "cli/phone.hpp"
#include "net/clock.hpp"
#include "net/interrupt.hpp"
#include "net/lines.hpp"
#include "net/port.hpp"
#include "net/resolver.hpp"
#include "net/station.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace simplespec::cli {

namespace {

struct ua_options {
    std::string server;
    std::string user;
    std::string domain;
    std::string secret;
    std::string state;
    std::string bind;
    std::string transport = "udp";
    std::vector<std::string> watch;
    std::vector<std::string> lists;
    std::vector<std::string> defects;
    double seconds = 0;
    phone_options phone;
};

// The server's address: names are resolved, the first address is taken.
std::expected<sip::hop, std::string> server_of(const ua_options& given) {
    auto server = hop_of(given.server);
    if (!server) return server;
    const auto found = net::resolve(server->host);
    if (!found) return std::unexpected(found.error());
    server->host = found->front();
    server->via = given.transport == "tcp" ? sip::transport::tcp : sip::transport::udp;
    return server;
}

agent::handset_settings settings_of(const ua_options& given, const sip::hop& server) {
    const std::string domain = given.domain.empty() ? server.host : given.domain;
    agent::handset_settings out;
    out.defects = given.defects;
    out.aor = uri_of(given.user, domain);
    out.server = server;
    if (given.secret.starts_with("env:")) {
        const char* value = std::getenv(given.secret.c_str() + 4);
        out.account = {.username = given.user, .password = value == nullptr ? "" : value};
    } else {
        out.account = {.username = given.user, .password = given.secret};
    }
    for (const auto& uri : given.watch) out.watch.push_back(uri_of(uri, domain));
    for (const auto& uri : given.lists) out.lists.push_back(uri_of(uri, domain));
    return out;
}

// What changed since the last call: a fresh table on a terminal, one line a change in a pipe.
void show(agent::handset_agent& handset, bool live) {
    const auto reports = handset.take_reports();
    if (reports.empty()) return;
    if (live) fmt::print("\x1b[H\x1b[J{}\n", table_of(handset.current()));
    for (const auto& report : reports) {
        const bool row = std::holds_alternative<agent::contact_report>(report.what);
        if (!live || !row) fmt::print("{}\n", line_of(report));
    }
    std::fflush(stdout);
}

std::string state_names() {
    std::string out;
    for (const auto& s : agent::user_states()) out += (out.empty() ? "" : ", ") + s.name;
    return out;
}

// What the user types: the name of the state to be in from now on.
void choose(agent::handset_agent& handset, net::station& station, sip::instant now, const std::string& line) {
    if (line.empty()) return;
    const auto* state = agent::find_user_state(line);
    if (state == nullptr)
        fmt::print(stderr, "simplespec: '{}' is none of: {}\n", line, state_names());
    else
        station.transmit(handset.set_state(now, *state));
}

std::expected<void, std::string> play(const ua_options& given, const sip::hop& server, const agent::user_state* state) {
    net::watch_interrupts();
    net::run_loop loop;
    net::clock clock;
    auto port = net::port::open(loop, given.bind.empty() ? net::address_toward(server.host) : given.bind, 0);
    if (!port) return std::unexpected(port.error());
    sip::hop local = (*port)->address();
    local.via = server.via;
    agent::handset_agent handset(settings_of(given, server), local, sip::entropy(net::system_seed()));
    std::vector<std::unique_ptr<net::port>> ports;
    ports.push_back(std::move(*port));
    net::station station(loop, clock, handset, std::move(ports));
    station.transmit(handset.start(clock.now()));
    if (state != nullptr) station.transmit(handset.set_state(clock.now(), *state));
    const net::lines typed(loop, STDIN_FILENO,
                           [&](const std::string& line) { choose(handset, station, clock.now(), line); });

    const bool live = isatty(STDOUT_FILENO) == 1;
    const auto end = given.seconds > 0 ? clock.now().steady + std::chrono::duration_cast<sip::duration>(
                                                                  std::chrono::duration<double>(given.seconds))
                                       : sip::time_point::max();
    loop.run(end, [&] {
        show(handset, live);
        return net::interrupted();
    });
    // Leave nothing behind, but do not wait for a server that is gone.
    station.transmit(handset.stop(clock.now()));
    loop.run(clock.now().steady + std::chrono::seconds(2), [&] { return handset.at_rest(); });
    show(handset, live);
    return {};
}

int refuse(int code, const std::string& why) {
    fmt::print(stderr, "simplespec: {}\n", why);
    return code;
}

int run_phone(const ua_options& given) {
    if (const auto right = check_phone(given.phone, given.state); !right) return refuse(usage, right.error());
    const auto server = server_of(given);
    if (!server) return refuse(usage, server.error());
    const auto played = play_phone(given.phone, settings_of(given, *server), given.state, given.bind, given.seconds);
    return played ? as_expected : refuse(not_ready, played.error());
}

int run_handset(const ua_options& given) {
    const auto* state = given.state.empty() ? nullptr : agent::find_user_state(given.state);
    if (!given.state.empty() && state == nullptr)
        return refuse(usage, fmt::format("--state {}: expected one of: {}", given.state, state_names()));
    const auto server = server_of(given);
    if (!server) return refuse(usage, server.error());
    if (const auto played = play(given, *server, state); !played) return refuse(not_ready, played.error());
    return as_expected;
}

} // namespace

void add_ua(CLI::App& program, int& code) {
    auto given = std::make_shared<ua_options>();
    auto* command =
        program.add_subcommand("ua", "The reference handset: publishes a state, watches others, prints its contact list");
    command->add_option("SERVER", given->server, "Address of the server: HOST or HOST:PORT")->required();
    command->add_option("--user", given->user, "Who we are: the user part of our address")->required();
    command->add_option("--domain", given->domain, "Domain of our address; the server's host where not given");
    command->add_option("--secret", given->secret, "Password, or env:NAME to take it from the environment");
    command->add_option("--state", given->state, "Presence state to publish: Lunch; a line typed later changes it");
    command->add_option("--watch", given->watch, "User or URI to watch, more than once");
    command->add_option("--list", given->lists, "Contact list to watch, more than once");
    command->add_option("--transport", given->transport, "udp or tcp")->check(CLI::IsMember({"udp", "tcp"}));
    command->add_option("--bind", given->bind, "Own address; the one with a route to the server where not given");
    add_defect_option(*command, given->defects, agent::defect_role::client);
    add_phone_options(*command, given->phone);
    command->add_option("--for", given->seconds, "Stop after so many seconds")->check(CLI::PositiveNumber);
    command->footer("Example: simplespec serve --port 5070 --list friends=joe,mark --for 5 & sleep 1; "
                    "simplespec ua 127.0.0.1:5070 --user joe --state Lunch --list friends --for 3\n"
                    "A phone to press with the mouse, at http://127.0.0.1:8080/ (lines typed are keys: P1, Down, OK, hold P1):\n"
                    "  simplespec ua 127.0.0.1:5070 --user joe --phone snom370 --list friends --watch mark");
    command->callback([given, &code] { code = given->phone.model.empty() ? run_handset(*given) : run_phone(*given); });
}

} // namespace simplespec::cli
