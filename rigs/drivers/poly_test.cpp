#include "rigs/drivers/phone_on_desk.hpp"
#include "rigs/drivers/poly.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

handset::key key(const char* name) { return *handset::read_key(name); }

TEST(poly, presses_the_keys_of_a_phone_and_takes_its_picture) {
    phone_on_desk desk("VVX450", {"Polycom", "secret", false});
    poly driver(desk.session("Polycom", "secret"), {.display = {480, 272}});
    ASSERT_TRUE(driver.press(key("S1")));
    EXPECT_TRUE(desk.lists_states());
    ASSERT_TRUE(driver.press(key("Down")));
    EXPECT_TRUE(desk.selects(1));
    EXPECT_EQ(*driver.shot(), desk.phone.shot());
    ASSERT_TRUE(driver.press(key("Cancel")));
    EXPECT_FALSE(desk.lists_states());
    const auto who = driver.who();
    ASSERT_TRUE(who) << who.error().text;
    EXPECT_EQ(who->model, "Poly VVX 450");
    EXPECT_EQ(who->firmware, "6.4.0.9803");
    EXPECT_EQ(who->mac, desk.phone.setup().mac);
}

TEST(poly, tells_who_has_to_allow_the_picture) {
    phone_on_desk desk("VVX250");
    poly driver(desk.session());
    ASSERT_TRUE(driver.reboot());
    EXPECT_EQ(driver.shot().error().what, trouble::unreachable);
    desk.wait();
    const auto at_phone = driver.shot().error();
    EXPECT_EQ(at_phone.what, trouble::not_allowed);
    EXPECT_THAT(at_phone.remedy, Not(HasSubstr("up.screenCapture.enabled")));
    ASSERT_TRUE(driver.set({{"up.screenCapture.enabled", "0"}}));
    EXPECT_EQ(*driver.setting("up.screenCapture.enabled"), "0");
    EXPECT_THAT(driver.shot().error().remedy, HasSubstr("up.screenCapture.enabled = 1"));
}

TEST(poly, tells_failures_from_one_another) {
    phone_on_desk locked("VVX450", {"Polycom", "secret", false});
    EXPECT_EQ(poly(locked.session("Polycom", "wrong")).press({}).error().what, trouble::password_refused);
    EXPECT_EQ(poly(nobody()).who().error().what, trouble::unreachable);
    phone_on_desk fresh("VVX450", {"Polycom", "456", false});
    const auto unchanged = poly(fresh.session("Polycom", "456")).press({}).error();
    EXPECT_EQ(unchanged.what, trouble::not_allowed);
    EXPECT_THAT(unchanged.remedy, HasSubstr("administrator's password"));
    phone_on_desk boxed("VVX450", {}, false);
    EXPECT_THAT(poly(boxed.session()).press({}).error().remedy, HasSubstr("apps.restapi.enabled"));
    phone_on_desk desk("VVX450");
    EXPECT_EQ(poly(desk.session(), {.keys = {{key("OK"), "Nonsense"}}}).press(key("OK")).error().what,
              trouble::cannot);
    EXPECT_EQ(poly(desk.session(), {.display = {320, 240}}).shot().error().what, trouble::other_size);

    struct row {
        const char* name;
        net::http_response answer;
        trouble what;
    };
    const row rows[] = {
        {"a page", {.body = "<html>Welcome</html>"}, trouble::unexpected},
        {"no status", {.body = "{}"}, trouble::unexpected},
        {"a list", {.body = "[1]"}, trouble::unexpected},
        {"unknown status", {.body = R"({"Status":"7000"})"}, trouble::unexpected},
        {"status as a number", {.body = R"({"Status":4003})"}, trouble::not_allowed},
        {"busy", {.body = R"({"Status":"4001"})"}, trouble::unexpected},
        {"deep", {.body = std::string(100, '[')}, trouble::unexpected},
        {"elsewhere", {.status = 301}, trouble::unexpected},
        {"forbidden", {.status = 403}, trouble::not_allowed},
        {"broken", {.status = 500}, trouble::unexpected},
    };
    for (const auto& r : rows) {
        pages_by_heart p{{{"/api/v1/mgmt/simulateKeyEvent", r.answer}}};
        const auto got = poly(p.session()).press({});
        ASSERT_FALSE(got) << r.name;
        EXPECT_EQ(got.error().what, r.what) << r.name;
        EXPECT_FALSE(got.error().remedy.empty()) << r.name;
    }
    pages_by_heart words{{{"/captureScreen/mainScreen", {.body = "<html>Screen Capture</html>"}}}};
    EXPECT_EQ(poly(words.session()).shot().error().what, trouble::no_picture);
}

TEST(poly, reads_and_writes_parameters_by_their_own_names_alone) {
    pages_by_heart p{
        {{"/api/v1/mgmt/config/get", {.body = R"({"Status":"2000","data":{"a.b":"x","n":{"Value":5}}})"}},
         {"/api/v1/mgmt/config/set", {.body = R"({"Status":"2000"})"}}}};
    poly driver(p.session());
    EXPECT_EQ(*driver.setting("a.b"), "x");
    EXPECT_EQ(*driver.setting("n"), "5");
    EXPECT_EQ(driver.setting("c").error().what, trouble::cannot);
    EXPECT_EQ(driver.setting("contact_list_uri").error().what, trouble::cannot);
    EXPECT_EQ(driver.set({{"S1", "presence"}}).error().what, trouble::cannot);
    const auto held = driver.set({{"a.b", "y"}});
    ASSERT_FALSE(held);
    EXPECT_EQ(held.error().what, trouble::not_allowed);
    EXPECT_EQ(held.error().text, "a.b stays `x`");
    EXPECT_TRUE(driver.set({{"a.b", "x"}}));
    for (const auto& bad :
         {driver.lights().error(), driver.trace().error(), driver.hold({}, std::chrono::seconds(1)).error()})
        EXPECT_EQ(bad.what, trouble::cannot) << bad.text;
}

} // namespace
} // namespace simplespec::rigs
