#include "agent/desk_phone.hpp"

#include "agent/agents_network.hpp"
#include "agent/presence_server.hpp"
#include "sip/message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::agent {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using testing::network;

const sip::hop server_hop{sip::transport::udp, "192.0.2.9", 5060};
const sip::hop alice_hop{sip::transport::udp, "192.0.2.1", 5060};
const sip::hop bob_hop{sip::transport::udp, "192.0.2.2", 5060};
const std::string friends = "sip:friends@example.com";

server_settings office() {
    server_settings s;
    s.presence_throttle = s.list_throttle = std::chrono::milliseconds(0);
    for (const auto* user : {"alice", "bob"}) s.accounts.push_back({.user = user, .secret = ""});
    s.lists = {{friends, {{"sip:alice@example.com", "Alice"}, {"sip:bob@example.com", "Bob"}}}};
    return s;
}

handset::settings phone_of(const std::string& user) {
    handset::settings out;
    out.aor = "sip:" + user + "@example.com";
    out.device = "snom320-" + user;
    out.publish_presence = true;
    out.contact_list = true;
    out.contact_list_uri = friends;
    out.context_keys[0] = {handset::key_use::presence, {}, {}};
    out.context_keys[1] = {handset::key_use::contacts, {}, {}};
    out.programmable = {{handset::key_use::watch, "sip:alice@example.com", {}}};
    return out;
}

handset_settings line_of(const std::string& user) {
    handset_settings out;
    out.aor = "sip:" + user + "@example.com";
    out.server = server_hop;
    out.subscription = 300s;
    return out;
}

// A line that loses everything once it is cut.
struct cable final : sip::node {
    explicit cable(sip::node& end) : end_(end) {}
    bool cut = false;

    std::vector<sip::transmission> on_reception(sip::instant now, const sip::reception& in) override {
        return cut ? std::vector<sip::transmission>{} : end_.on_reception(now, in);
    }
    std::vector<sip::transmission> on_undeliverable(sip::instant now, const sip::transmission& lost) override {
        return end_.on_undeliverable(now, lost);
    }
    std::vector<sip::transmission> on_timer(sip::instant now) override { return end_.on_timer(now); }
    std::optional<sip::time_point> deadline() const override { return end_.deadline(); }

private:
    sip::node& end_;
};

struct two_desks {
    network net;
    presence_server server{office(), server_hop, sip::entropy(1)};
    cable line{server};
    desk_phone alice{phone_of("alice"), 5, line_of("alice"), alice_hop, sip::entropy(2)};
    desk_phone bob{phone_of("bob"), 5, line_of("bob"), bob_hop, sip::entropy(3)};

    two_desks() {
        net.host(server_hop, line);
        net.host(alice_hop, alice);
        net.host(bob_hop, bob);
        net.send(alice.start(net.now));
        net.send(bob.start(net.now));
        pass(1s);
    }
    void pass(sip::duration d) { EXPECT_TRUE(net.pass(d)); }
    void press(desk_phone& phone, std::initializer_list<const char*> keys) {
        for (const auto* each : keys) net.send(phone.press(net.now, *handset::read_key(each)));
        pass(1s);
    }
    void choose(desk_phone& phone, std::string_view state) {
        press(phone, {"S1"});
        for (std::size_t i = 0; i < phone.person().current().total; ++i) {
            const auto s = phone.person().current();
            for (const auto& row : s.rows)
                if (row.selected && row.text == state) return press(phone, {"OK"});
            press(phone, {"Down"});
        }
        ADD_FAILURE() << "the list has no " << state;
    }
    static std::string display(const desk_phone& phone) {
        const auto s = phone.person().current();
        std::string out = s.title + (s.notice.empty() ? "" : " ! " + s.notice);
        for (const auto& row : s.rows) out += "; " + row.text + " " + row.remark;
        return out;
    }
};

TEST(desk_phone, lunch_at_one_desk_shows_at_the_other) {
    two_desks office;
    office.press(office.bob, {"S2"});
    EXPECT_THAT(two_desks::display(office.bob), HasSubstr("Alice unknown"));
    office.choose(office.alice, "Lunch");
    EXPECT_THAT(two_desks::display(office.bob), HasSubstr("Alice Lunch")) << "while the list is open";
    EXPECT_EQ(office.bob.person().lit().at(*handset::read_key("P1")).colour, handset::light_colour::green);
    office.choose(office.alice, "Offline");
    EXPECT_THAT(two_desks::display(office.bob), HasSubstr("Alice Offline"));
    EXPECT_EQ(office.bob.person().lit().at(*handset::read_key("P1")).colour, handset::light_colour::off);
}

TEST(desk_phone, keeps_its_state_and_its_settings_over_a_reboot) {
    two_desks office;
    office.choose(office.alice, "Lunch");
    auto s = office.alice.person().set();
    s.publish_on_boot = true;
    office.net.send(office.alice.change(office.net.now, s));
    office.net.send(office.alice.reboot(office.net.now));
    office.pass(1s);
    office.press(office.bob, {"S2"});
    EXPECT_THAT(two_desks::display(office.bob), HasSubstr("Alice Lunch"));
    office.press(office.alice, {"S2"});
    EXPECT_THAT(two_desks::display(office.alice), HasSubstr("Bob unknown"));
}

TEST(desk_phone, tells_that_its_server_is_away_and_back) {
    two_desks office;
    office.choose(office.alice, "Lunch");
    office.press(office.bob, {"S2"});
    office.line.cut = true;
    office.pass(400s);
    EXPECT_THAT(two_desks::display(office.bob), HasSubstr("! Server not reachable"));
    EXPECT_THAT(two_desks::display(office.bob), HasSubstr("Alice Lunch")) << "the old list stays";
    office.line.cut = false;
    office.pass(400s);
    EXPECT_THAT(two_desks::display(office.bob), ::testing::Not(HasSubstr("!")));
}

TEST(desk_phone, whose_list_is_refused_says_so) {
    two_desks office;
    auto s = office.bob.person().set();
    s.contact_list_uri = "sip:nobody-knows@example.com";
    office.net.send(office.bob.change(office.net.now, s));
    office.pass(2s);
    office.press(office.bob, {"S2"});
    EXPECT_THAT(two_desks::display(office.bob), HasSubstr("Server refuses"));
}

} // namespace
} // namespace simplespec::agent
