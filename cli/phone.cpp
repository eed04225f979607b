#include "cli/phone.hpp"

#include "cli/simulated_desk.hpp"

#include "handset/own_states.hpp"
#include "handset/settings_text.hpp"
#include "net/clock.hpp"
#include "net/interrupt.hpp"
#include "net/lines.hpp"
#include "net/port.hpp"
#include "rigs/phone/open_phone.hpp"
#include "sip/cursor.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace simplespec::cli {

using namespace std::chrono_literals;

namespace {

// The one make whose states are known lends them to the others.
constexpr std::string_view known_states = "snom";

std::string model_names() {
    std::string out;
    for (const auto& m : rigs::models()) out += (out.empty() ? "" : ", ") + m.name;
    return out;
}

std::string secret_of(const std::string& given) {
    if (!given.starts_with("env:")) return given;
    const char* value = std::getenv(given.c_str() + 4);
    return value == nullptr ? "" : value;
}

// S1 and P1 open Presence State, S2 and P2 the contacts, the keys from P3 on watch somebody each.
handset::settings settings_of(const phone_options& given, const rigs::model& kind,
                              const agent::handset_settings& line, const std::string& state) {
    handset::settings out;
    out.aor = line.aor;
    out.make = known_states;
    out.language = given.language;
    out.publish_presence = out.publish_on_boot = true;
    if (!state.empty())
        out.presence_state = handset::find_own_state(handset::own_states(out.make), state)->name;
    if (!line.lists.empty()) {
        out.contact_list = true;
        out.contact_list_uri = line.lists.front();
    }
    out.programmable.resize(static_cast<std::size_t>(kind.programmable));
    out.context_keys[0].use = out.programmable[0].use = handset::key_use::presence;
    out.context_keys[1].use = out.programmable[1].use = handset::key_use::contacts;
    constexpr std::size_t first_free = 2;
    for (std::size_t i = 0; i < line.watch.size() && first_free + i < out.programmable.size(); ++i)
        out.programmable[first_free + i] = {.use = handset::key_use::watch, .target = line.watch[i]};
    return out;
}

std::string line_of(const handset::screen& shown) {
    std::string out = shown.title;
    if (!shown.notice.empty()) out += " | ! " + shown.notice;
    for (const auto& row : shown.rows)
        out += fmt::format(" | {}{}{}{}{}", row.selected ? "> " : "", row.text, row.chosen ? " *" : "",
                           row.remark.empty() ? "" : ": ", row.remark);
    return out;
}

// One line for each new display.
void show(const rigs::virtual_handset& phone, std::string& shown) {
    auto now = phone.booting() ? std::string("starting") : line_of(phone.screen());
    if (now == shown) return;
    shown = std::move(now);
    fmt::print("display: {}\n", shown);
    std::fflush(stdout);
}

// line = [ "hold " ] key
void type(rigs::open_phone& phone, std::string_view line) {
    constexpr std::string_view hold = "hold ";
    if (line.empty()) return;
    const bool held = line.starts_with(hold);
    const auto which = handset::read_key(held ? line.substr(hold.size()) : line);
    if (!which) {
        fmt::print(stderr,
                   "simplespec: '{}' is no key: OK, Cancel, Up, Down, Left, Right, 0..9, *, #, S1..S4, P1..; "
                   "or hold P1\n",
                   line);
        return;
    }
    phone.press({*which, std::chrono::milliseconds(held ? handset::long_press_ms : 0), {}});
}

} // namespace

void add_phone_options(CLI::App& command, phone_options& given) {
    command.add_option("--phone", given.model, "Be a desk phone with keys and a display: " + model_names());
    const auto phone_only = [&](CLI::Option* option) { option->needs("--phone"); };
    phone_only(command.add_option("--web", given.web_port,
                                  "Port of its web server, 8080 where not given; 0: one that is free"));
    phone_only(command.add_option("--web-bind", given.web_bind,
                                  "Address of its web server; others than this machine's own "
                                  "need --web-secret"));
    phone_only(
        command.add_option("--web-user", given.web_user, "Name for its web server, with --web-secret"));
    phone_only(
        command.add_option("--web-secret", given.web_secret, "Password for its web server, or env:NAME"));
    phone_only(
        command.add_flag("--web-digest", given.digest, "Its web server asks for Digest; else for Basic"));
    phone_only(command.add_option("--firmware", given.firmware, "Its firmware, as 7.3.30 or 10.1.101.11"));
    phone_only(command.add_option("--mac", given.mac, "Its MAC address, twelve hexadecimal digits"));
    phone_only(
        command.add_option("--language", given.language, "Of its words and of contacts' names: en, de, zh"));
    auto* desk = command.add_option("--desk", given.desk,
                                    "Stand on a desk with a finger board and a camera, both in this folder");
    phone_only(desk);
    command.add_option("--board", given.board, "What its finger board understands: marlin, grbl or relay")
        ->needs(desk)
        ->check(CLI::IsMember(rigs::finger_board_names()));
    phone_only(command.add_flag("--boxed", given.boxed,
                                "As it comes out of its box: not set up for remote control"));
}

std::expected<void, std::string> check_phone(const phone_options& given, const std::string& state) {
    if (rigs::find_model(given.model) == nullptr)
        return std::unexpected(fmt::format("--phone {}: expected one of: {}", given.model, model_names()));
    const auto of_version = [](char c) { return sip::is_alphanum(c) || c == '.' || c == '-' || c == '_'; };
    if (!std::ranges::all_of(given.firmware, of_version))
        return std::unexpected("--firmware: expected a version, as 8.7.5.35");
    if (!given.mac.empty() && (given.mac.size() != 12 || !std::ranges::all_of(given.mac, sip::is_hex)))
        return std::unexpected("--mac: expected twelve hexadecimal digits, as 0004132495C2");
    handset::settings tried;
    if (const auto set = handset::set_setting(tried, "language", given.language); !set)
        return std::unexpected("--" + set.error());
    if (state.empty()) return {};
    if (const auto set = handset::set_setting(tried, "presence_state", state); !set)
        return std::unexpected("--state: " + set.error());
    return {};
}

rigs::handset_setup setup_of(const phone_options& given, agent::handset_settings line,
                             const std::string& state) {
    rigs::handset_setup out;
    out.kind = *rigs::find_model(given.model);
    if (!given.firmware.empty()) out.kind.firmware = given.firmware;
    if (!given.mac.empty()) out.mac = given.mac;
    out.person = settings_of(given, out.kind, line, state);
    line.watch.clear();
    line.lists.clear();
    out.line = std::move(line);
    return out;
}

std::expected<void, std::string> play_phone(const phone_options& given, agent::handset_settings line,
                                            const std::string& state, const std::string& bind,
                                            double seconds) {
    auto setup = setup_of(given, std::move(line), state);
    rigs::phone_place place{.sip_host = bind.empty() ? net::address_toward(setup.line.server.host) : bind,
                            .web_host = given.web_bind,
                            .web_port = given.web_port,
                            .ready = !given.boxed};
    if (!given.web_secret.empty())
        place.account = {given.web_user, secret_of(given.web_secret), given.digest};

    net::watch_interrupts();
    net::run_loop loop;
    const net::clock clock;
    const auto phone =
        rigs::open_phone::open(loop, clock, std::move(setup), std::move(place), net::system_seed());
    if (!phone) return std::unexpected(phone.error());
    fmt::print("{}: {}\n", (*phone)->phone().kind().text, (*phone)->address());
    (*phone)->switch_on();
    std::unique_ptr<simulated_desk> desk;
    if (!given.desk.empty()) {
        const auto& boards = rigs::finger_board_names();
        const auto board = static_cast<rigs::finger_board>(std::ranges::find(boards, given.board) - boards.begin());
        auto set = simulated_desk::open(loop, clock, **phone, board, given.desk);
        if (!set) return std::unexpected(set.error());
        desk = std::move(*set);
        fmt::print("a finger board and a camera: {}/rig.toml\n", given.desk);
    }
    const net::lines typed(loop, STDIN_FILENO, [&](const std::string& text) { type(**phone, text); });

    std::string shown;
    const auto end = seconds > 0 ? clock.now().steady + std::chrono::duration_cast<sip::duration>(
                                                            std::chrono::duration<double>(seconds))
                                 : sip::time_point::max();
    const auto attend = [&] {
        if (desk) desk->attend();
        show((*phone)->phone(), shown);
        return net::interrupted();
    };
    // A finger board answers at once; what else a phone does may wait.
    while (desk && !attend() && clock.now().steady < end) loop.handle_one(2ms);
    loop.run(end, attend);
    // Leave nothing behind, but do not wait for a server that is gone.
    (*phone)->switch_off();
    loop.run(clock.now().steady + std::chrono::seconds(2), [&] { return (*phone)->at_rest(); });
    return {};
}

} // namespace simplespec::cli
