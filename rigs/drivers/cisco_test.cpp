#include "rigs/drivers/cisco.hpp"
#include "rigs/drivers/phone_on_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

handset::key key(const char* name) { return *handset::read_key(name); }

TEST(cisco, presses_the_keys_of_a_phone_and_takes_its_picture) {
    phone_on_desk desk("8841", {"joe", "secret", false});
    cisco driver(desk.session("joe", "secret"), {.display = {800, 480}});
    ASSERT_TRUE(driver.press(key("S1")));
    EXPECT_TRUE(desk.lists_states());
    ASSERT_TRUE(driver.press(key("Down")));
    EXPECT_TRUE(desk.selects(1));
    EXPECT_EQ(*driver.shot(), desk.phone.shot());
    const auto who = driver.who();
    ASSERT_TRUE(who) << who.error().text;
    EXPECT_EQ(who->model, "CP-8841");
    EXPECT_EQ(who->firmware, "sip88xx.12-8-1");
    EXPECT_EQ(who->mac, desk.phone.setup().mac);
    EXPECT_EQ(driver.reboot().error().what, trouble::cannot) << "it has no page for it";
}

TEST(cisco, asks_the_rig_what_no_table_of_keys_has) {
    phone_on_desk desk("8841");
    cisco without(desk.session());
    const auto unknown = without.press(key("Cancel"));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().what, trouble::cannot);
    EXPECT_THAT(unknown.error().remedy, HasSubstr("`keys`"));
    cisco with(desk.session(), {.keys = {{key("Cancel"), "Key:Soft1"}}});
    EXPECT_TRUE(with.press(key("Cancel")));
    EXPECT_TRUE(desk.lists_states()) << "what the rig says is pressed";
}

TEST(cisco, finds_the_page_with_the_picture_once) {
    const picture grey{4, 2, std::vector<pixel>(8, pixel{9, 9, 9})};
    pages_by_heart spa{{{"/admin/screendump.bmp", {.body = bmp_of(grey)}}, {"/admin/reboot", {}}}};
    cisco driver(spa.session());
    EXPECT_EQ(*driver.shot(), grey);
    EXPECT_EQ(*driver.shot(), grey);
    EXPECT_TRUE(driver.reboot());
    EXPECT_THAT(spa.asked, ElementsAre("/CGI/Screenshot", "/admin/screendump.bmp", "/admin/screendump.bmp",
                                       "/admin/reboot"));
    EXPECT_EQ(driver.who()->model, "") << "what it does not say is empty";
    pages_by_heart mpp;
    EXPECT_EQ(cisco(mpp.session()).shot().error().what, trouble::cannot);
}

TEST(cisco, tells_failures_from_one_another) {
    phone_on_desk locked("8841", {"joe", "secret", false});
    const auto refused = cisco(locked.session("joe", "wrong")).press({}).error();
    EXPECT_EQ(refused.what, trouble::password_refused);
    EXPECT_THAT(refused.remedy, HasSubstr("authenticationURL"));
    EXPECT_EQ(cisco(nobody()).press({}).error().what, trouble::unreachable);
    phone_on_desk boxed("8841", {}, false);
    cisco forbidden(boxed.session());
    for (const auto& bad : {forbidden.press({}).error(), forbidden.shot().error(), forbidden.who().error()}) {
        EXPECT_EQ(bad.what, trouble::not_allowed);
        EXPECT_THAT(bad.remedy, HasSubstr("webAccess"));
    }
    phone_on_desk desk("8841");
    EXPECT_EQ(cisco(desk.session(), {.display = {320, 240}}).shot().error().what, trouble::other_size);

    struct row {
        const char* name;
        net::http_response answer;
        trouble press, shot;
    };
    using enum trouble;
    const row rows[] = {
        {"error 4", {.body = "<CiscoIPPhoneError Number=\"4\"/>"}, password_refused, password_refused},
        {"error 1", {.body = "<CiscoIPPhoneError Number=\"1\"/>"}, unexpected, unexpected},
        {"error", {.body = "<CiscoIPPhoneError/>"}, unexpected, unexpected},
        {"status 6",
         {.body = "<CiscoIPPhoneResponse><ResponseItem Status=\"6\" Data=\"no\"/></CiscoIPPhoneResponse>"},
         unexpected,
         no_picture},
        {"a page", {.body = "<html>Welcome</html>"}, unexpected, no_picture},
        {"nothing", {}, unexpected, no_picture},
        {"cut short", {.body = "<CiscoIPPhoneErr"}, unexpected, no_picture},
        {"elsewhere", {.status = 302}, unexpected, unexpected},
        {"forbidden", {.status = 403}, not_allowed, not_allowed},
        {"not there", {.status = 404}, unexpected, cannot},
        {"broken", {.status = 500}, unexpected, unexpected},
    };
    for (const auto& r : rows) {
        pages_by_heart p{{{"/CGI/Execute", r.answer}, {"/CGI/Screenshot", r.answer}}};
        cisco driver(p.session());
        const auto pressed = driver.press({});
        const auto shown = driver.shot();
        ASSERT_FALSE(pressed) << r.name;
        ASSERT_FALSE(shown) << r.name;
        EXPECT_EQ(pressed.error().what, r.press) << r.name << ": " << pressed.error().text;
        EXPECT_EQ(shown.error().what, r.shot) << r.name << ": " << shown.error().text;
        EXPECT_FALSE(pressed.error().remedy.empty() || shown.error().remedy.empty()) << r.name;
    }
}

TEST(cisco, says_what_is_out_of_reach) {
    pages_by_heart p;
    cisco driver(p.session());
    for (const auto& bad : {driver.lights().error(), driver.setting("language").error(),
                            driver.set({{"language", "de"}}).error(), driver.trace().error(),
                            driver.hold({}, std::chrono::seconds(1)).error()}) {
        EXPECT_EQ(bad.what, trouble::cannot) << bad.text;
        EXPECT_FALSE(bad.remedy.empty());
    }
}

} // namespace
} // namespace simplespec::rigs
