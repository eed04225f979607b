#include "rigs/phone/virtual_handset.hpp"

#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using namespace std::chrono_literals;
using handset::key;
using handset::screen_kind;

const sip::instant noon{};
key k(std::string_view text) { return *handset::read_key(text); }

virtual_handset new_phone(const char* kind = "snom370") {
    handset_setup setup;
    setup.kind = *find_model(kind);
    setup.person.aor = "sip:joe@example.com";
    setup.person.publish_presence = true;
    setup.person.context_keys[0].use = handset::key_use::presence;
    setup.person.programmable.resize(1);
    setup.person.programmable[0].use = handset::key_use::presence;
    setup.line.aor = setup.person.aor;
    setup.line.server = {sip::transport::udp, "192.0.2.1", 5060};
    setup.local = {sip::transport::udp, "192.0.2.9", 5060};
    return {std::move(setup), sip::entropy(1)};
}

bool publishes(const std::vector<sip::transmission>& out, std::string_view state) {
    for (const auto& t : out)
        if (t.octets.starts_with("PUBLISH") && t.octets.find(state) != std::string::npos) return true;
    return false;
}

TEST(virtual_handset, is_of_its_model) {
    auto phone = new_phone();
    EXPECT_EQ(phone.person().set().device, "snom370-000413000001");
    EXPECT_EQ(phone.person().set().programmable.size(), 12U);
    EXPECT_EQ(phone.shot().width, 240);
    EXPECT_FALSE(new_phone("VVX450").person().set().make.empty());
    EXPECT_EQ(new_phone("T46G").press(noon, {{k("S1")}}), true);
    EXPECT_EQ(phone.seen().lights.size(), 12U);
}

TEST(virtual_handset, a_key_acts_and_the_state_goes_out) {
    auto phone = new_phone();
    const auto dark = phone.shot();
    EXPECT_FALSE(phone.start(noon).empty());
    EXPECT_TRUE(phone.press(noon, {{k("S1")}}));
    EXPECT_EQ(phone.screen().what, screen_kind::own_states);
    EXPECT_NE(phone.shot(), dark);
    while (phone.screen().rows[0].text != "Lunch" && phone.screen().rows.size() > 0) {
        bool on_lunch = false;
        for (const auto& row : phone.screen().rows)
            on_lunch = on_lunch || (row.selected && row.text == "Lunch");
        if (on_lunch) break;
        phone.press(noon, {{k("Down")}});
    }
    phone.press(noon, {{k("OK")}});
    EXPECT_TRUE(publishes(phone.take(), "<im:im>Lunch</im:im>"));
    EXPECT_TRUE(phone.take().empty());
    EXPECT_EQ(phone.lights().at(k("P1")).colour, handset::light_colour::orange);
}

TEST(virtual_handset, keys_of_a_chain_come_one_after_the_other) {
    auto phone = new_phone();
    phone.start(noon);
    EXPECT_TRUE(phone.press(noon, {{k("S1"), 100ms, 100ms}, {k("Down"), 0ms, 300ms}, {k("Cancel")}}));
    EXPECT_EQ(phone.screen().what, screen_kind::own_states);
    EXPECT_TRUE(phone.screen().rows[0].selected);
    ASSERT_TRUE(phone.deadline());
    EXPECT_EQ(*phone.deadline(), (noon + 200ms).steady);
    phone.on_timer(noon + 200ms);
    EXPECT_TRUE(phone.screen().rows[1].selected);
    phone.on_timer(noon + 499ms);
    EXPECT_EQ(phone.screen().what, screen_kind::own_states);
    phone.on_timer(noon + 500ms);
    EXPECT_EQ(phone.screen().what, screen_kind::idle);
}

TEST(virtual_handset, no_more_keys_wait_than_it_has_room_for) {
    auto phone = new_phone();
    std::vector<stroke> slow(100, {k("Up"), 1000ms, 1000ms});
    EXPECT_TRUE(phone.press(noon, slow));
    EXPECT_TRUE(phone.press(noon, slow));
    EXPECT_FALSE(phone.press(noon, slow));
}

TEST(virtual_handset, is_dark_while_it_starts_and_keeps_what_was_kept) {
    auto phone = new_phone();
    phone.start(noon);
    auto kept = phone.person().set(), passing = kept;
    kept.publish_on_boot = true;
    kept.presence_state = "busy";
    phone.change(noon, kept, true);
    passing = kept;
    passing.language = "de";
    phone.change(noon, passing, false);
    EXPECT_EQ(phone.person().set().language, "de");
    phone.take();

    phone.reboot(noon);
    EXPECT_TRUE(phone.booting());
    EXPECT_EQ(phone.screen().rows.size(), 0U);
    phone.press(noon, {{k("S1")}});
    EXPECT_TRUE(phone.on_timer(noon + 999ms).empty());
    EXPECT_EQ(*phone.deadline(), (noon + 1000ms).steady);
    const auto out = phone.on_timer(noon + 1000ms);
    EXPECT_TRUE(publishes(out, "Busy"));
    EXPECT_FALSE(phone.booting());
    EXPECT_EQ(phone.screen().what, screen_kind::idle);
    EXPECT_EQ(phone.person().set().language, "en");
    EXPECT_TRUE(phone.person().set().publish_on_boot);
}

TEST(virtual_handset, a_reset_forgets_all_but_how_it_was_set_up) {
    auto phone = new_phone();
    phone.start(noon);
    auto other = phone.person().set();
    other.publish_presence = false;
    other.presence_state = "busy";
    phone.change(noon, other, true);
    phone.reset(noon);
    phone.on_timer(noon + 1s);
    EXPECT_TRUE(phone.person().set().publish_presence);
    EXPECT_EQ(phone.person().set().presence_state, "online");
}

} // namespace
} // namespace simplespec::rigs
