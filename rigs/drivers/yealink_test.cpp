#include "rigs/drivers/phone_on_desk.hpp"
#include "rigs/drivers/yealink.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

handset::key key(const char* name) { return *handset::read_key(name); }

TEST(yealink, presses_the_keys_of_a_phone_and_takes_its_picture) {
    phone_on_desk desk("T46G", {"admin", "secret", false});
    yealink driver(desk.session("admin", "secret"), "admin", "secret", {.display = {480, 272}});
    ASSERT_TRUE(driver.press(key("S1")));
    EXPECT_TRUE(desk.lists_states());
    ASSERT_TRUE(driver.press(key("Down")));
    EXPECT_TRUE(desk.selects(1));
    EXPECT_EQ(*driver.shot(), desk.phone.shot());
    ASSERT_TRUE(driver.press(key("Cancel")));
    EXPECT_FALSE(desk.lists_states());
    ASSERT_TRUE(driver.reboot());
    EXPECT_TRUE(desk.phone.booting());
    EXPECT_EQ(driver.press(key("OK")).error().what, trouble::unreachable);
    desk.wait();
    EXPECT_TRUE(driver.press(key("OK")));
}

TEST(yealink, spells_keys_as_the_tables_do) {
    pages_by_heart p{{{"/servlet", {}}}};
    yealink driver(p.session(), "", "", {.keys = {{key("Cancel"), "X"}}});
    for (const char* name : {"OK", "Cancel", "P7", "S4", "0", "#", "*"})
        EXPECT_TRUE(driver.press(key(name))) << name;
    EXPECT_THAT(p.asked,
                ElementsAre("/servlet?key=OK", "/servlet?key=X", "/servlet?key=L7", "/servlet?key=F4",
                            "/servlet?key=0", "/servlet?key=POUND", "/servlet?key=*"));
}

TEST(yealink, tells_failures_from_one_another) {
    phone_on_desk locked("T46G", {"admin", "secret", false});
    EXPECT_EQ(yealink(locked.session("admin", "wrong"), "admin", "wrong").press({}).error().what,
              trouble::password_refused);
    EXPECT_EQ(yealink(nobody(), "", "").shot().error().what, trouble::unreachable);

    phone_on_desk boxed("T46G", {}, false);
    yealink forbidden(boxed.session(), "", "");
    for (const auto& bad : {forbidden.press({}).error(), forbidden.shot().error()}) {
        EXPECT_EQ(bad.what, trouble::not_allowed);
        EXPECT_THAT(bad.remedy, HasSubstr("features.action_uri_limit_ip"));
    }
    // Another firmware may forbid with 200.
    pages_by_heart polite{{{"/servlet", {.body = "<h1>Remote Control Forbidden</h1>"}}}};
    EXPECT_EQ(yealink(polite.session(), "", "").press({}).error().what, trouble::not_allowed);

    phone_on_desk other("T46G");
    EXPECT_EQ(yealink(other.session(), "", "", {.display = {320, 240}}).shot().error().what,
              trouble::other_size);
    pages_by_heart words{{{"/screencapture", {.body = "<html>Welcome</html>"}}}};
    EXPECT_EQ(yealink(words.session(), "", "").shot().error().what, trouble::no_picture);
    pages_by_heart bare;
    EXPECT_EQ(yealink(bare.session(), "", "").shot().error().what, trouble::cannot);
    EXPECT_EQ(yealink(bare.session(), "", "").press({}).error().what, trouble::unexpected);
    pages_by_heart moved{{{"/servlet", {.status = 302}}}};
    EXPECT_THAT(yealink(moved.session(), "", "").press({}).error().remedy, HasSubstr("secure"));
}

TEST(yealink, finds_the_pages_of_older_firmware_once) {
    const picture grey{4, 2, std::vector<pixel>(8, pixel{9, 9, 9})};
    pages_by_heart p{{{"/cgi-bin/cgiServer.exx", {}}}};
    yealink driver(p.session(), "", "");
    EXPECT_TRUE(driver.press(key("OK")));
    EXPECT_TRUE(driver.press(key("OK")));
    EXPECT_THAT(p.asked, ElementsAre("/servlet?key=OK", "/cgi-bin/ConfigManApp.com?key=OK",
                                     "/cgi-bin/cgiServer.exx?key=OK", "/cgi-bin/cgiServer.exx?key=OK"));
    p.known["/servlet"].body = bmp_of(grey);
    EXPECT_EQ(*driver.shot(), grey);
    EXPECT_EQ(p.asked.back(), "/servlet?command=screenshot");
}

TEST(yealink, logs_in_by_the_query_where_the_phone_shows_its_login_page) {
    pages_by_heart p{{{"/servlet", {.body = "<input type=\"password\" name=\"pwd\">"}}}};
    yealink driver(p.session("admin", "p&q"), "admin", "p&q");
    const auto refused = driver.press(key("OK"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what, trouble::password_refused);
    EXPECT_THAT(p.asked, ElementsAre("/servlet?key=OK",
                                     "/servlet?p=login&q=login&username=admin&pwd=p%26q&jumpto=URI&key=OK"));
}

TEST(yealink, says_what_it_knows_and_what_is_out_of_reach) {
    pages_by_heart p{{{"/servlet", {.body = "fw=28.83.0.35<br>"}}}};
    yealink driver(p.session(), "", "");
    EXPECT_EQ(driver.who()->firmware, "28.83.0.35");
    for (const auto& bad : {driver.lights().error(), driver.setting("language").error(),
                            driver.set({{"language", "de"}}).error(), driver.trace().error(),
                            driver.hold({}, std::chrono::seconds(1)).error()}) {
        EXPECT_EQ(bad.what, trouble::cannot) << bad.text;
        EXPECT_FALSE(bad.remedy.empty());
    }
}

} // namespace
} // namespace simplespec::rigs
