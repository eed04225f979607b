#include "cli/phones.hpp"

#include "cli/files.hpp"
#include "cli/reservation.hpp"
#include "cli/rig_at_hand.hpp"
#include "cli/target.hpp"
#include "cli/testbed_file.hpp"
#include "net/child.hpp"
#include "net/http_client.hpp"
#include "net/interrupt.hpp"
#include "net/port.hpp"
#include "net/run_loop.hpp"
#include "rigs/attendant.hpp"
#include "scenarios/runner/suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <list>
#include <map>
#include <mutex>
#include <set>
#include <vector>

namespace simplespec::cli {

namespace {

using rigs::rig_description;
using scenarios::undone;
using namespace std::chrono_literals;

constexpr auto start_limit = 15s;
constexpr auto between = 10ms;
constexpr auto reservation_limit = 60s;
// What a phone takes back when it is switched off; a server that ended with its scenario answers nothing.
constexpr auto farewell = 2s;
constexpr auto no_farewell = 50ms;

/// What all scenarios of a run share.
struct room {
    scenarios::testbed bed;
    std::mutex real_phones; ///< each is there once
};

struct running_phone {
    net::child process;
    sip::duration patience;
};

/// The phones of one scenario.
class desk {
  public:
    desk(std::shared_ptr<room> in, const scenarios::scene& on)
        : room_(std::move(in)), wire_(on.wire), target_(on.target) {}
    ~desk() {
        for (auto& phone : running_) phone.process.stop(phone.patience);
    }
    desk(const desk&) = delete;
    desk& operator=(const desk&) = delete;

    std::expected<std::shared_ptr<rigs::attendant>, undone> phone_for(const std::string& actor,
                                                                      const scenarios::client_part& part) {
        const auto* chosen = choose(actor, part.who.name);
        if (chosen == nullptr)
            return std::unexpected(
                undone{true, fmt::format("no [rig.NAME] is free for {} as {}", actor, part.who.name)});
        auto what = *chosen;
        taken_.insert(what.name);
        // Before the phone is there: nobody sees to what it sends meanwhile.
        if (auto ready = open_eyes(what); !ready) return std::unexpected(ready.error());
        if (what.start.empty()) {
            if (auto there = claim(what, part); !there) return std::unexpected(there.error());
        } else if (auto started = start(what, part); !started) {
            return std::unexpected(undone{false, started.error()});
        }
        return join(what);
    }

  private:
    const rig_description* choose(const std::string& actor, const std::string& account) const {
        const auto& all = room_->bed.rigs;
        const auto fits = [&](const rig_description& r) {
            return !taken_.contains(r.name) && (r.account.empty() || r.account == account);
        };
        if (const auto named = all.find(actor); named != all.end() && fits(named->second))
            return &named->second;
        const rig_description* free = nullptr;
        for (const auto& [name, r] : all) {
            if (!fits(r)) continue;
            if (!r.account.empty()) return &r;
            if (free == nullptr) free = &r;
        }
        return free;
    }

    // A phone that is there already knows its server.
    std::expected<void, undone> claim(const rig_description& what, const scenarios::client_part& part) {
        const bool at_target = part.server.host == target_.host && part.server.port == target_.port;
        if (!at_target && room_->bed.local.port == 0)
            return std::unexpected(undone{
                true,
                fmt::format("[rig.{}] cannot be told a server that has another port each time: set `port` of "
                            "[local], and make it the phone's server",
                            what.name)});
        // All phones of a scenario are taken in one go, so that no two scenarios wait for each other.
        if (!all_real_.owns_lock()) all_real_ = std::unique_lock(room_->real_phones);
        auto held = reservation::take(reservation_folder(), lock_of(what), reservation_limit);
        if (!held)
            return std::unexpected(
                undone{false, fmt::format("{}; {}", held.error().text, held.error().remedy)});
        held_.push_back(std::move(*held));
        return {};
    }

    std::expected<void, std::string> start(rig_description& what, const scenarios::client_part& part) {
        if (what.host.empty()) what.host = "127.0.0.1";
        if (what.port == 0) what.port = free_port(what.host);
        const auto& bind = room_->bed.local.bind;
        const net::child_settings command{
            .command = what.start,
            .folder = std::filesystem::path(room_->bed.file).parent_path().string(),
            .environment = {
                {"SIMPLESPEC_HOST", part.server.host},
                {"SIMPLESPEC_PORT", std::to_string(part.server.port)},
                {"SIMPLESPEC_TRANSPORT", part.server.via == sip::transport::udp ? "udp" : "tcp"},
                {"SIMPLESPEC_USER", part.who.user},
                {"SIMPLESPEC_DOMAIN", part.who.domain},
                {"SIMPLESPEC_AUTH_USER", part.who.auth_user},
                {"SIMPLESPEC_PASSWORD", part.who.password},
                {"SIMPLESPEC_BIND", bind.empty() ? net::address_toward(part.server.host) : bind},
                {"SIMPLESPEC_WEB_PORT", std::to_string(what.port)},
            }};
        auto process = net::child::start(command);
        if (!process) return std::unexpected(process.error());
        const bool stays = part.server.host == target_.host && part.server.port == target_.port;
        running_.push_back(
            {std::move(*process), stays ? sip::duration(farewell) : sip::duration(no_farewell)});
        return await_web(what, running_.back().process);
    }

    // Any answer will do, also one that asks for a password.
    std::expected<void, std::string> await_web(const rig_description& what, net::child& process) {
        const auto until = wire_->now().steady + start_limit;
        std::string last = "nothing answers";
        while (wire_->now().steady < until && !net::interrupted()) {
            if (process.ended())
                return std::unexpected(
                    fmt::format("[rig.{}] '{}' ended\n{}", what.name, what.start, process.output()));
            net::http_client client({what.host, what.port, what.secure}, 1s);
            const auto answer = client.exchange({.target = "/"});
            if (answer) return {};
            last = answer.error().text;
            wire_->advance(between, between); // what the phone sends is stamped when it comes
        }
        return std::unexpected(
            fmt::format("[rig.{}] has no web page: {}\n{}", what.name, last, process.output()));
    }

    std::expected<void, undone> open_eyes(const rig_description& what) {
        auto& eyes = eyes_[what.languages];
        if (eyes) return {};
        auto made = rigs::reader::make(what.languages);
        if (!made) return std::unexpected(undone{false, made.error()});
        eyes = std::make_shared<rigs::reader>(std::move(*made));
        return {};
    }

    std::expected<std::shared_ptr<rigs::attendant>, undone> join(const rig_description& what) {
        auto driver = reach(what);
        if (!driver)
            return std::unexpected(
                undone{false, fmt::format("{}; {}", driver.error().text, driver.error().remedy)});
        return std::make_shared<rigs::attendant>(std::move(*driver), eyes_.at(what.languages),
                                                 what.languages);
    }

    static std::uint16_t free_port(const std::string& host) {
        net::run_loop loop;
        const auto port = net::port::open(loop, host, 0);
        return port ? (*port)->address().port : std::uint16_t{0};
    }

    std::shared_ptr<room> room_;
    std::shared_ptr<rigs::wire> wire_;
    sip::hop target_;
    std::set<std::string> taken_;
    std::unique_lock<std::mutex> all_real_;
    std::vector<reservation> held_;
    std::list<running_phone> running_;
    std::map<std::vector<std::string>, std::shared_ptr<rigs::reader>>
        eyes_; ///< by the languages that they read
};

} // namespace

void add_phones(target& to, const scenarios::testbed& bed) {
    auto shared = std::make_shared<room>();
    shared->bed = bed;
    to.set = [shared, bare = to.set](const scenarios::scenario& s,
                                     std::uint64_t seed) -> std::expected<scenarios::scene, std::string> {
        auto scene = bare(s, seed);
        if (!scene || !s.of_phones()) return scene;
        scene->phone = [at = std::make_shared<desk>(shared, *scene)](const std::string& actor,
                                                                     const scenarios::client_part& part) {
            return at->phone_for(actor, part);
        };
        scene->file = [folder = std::filesystem::path(s.file).parent_path()](
                          std::string_view name) -> std::optional<std::string> {
            auto octets = read_file((folder / name).string());
            if (!octets) return std::nullopt;
            return *octets;
        };
        return scene;
    };
}

std::expected<scenarios::testbed, std::string> handset_testbed(const std::string& folder) {
    const auto file = (std::filesystem::path(folder) / "testbed.toml").string();
    for (const auto& own : scenarios::own_testbeds())
        if (own.name == "testbeds/handset/testbed.toml")
            if (auto written = write_file(file, own.text); !written) return std::unexpected(written.error());
    auto bed = read_testbed_file(file);
    if (!bed) return bed;
    net::run_loop loop;
    const auto port = net::port::open(loop, bed->dut.host, 0);
    if (!port) return std::unexpected(port.error());
    bed->dut.port = (*port)->address().port;
    return bed;
}

} // namespace simplespec::cli
