// A finger board on a pseudo-terminal that moves a virtual phone: the driver opens a serial port, as it does
// on a desk.
#include "net/serial_line.hpp"
#include "rigs/fingers/fingers.hpp"
#include "rigs/fingers/simulated_board.hpp"
#include "rigs/phone/open_phone.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace simplespec::rigs {
namespace {

using namespace std::chrono_literals;
using handset::screen_kind;

handset::key k(std::string_view text) { return *handset::read_key(text); }

handset_setup joe() {
    handset_setup out;
    out.kind = *find_model("snom370");
    out.person.aor = out.line.aor = "sip:joe@127.0.0.1";
    out.person.publish_presence = true;
    out.person.context_keys[0].use = handset::key_use::presence;
    out.line.server = {sip::transport::udp, "127.0.0.1", 9}; // nobody is there
    return out;
}

const std::map<handset::key, desk_place> places = {{k("S1"), {20, 60}},
                                                   {k("Up"), {50, 40}},
                                                   {k("Down"), {50, 20}},
                                                   {k("OK"), {65, 30}},
                                                   {k("Cancel"), {35, 30}}};
const std::map<int, handset::key> relays = {
    {1, k("S1")}, {2, k("Up")}, {3, k("Down")}, {4, k("OK")}, {5, k("Cancel")}};

/// Phone and board live in a thread of their own, as they do on a desk.
struct moved_phone {
    explicit moved_phone(finger_board kind) : board(kind, {places, 4, 1, relays}, {.speed = 20000}) {
        phone = open_phone::open(loop, clock, joe(), {.sip_host = "127.0.0.1"}, 1).value();
        phone->switch_on();
        port = net::pseudo_terminal::open(loop, [this](std::string octets) {
                   port->send(board.on_octets(clock.now().steady, octets));
               }).value();
        port->send(board.switch_on(clock.now().steady));
        path = port->path();
        thread = std::thread([this] {
            while (!stop) {
                loop.handle_one(1ms);
                port->send(board.on_timer(clock.now().steady));
                for (const auto& one : board.touched()) phone->press({one.which, one.held});
                if (unplug.exchange(false)) port.reset(), stop = true;
            }
            loop.run(sip::time_point::max(), [this] { return over.load(); });
        });
    }
    ~moved_phone() { halt(); }
    void halt() {
        stop = over = true;
        if (thread.joinable()) thread.join();
    }
    fingers hand(finger_board kind) {
        finger_setup setup;
        setup.board = kind;
        setup.places = places;
        setup.moves.speed = 20000;
        setup.patience = 1500ms;
        for (const auto& [relay, key] : relays) setup.relays[key] = relay;
        return {setup, [this] { return net::serial_line::open(path, 115200); }};
    }
    net::run_loop loop;
    net::clock clock;
    simulated_board board;
    std::unique_ptr<open_phone> phone;
    std::unique_ptr<net::pseudo_terminal> port;
    std::string path;
    std::atomic<bool> stop{false}, over{false}, unplug{false};
    std::thread thread;
};

TEST(moved_phone, fingers_choose_a_state_and_leave) {
    for (const auto kind : {finger_board::marlin, finger_board::grbl, finger_board::relay}) {
        moved_phone desk(kind);
        auto hand = desk.hand(kind);
        for (const auto* name : {"S1", "Down", "Down", "Up"}) {
            const auto pressed = hand.press(k(name));
            ASSERT_TRUE(pressed) << name << ": " << pressed.error().text;
        }
        desk.halt();
        const auto shown = desk.phone->phone().screen();
        EXPECT_EQ(shown.what, screen_kind::own_states);
        ASSERT_GT(shown.rows.size(), 2U);
        EXPECT_TRUE(shown.rows[1].selected) << "down, down, and up again";
    }
}

TEST(moved_phone, an_unplugged_board_is_told) {
    moved_phone desk(finger_board::relay);
    auto hand = desk.hand(finger_board::relay);
    ASSERT_TRUE(hand.press(k("S1")));
    desk.unplug = true;
    while (!desk.stop) std::this_thread::yield();
    const auto gone = hand.press(k("OK"));
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().what, finger_trouble::line_away);
    EXPECT_EQ(rig_error_of(gone.error()).what, trouble::unreachable);
}

} // namespace
} // namespace simplespec::rigs
