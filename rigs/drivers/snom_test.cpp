#include "rigs/drivers/page.hpp"
#include "rigs/drivers/snom.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using testing::ElementsAre;

/// A snom web server by heart: targets and what they answer; what was asked is kept.
struct pages {
    std::map<std::string, net::http_response> known{};
    std::vector<std::string> asked{};

    snom driver(display_size display = {}) {
        return snom(
            http_session(
                [this](const net::http_request& r) -> std::expected<net::http_response, net::http_failure> {
                    asked.push_back(r.target);
                    const auto found = known.find(r.target.substr(0, r.target.find('?')));
                    return found == known.end() ? net::http_response{.status = 404} : found->second;
                },
                "", "", sip::entropy(1)),
            display);
    }
};

constexpr auto info = "<html><table><tr><td>Phone "
                      "Type:</td><td>snom370-SIP</td></tr><tr><td>MAC-Address:</td><td>000413241234</td></tr>"
                      "<tr><td>IP-Address:</td><td>10.1.54.13</td></tr><tr><td>Firmware-Version:</"
                      "td><td>snom370-SIP 8.4.35</td></tr></table>";

TEST(snom, says_who_it_is) {
    pages p{{{"/info.htm", {.body = info}}}};
    const auto who = p.driver().who();
    ASSERT_TRUE(who) << who.error().text;
    EXPECT_EQ(who->model, "snom370");
    EXPECT_EQ(who->firmware, "8.4.35");
    EXPECT_EQ(who->mac, "000413241234");
}

TEST(snom, presses_and_holds) {
    pages p{{{"/command.htm", {.status = 302}}}};
    auto phone = p.driver();
    for (const char* name : {"P5", "S2", "OK", "Cancel", "7", "#", "*"})
        EXPECT_TRUE(phone.press(*handset::read_key(name))) << name;
    EXPECT_TRUE(phone.hold(*handset::read_key("Up"), std::chrono::milliseconds(1500)));
    EXPECT_THAT(p.asked, ElementsAre("/command.htm?key=P5", "/command.htm?key=F2", "/command.htm?key=ENTER",
                                     "/command.htm?key=CANCEL", "/command.htm?key=7", "/command.htm?key=%23",
                                     "/command.htm?key=%2A", "/command.htm?key=UP,1500"));
}

TEST(snom, takes_a_picture_of_its_size_alone) {
    const picture grey{4, 2, std::vector<pixel>(8, pixel{9, 9, 9})};
    pages p{{{"/screen.bmp", {.body = bmp_of(grey)}}}};
    EXPECT_TRUE(*p.driver({4, 2}).shot() == grey);
    EXPECT_TRUE(*p.driver().shot() == grey);
    EXPECT_EQ(p.driver({240, 128}).shot().error().what, trouble::other_size);
    p.known["/screen.bmp"].body = "<html>Welcome</html>";
    EXPECT_EQ(p.driver().shot().error().what, trouble::no_picture);
}

TEST(snom, sets_by_the_names_of_its_firmware_and_looks_whether_it_holds) {
    pages p{{{"/info.htm", {.body = info}},
             {"/dummy.htm", {.status = 302}},
             {"/settings.htm",
              {.body = "<pre>gui_fkey1!: keyevent F_PRESENCE\nuser_presence_buddy_list_uri1&: "
                       "sip:old@example.com\n</pre>"}}}};
    auto phone = p.driver();
    EXPECT_TRUE(phone.set({{"S1", "presence"}, {"contact_list", "on"}}));
    EXPECT_EQ(p.asked.at(1), "/dummy.htm?settings=save&gui_fkey1=keyevent%20F_PRESENCE&user_presence_"
                             "subscription1=on&store_settings=save");
    const auto refused = phone.set({{"contact_list_uri", "sip:friends@example.com"}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what, trouble::not_allowed);
    EXPECT_EQ(refused.error().text, "user_presence_buddy_list_uri1 stays `sip:old@example.com`");
    EXPECT_EQ(*phone.setting("S1"), "presence");
    EXPECT_EQ(*phone.setting("contact_list_uri"), "sip:old@example.com");
    EXPECT_EQ(phone.setting("with_flash").error().what, trouble::cannot);
}

TEST(snom, derives_lights_from_the_states_of_keys) {
    pages p{{{"/xml_entities.htm",
              {.body = "<entities><LineKey idx=\"1\"><type>presence</type><state>AVAILABLE</state></LineKey>"
                       "<LineKey><state>RINGING</state></LineKey><LineKey idx='7' "
                       "state='BUSY'/><ContextKey><state>x</state></ContextKey></entities>"}},
             {"/settings.htm",
              {.body = "<pre>led_on: AVAILABLE BUSY ON\nled_blink_fast: RINGING\nled_green: AVAILABLE "
                       "ON\nled_red: BUSY\n"}}}};
    const auto seen = p.driver().lights();
    ASSERT_TRUE(seen) << seen.error().text;
    const auto light = [&](const char* key) { return seen->at(*handset::read_key(key)).value; };
    EXPECT_EQ(light("P2"), (handset::light{handset::light_colour::green, false}));
    EXPECT_EQ(light("P3"), (handset::light{handset::light_colour::red, true}));
    EXPECT_EQ(light("P8"), (handset::light{handset::light_colour::red, false}));
    EXPECT_EQ(light("S1"), handset::light{});
    EXPECT_EQ(seen->size(), 4U);
    p.known.erase("/xml_entities.htm");
    EXPECT_EQ(p.driver().lights().error().what, trouble::cannot);
}

TEST(snom, names_settings_as_each_firmware_does) {
    struct {
        const char *ours, *value, *firmware, *name, *text;
    } const table[] = {
        {"S1", "presence", "7.3.14", "gui_fkey1", "F_PRESENCE"},
        {"S1", "presence", "8.4.35", "gui_fkey1", "keyevent F_PRESENCE"},
        {"S2", "contacts", "8.7.5.17", "context_key1", "keyevent F_CONTACTS"},
        {"S4", "contacts", "10.1.54.13", "context_key3", "keyevent F_CONTACTS"},
        {"P1", "watch sip:joe@example.com", "8.4.35", "fkey0", "presence <sip:joe@example.com>"},
        {"P12", "none", "", "fkey11", "keyevent F_NONE"},
        {"publish_presence", "on", "", "publish_presence", "on"},
        {"presence_state", "Lunch", "", "presence_state1", "Lunch"},
        {"language", "de", "", "language", "Deutsch"},
        {"flood_tracing", "on", "", "flood_tracing", "on"},
    };
    for (const auto& row : table) {
        const auto made = snom_setting_of(row.ours, row.value, row.firmware);
        EXPECT_EQ(made.name, row.name);
        EXPECT_EQ(made.value, row.text);
        EXPECT_EQ(words_of_snom(row.ours, made.value), row.value);
    }
}

TEST(snom, tells_refusals_from_one_another) {
    struct {
        int status;
        trouble what;
        const char* remedy;
    } const table[] = {{307, trouble::unexpected, "secure"},
                       {403, trouble::not_allowed, "restrict_uri_queries"},
                       {404, trouble::unexpected, "D8xx"},
                       {500, trouble::unexpected, "web page"}};
    for (const auto& row : table) {
        pages p{{{"/command.htm", {.status = row.status}}}};
        const auto got = p.driver().press({});
        ASSERT_FALSE(got) << row.status;
        EXPECT_EQ(got.error().what, row.what) << row.status;
        EXPECT_TRUE(got.error().remedy.contains(row.remedy)) << got.error().remedy;
    }
}

TEST(page, is_read_whatever_it_holds) {
    EXPECT_THAT(lines_of_page("<td>a &lt;b&gt;</td>\n  <td> c\r\nd<broken"), ElementsAre("a <b>", "c", "d"));
    EXPECT_EQ(setting_in_page("<td>language</td><td>Deutsch</td>", "language"), "Deutsch");
    EXPECT_EQ(setting_in_page("fkey1: a\nfkey10: b", "fkey10"), "b");
    EXPECT_EQ(setting_in_page("fkey10: b", "fkey1"), std::nullopt);
    EXPECT_EQ(setting_in_page("http_pass!: ****", "http_pass"), "****");
    EXPECT_TRUE(secret_in_page("****"));
    for (const char* word : {"8.4.35", "10.1.54.13"}) EXPECT_TRUE(is_version(word));
    for (const char* word : {"8.4", "8..4", "a.b.c", "1.2.3-u", ""}) EXPECT_FALSE(is_version(word));
    EXPECT_TRUE(is_mac("00:04:13:24:12:34"));
    EXPECT_FALSE(is_mac("00041324123"));
}

} // namespace
} // namespace simplespec::rigs
