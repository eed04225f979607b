#include "agent/presence_server.hpp"
#include "cli/addresses.hpp"
#include "cli/clock.hpp"
#include "cli/command.hpp"
#include "cli/defects.hpp"
#include "cli/embedded.hpp"
#include "cli/files.hpp"
#include "cli/terminal.hpp"
#include "net/clock.hpp"
#include "net/interrupt.hpp"
#include "net/port.hpp"
#include "net/run_loop.hpp"
#include "net/station.hpp"
#include "reports/json.hpp"
#include "reports/text.hpp"
#include "scenarios/runner/runner.hpp"
#include "scenarios/runner/watched_node.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace simplespec::cli {

namespace {

struct serve_options {
    std::string listen = "127.0.0.1";
    std::string advertise;
    std::uint16_t port = 5060;
    std::string domain;
    std::vector<std::string> accounts; // user:secret, or user alone
    std::vector<std::string> defects;
    std::vector<std::string> lists;    // uri=member,member
    std::vector<std::string> digest;   // algorithms, the preferred one first
    std::string testbed, json;         // judge who speaks with it
    double seconds = 0;
};

bool everywhere(const std::string& address) { return address == "0.0.0.0" || address == "::"; }

// Where peers reach us: Via, Contact and the domain need an address even where we listen on all of them.
std::string reached_at(const serve_options& given) {
    if (!given.advertise.empty()) return given.advertise;
    if (!everywhere(given.listen)) return given.listen;
    const bool six = given.listen == "::";
    const auto outward = net::address_toward(six ? "2001:db8::1" : "192.0.2.1");
    if (!outward.empty()) return outward;
    return six ? "::1" : "127.0.0.1";
}

std::vector<std::string> domains_of(const serve_options& given) {
    std::vector<std::string> out;
    if (!given.domain.empty()) out.push_back(uri_host(given.domain));
    out.push_back(uri_host(reached_at(given)));
    if (everywhere(given.listen)) out.emplace_back(given.listen == "::" ? "[::1]" : "127.0.0.1");
    return out;
}

// "alice:secret" or "alice".
agent::server_account account_of(const std::string& text) {
    const auto colon = text.find(':');
    return {.user = text.substr(0, colon), .secret = colon == std::string::npos ? "" : text.substr(colon + 1)};
}

// "friends=joe,sip:mark@example.com".
std::expected<agent::served_list, std::string> list_of(const std::string& text, const std::string& domain) {
    const auto equal = text.find('=');
    if (equal == std::string::npos || equal == 0 || equal + 1 == text.size())
        return std::unexpected(fmt::format("--list {}: expected NAME=MEMBER,MEMBER...", text));
    agent::served_list out{.uri = uri_of(text.substr(0, equal), domain), .members = {}};
    for (std::size_t from = equal + 1; from < text.size();) {
        const auto comma = std::min(text.find(',', from), text.size());
        out.members.push_back({.uri = uri_of(text.substr(from, comma - from), domain), .name = {}});
        from = comma + 1;
    }
    return out;
}

std::expected<agent::server_settings, std::string> settings_of(const serve_options& given) {
    agent::server_settings out;
    out.domains = domains_of(given);
    out.defects = given.defects;
    if (!given.digest.empty()) out.digest_algorithms = given.digest;
    for (const auto& text : given.accounts) out.accounts.push_back(account_of(text));
    for (const auto& text : given.lists) {
        auto list = list_of(text, out.domains.front());
        if (!list) return std::unexpected(list.error());
        out.lists.push_back(std::move(*list));
    }
    return out;
}

// Accounts, lists and domain of a testbed, and what else was given.
std::expected<void, std::string> add_testbed(const serve_options& given, agent::server_settings& into, std::string& name) {
    const auto text = read_file(given.testbed);
    if (!text) return std::unexpected(text.error());
    const auto secrets = [](std::string_view key) -> std::optional<std::string> {
        const char* value = std::getenv(std::string(key).c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    };
    const auto bed = scenarios::read_testbed(given.testbed, *text, secrets);
    if (!bed) return std::unexpected(describe(bed.error()));
    auto described = server_of(*bed, {});
    into.domains.insert(into.domains.begin(), bed->dut.domain);
    for (auto& account : described.accounts) into.accounts.push_back(std::move(account));
    for (auto& list : described.lists) into.lists.push_back(std::move(list));
    name = bed->dut.name;
    return {};
}

// What the rules found, as after a run: text, and run.json where it is asked for.
int report(const serve_options& given, scenarios::run_result run) {
    const auto& requirements = scenarios::catalogue::built_in();
    const reports::text_style style{.colour = colourful(), .verbose = false};
    run.summary = scenarios::summarize(run, false);
    fmt::print("{}{}", reports::text_requirements(run, requirements, style), reports::text_summary(run, style));
    if (given.json.empty()) return run.summary.exit_code;
    if (const auto written = write_file(given.json, reports::to_json(run)); !written) {
        fmt::print(stderr, "simplespec: {}\n", written.error());
        return usage;
    }
    return run.summary.exit_code;
}

int serve(const serve_options& given) {
    auto settings = settings_of(given);
    std::string judged;
    if (settings && !given.testbed.empty())
        if (auto added = add_testbed(given, *settings, judged); !added) settings = std::unexpected(added.error());
    if (!settings) {
        fmt::print(stderr, "simplespec: {}\n", settings.error());
        return usage;
    }
    net::watch_interrupts();
    net::run_loop loop;
    net::clock clock;
    auto port = net::port::open(loop, given.listen, given.port);
    if (!port) {
        fmt::print(stderr, "simplespec: {}\n", port.error());
        return not_ready;
    }
    sip::hop at = (*port)->address();
    at.host = reached_at(given);
    const auto domain = settings->domains.front();
    agent::presence_server server(std::move(*settings), at, sip::entropy(net::system_seed()));
    std::vector<std::unique_ptr<net::port>> ports;
    ports.push_back(std::move(*port));
    scenarios::watched_node watched(server, at, "pbx", scenarios::catalogue::built_in());
    sip::node& node = given.testbed.empty() ? static_cast<sip::node&>(server) : watched;
    const auto started = timestamp();
    const stopwatch watch;
    const net::station station(loop, clock, node, std::move(ports));
    fmt::print("serving {} on udp and tcp {}; interrupt to stop\n", domain, sip::hostport(at));
    std::fflush(stdout);
    const auto end = given.seconds > 0 ? clock.now().steady + std::chrono::duration_cast<sip::duration>(
                                                                  std::chrono::duration<double>(given.seconds))
                                       : sip::time_point::max();
    loop.run(end, net::interrupted);
    const auto held = server.count();
    fmt::print("held at the end: {} bindings, {} publications, {} subscriptions\n", held.bindings, held.publications,
               held.subscriptions);
    if (given.testbed.empty()) return net::interrupted() && given.seconds > 0 ? interrupted : as_expected;
    auto seen = watched.close(clock.now());
    auto run = scenarios::run_of(std::move(seen), watched.exercised());
    run.tool = "simplespec " SIMPLESPEC_VERSION;
    run.started = started;
    run.testbed = judged;
    run.dut_agent = watched.agent();
    run.wire = "remote";
    run.duration_us = watch.microseconds();
    return report(given, std::move(run));
}

} // namespace

void add_serve(CLI::App& program, int& code) {
    auto given = std::make_shared<serve_options>();
    auto* command =
        program.add_subcommand("serve", "The reference presence server: registrar, compositor, notifier, list server");
    command->add_option("--listen", given->listen, "Address to listen on; loopback where not given")->capture_default_str();
    command->add_option("--advertise", given->advertise, "Address that peers reach; needed where that is another one");
    command->add_option("--port", given->port, "UDP and TCP port; 0 takes any that is free")->capture_default_str();
    command->add_option("--domain", given->domain, "Domain of its users; the address where not given");
    command->add_option("--account", given->accounts, "USER:SECRET, more than once; without any everybody is let in");
    command->add_option("--digest", given->digest, "Digest algorithm to ask for, more than once, the preferred one first")
        ->check(CLI::IsMember({"SHA-512-256", "SHA-256", "MD5", "SHA-512-256-sess", "SHA-256-sess", "MD5-sess"}));
    command->add_option("--list", given->lists, "NAME=MEMBER,MEMBER: a contact list, more than once");
    command->add_option("-t,--testbed", given->testbed, "Judge the client of this testbed by the rules: its accounts and lists");
    command->add_option("--json", given->json, "Write run.json, with -t");
    add_defect_option(*command, given->defects, agent::defect_role::server);
    command->add_option("--for", given->seconds, "Stop after so many seconds")->check(CLI::PositiveNumber);
    command->footer("Example: simplespec serve --port 5070 --list friends=joe,mark,marie --for 60");
    command->callback([given, &code] { code = serve(*given); });
}

} // namespace simplespec::cli
