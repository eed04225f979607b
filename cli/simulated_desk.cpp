#include "cli/simulated_desk.hpp"

#include "cli/files.hpp"
#include "net/serial_line.hpp"
#include "rigs/fingers/simulated_board.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace simplespec::cli {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

// A light that blinks is off for as long as it is on.
constexpr auto half_a_blink = 250ms;
constexpr double pitch = 15, first_key = 10; // millimetres
constexpr std::size_t keys_in_row = 8;
constexpr int fast = 20000; // millimetres a minute

std::vector<handset::key> keys_of(const rigs::model& m) {
    using kind = handset::key_kind;
    std::vector<handset::key> out;
    for (const auto what : {kind::ok, kind::cancel, kind::up, kind::down, kind::left, kind::right, kind::star, kind::pound})
        out.push_back({what});
    for (int i = 0; i <= 9; ++i) out.push_back({kind::digit, i});
    for (int i = 1; i <= 4; ++i) out.push_back({kind::context, i});
    for (int i = 1; i <= m.programmable; ++i) out.push_back({kind::programmable, i});
    return out;
}

// As TOML spells a key that may be a sign.
std::string toml_name(const handset::key& k) { return fmt::format("\"{}\"", handset::name(k)); }

std::string toml_table(const rigs::model& m, rigs::finger_board board, const rigs::bench& keys, const rigs::front& seen,
                       const std::string& folder) {
    const auto name = fs::path(folder).filename().string();
    const bool relay = board == rigs::finger_board::relay;
    auto out = fmt::format("[rig.{}]\nkind = \"fingers\"\nmodel = \"{}\"\nfingers = \"{}/fingers\"\ndialect = \"{}\"\n"
                           "camera = \"exec:cat '{}/camera.png'\"\n",
                           name, m.name, folder, rigs::finger_board_names()[static_cast<std::size_t>(board)], folder);
    if (!m.geometry_known) out += fmt::format("width = {}\nheight = {}\n", m.width, m.height);
    const auto& d = seen.display;
    out += fmt::format("corners = [[{0}, {1}], [{2}, {1}], [{2}, {3}], [{0}, {3}]]\n\n", d.x, d.y, d.x + d.width,
                       d.y + d.height);
    if (!relay) out += fmt::format("[rig.{}.motion]\nspeed = {}\n\n", name, fast);
    out += fmt::format("[rig.{}.positions]\n", name);
    if (relay)
        for (const auto& [number, key] : keys.relays) out += fmt::format("{} = {}\n", toml_name(key), number);
    else
        for (const auto& [key, at] : keys.keys) out += fmt::format("{} = [{}, {}]\n", toml_name(key), at.x, at.y);
    out += fmt::format("\n[rig.{}.lamps]\n", name);
    for (const auto& [key, where] : seen.lights)
        out += fmt::format("{} = [{}, {}]\n", toml_name(key), where.x + where.width / 2, where.y + where.height / 2);
    return out;
}

rigs::bench bench_of(const rigs::model& m) {
    rigs::bench out;
    int number = 1;
    for (const auto& key : keys_of(m)) {
        const auto i = static_cast<std::size_t>(number - 1);
        out.keys[key] = {first_key + pitch * static_cast<double>(i % keys_in_row),
                         first_key + pitch * static_cast<double>(i / keys_in_row)};
        out.relays[number++] = key;
    }
    return out;
}

} // namespace

struct simulated_desk::parts {
    parts(const net::clock& c, rigs::open_phone& p, rigs::finger_board kind, std::string in)
        : clock(c), phone(p), folder(std::move(in)), keys(bench_of(p.phone().kind())),
          board(kind, keys, {.speed = fast}) {}

    // Drawn anew where the display or a light changed, and where one blinks.
    std::expected<void, std::string> show() {
        const auto now = clock.now().steady;
        auto& seen = phone.phone();
        const auto lit = seen.lights();
        const bool dark = std::ranges::any_of(lit, [](const auto& l) { return l.second.blinks; }) &&
                          now.time_since_epoch() / half_a_blink % 2 == 1;
        auto picture = seen.seen(dark).seen;
        if (picture == last) return {};
        last = std::move(picture);
        return write_file(folder + "/camera.png", rigs::png_of(last));
    }

    const net::clock& clock;
    rigs::open_phone& phone;
    std::string folder;
    rigs::bench keys;
    rigs::simulated_board board;
    std::unique_ptr<net::pseudo_terminal> port{};
    rigs::picture last{};
};

simulated_desk::simulated_desk(std::unique_ptr<parts> p) : parts_(std::move(p)) {}

simulated_desk::~simulated_desk() {
    std::error_code ignored;
    fs::remove(parts_->folder + "/fingers", ignored);
    fs::remove(parts_->folder + "/camera.png", ignored);
}

std::expected<std::unique_ptr<simulated_desk>, std::string>
simulated_desk::open(net::run_loop& loop, const net::clock& clock, rigs::open_phone& phone, rigs::finger_board board,
                     const std::string& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    const auto whole = fs::absolute(folder, failed).string();
    auto made = std::make_unique<parts>(clock, phone, board, whole);
    auto port = net::pseudo_terminal::open(loop, [p = made.get()](std::string octets) {
        p->port->send(p->board.on_octets(p->clock.now().steady, octets));
    });
    if (!port) return std::unexpected(port.error());
    made->port = *std::move(port);
    made->port->send(made->board.switch_on(clock.now().steady));
    const fs::path link = whole + "/fingers";
    if (fs::is_symlink(link, failed)) fs::remove(link, failed);
    fs::create_symlink(made->port->path(), link, failed);
    if (failed) return std::unexpected(fmt::format("{}: {}", link.string(), failed.message()));
    if (auto shown = made->show(); !shown) return std::unexpected(shown.error());
    const auto front = phone.phone().seen();
    if (auto written = write_file(whole + "/rig.toml", toml_table(phone.phone().kind(), board, made->keys, front, whole));
        !written)
        return std::unexpected(written.error());
    return std::unique_ptr<simulated_desk>(new simulated_desk(std::move(made)));
}

void simulated_desk::attend() {
    parts_->port->send(parts_->board.on_timer(parts_->clock.now().steady));
    for (const auto& one : parts_->board.touched()) parts_->phone.press({one.which, one.held, {}});
    // A folder that went away is a camera that went away: whoever looks is told.
    static_cast<void>(parts_->show());
}

} // namespace simplespec::cli
