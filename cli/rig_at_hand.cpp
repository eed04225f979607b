#include "cli/rig_at_hand.hpp"

#include "cli/camera_source.hpp"
#include "cli/testbed_file.hpp"
#include "net/clock.hpp"
#include "net/child.hpp"
#include "net/http_client.hpp"
#include "net/serial_line.hpp"
#include "reports/escape.hpp"
#include "rigs/drivers/make_driver.hpp"
#include "rigs/fingers/finger_rig.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace simplespec::cli {

using namespace std::chrono_literals;

namespace {

constexpr sip::duration longest_answer = 10s;
constexpr std::uint16_t http = 80, https = 443;

// place = kind ":" ( host / "[" IPv6 "]" ) [ ":" port ]
std::expected<rigs::rig_description, std::string> read_place(const rig_options& given) {
    const std::string& text = given.name;
    rigs::rig_description out{.name = text, .kind = text.substr(0, text.find(':'))};
    const auto& kinds = rigs::rig_kinds();
    if (std::ranges::find(kinds, out.kind) == kinds.end())
        return std::unexpected(
            fmt::format("{}: `{}` is no kind of rig: one of {}", text, out.kind, fmt::join(kinds, ", ")));
    std::string rest = text.substr(out.kind.size() + 1);
    const auto bracket = rest.find(']');
    const auto colon = rest.find(':', bracket == std::string::npos ? 0 : bracket);
    if (colon != std::string::npos) {
        const auto digits = std::string_view(rest).substr(colon + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
        if (error != std::errc() || end != digits.data() + digits.size() || out.port == 0)
            return std::unexpected(fmt::format("{}: `{}` is no port: 1 to 65535", text, digits));
        rest.resize(colon);
    }
    if (rest.starts_with('[')) rest = rest.substr(1, rest.size() - 2);
    if (rest.empty()) return std::unexpected(fmt::format("{}: expected KIND:HOST or KIND:HOST:PORT", text));
    out.host = rest;
    out.model = given.model;
    out.user = given.user;
    out.password = given.secret;
    if (given.secret.starts_with("env:")) {
        const char* value = std::getenv(given.secret.c_str() + 4);
        if (value == nullptr)
            return std::unexpected(fmt::format("the environment has no {}", given.secret.substr(4)));
        out.password = value;
    }
    return out;
}

} // namespace

void add_rig_options(CLI::App& command, rig_options& given) {
    command
        .add_option("RIG", given.name, "[rig.NAME] of the testbed, or KIND:HOST:PORT, as snom:192.0.2.7:80")
        ->required();
    command.add_option("-t,--testbed", given.testbed, "The testbed that describes it");
    command.add_option("--model", given.model, "Without a testbed: its model, as snom370");
    command.add_option("--user", given.user, "Without a testbed: name for its web server");
    command.add_option("--secret", given.secret,
                       "Without a testbed: password for its web server, or env:NAME");
}

std::expected<std::map<std::string, rigs::rig_description>, std::string> rigs_of(const std::string& testbed) {
    auto bed = read_testbed_file(testbed);
    if (!bed) return std::unexpected(bed.error());
    return std::move(bed->rigs);
}

std::expected<rigs::rig_description, std::string> find_rig(const rig_options& given) {
    if (given.testbed.empty()) {
        if (given.name.find(':') == std::string::npos)
            return std::unexpected(
                fmt::format("{}: name a testbed with -t, or the phone itself as KIND:HOST:PORT", given.name));
        return read_place(given);
    }
    const auto all = rigs_of(given.testbed);
    if (!all) return std::unexpected(all.error());
    if (const auto found = all->find(given.name); found != all->end()) return found->second;
    std::string names;
    for (const auto& [name, unused] : *all) names += (names.empty() ? "" : ", ") + name;
    return std::unexpected(fmt::format("{}: there is no [rig.{}]; there is {}", given.testbed, given.name,
                                       names.empty() ? "none at all" : names));
}

std::string place_of(const rigs::rig_description& what) {
    if (what.kind == "fingers") return "fingers at " + what.fingers;
    if (!what.start.empty()) return what.kind + " that a run starts";
    return fmt::format("{} at {}:{}", what.kind, what.host,
                       what.port != 0 ? what.port
                       : what.secure  ? https
                                      : http);
}

std::string lock_of(const rigs::rig_description& what) {
    return what.start.empty() ? place_of(what) : what.name;
}

rigs::outcome<std::unique_ptr<rigs::rig>> reach(const rigs::rig_description& what) {
    if (what.kind == "fingers")
        return rigs::finger_rig::make(
            what, [port = what.fingers, baud = what.baud] { return net::serial_line::open(port, baud); },
            camera_source(what.camera), net::pause);
    if (!what.start.empty() && what.port == 0)
        return std::unexpected(rigs::rig_error{
            rigs::trouble::bad_description, what.name + " is a virtual phone that a run starts",
            "start it by hand with `simplespec ua --phone`, and name it as KIND:HOST:PORT"});
    const std::uint16_t port = what.port != 0 ? what.port : what.secure ? https : http;
    const auto client =
        std::make_shared<net::http_client>(net::http_place{what.host, port, what.secure}, longest_answer);
    return rigs::make_driver(
        what, [client](const net::http_request& r) { return client->exchange(r); },
        sip::entropy(net::system_seed()));
}

rigs::outcome<std::unique_ptr<rigs::attendant>> stand_at(const rigs::rig_description& what) {
    auto driver = reach(what);
    if (!driver) return std::unexpected(driver.error());
    auto eyes = rigs::reader::make(what.languages);
    if (!eyes)
        return std::unexpected(
            rigs::rig_error{rigs::trouble::cannot, eyes.error(), "install it, or name other `languages`"});
    return std::make_unique<rigs::attendant>(
        std::move(*driver), std::make_shared<rigs::reader>(std::move(*eyes)), what.languages);
}

std::string told(const rigs::rig_error& error) {
    auto out = reports::for_terminal(error.text);
    if (!error.remedy.empty()) out += "\n  do: " + reports::for_terminal(error.remedy);
    return out;
}

} // namespace simplespec::cli
