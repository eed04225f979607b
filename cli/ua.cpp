#include "agent/handset_agent.hpp"
#include "cli/command.hpp"
#include "cli/contact_table.hpp"
#include "net/clock.hpp"
#include "net/interrupt.hpp"
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
    double seconds = 0;
};

/// "192.0.2.1:5060", "[::1]:5060", "host": the server's hop.
std::expected<sip::hop, std::string> hop_of(const ua_options& given) {
    std::string host = given.server;
    std::uint16_t port = 5060;
    const auto colon = host.rfind(':');
    const auto bracket = host.rfind(']');
    if (colon != std::string::npos && (bracket == std::string::npos ? host.find(':') == colon : bracket < colon)) {
        const long number = std::strtol(host.c_str() + colon + 1, nullptr, 10);
        if (number < 1 || number > 65535) return std::unexpected(given.server + ": the port is not in 1..65535");
        port = static_cast<std::uint16_t>(number);
        host.erase(colon);
    }
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    const auto found = net::resolve(host);
    if (!found) return std::unexpected(host + ": " + found.error());
    return sip::hop{given.transport == "tcp" ? sip::transport::tcp : sip::transport::udp, found->front(), port};
}

std::string uri_of(const std::string& text, const std::string& domain) {
    return text.find(':') == std::string::npos ? "sip:" + text + "@" + domain : text;
}

agent::handset_settings settings_of(const ua_options& given, const sip::hop& server) {
    const std::string domain = given.domain.empty() ? server.host : given.domain;
    agent::handset_settings out;
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

int run_handset(const ua_options& given) {
    const auto refuse = [](int code, const std::string& why) {
        fmt::print(stderr, "simplespec: {}\n", why);
        return code;
    };
    const auto* state = given.state.empty() ? nullptr : agent::find_user_state(given.state);
    if (!given.state.empty() && state == nullptr) {
        std::string names;
        for (const auto& s : agent::user_states()) names += (names.empty() ? "" : ", ") + s.name;
        return refuse(usage, fmt::format("--state {}: expected one of: {}", given.state, names));
    }
    const auto server = hop_of(given);
    if (!server) return refuse(usage, server.error());
    net::watch_interrupts();
    net::run_loop loop;
    net::clock clock;
    auto port = net::port::open(loop, given.bind.empty() ? net::address_toward(server->host) : given.bind, 0);
    if (!port) return refuse(not_ready, port.error());
    agent::handset_agent handset(settings_of(given, *server), (*port)->address(), sip::entropy(net::system_seed()));
    std::vector<std::unique_ptr<net::port>> ports;
    ports.push_back(std::move(*port));
    net::station station(loop, clock, handset, std::move(ports));
    station.transmit(handset.start(clock.now()));
    if (state != nullptr) station.transmit(handset.set_state(clock.now(), *state));

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
    command->add_option("--state", given->state, "Presence state to publish, by its name: Lunch");
    command->add_option("--watch", given->watch, "User or URI to watch, more than once");
    command->add_option("--list", given->lists, "Contact list to watch, more than once");
    command->add_option("--transport", given->transport, "udp or tcp")->check(CLI::IsMember({"udp", "tcp"}));
    command->add_option("--bind", given->bind, "Own address; the one with a route to the server where not given");
    command->add_option("--for", given->seconds, "Stop after so many seconds")->check(CLI::PositiveNumber);
    command->footer("Example: simplespec ua 127.0.0.1:5070 --user joe --state Lunch --list friends");
    command->callback([given, &code] { code = run_handset(*given); });
}

} // namespace simplespec::cli
