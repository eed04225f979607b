#include "rigs/drivers/make_driver.hpp"
#include "rigs/drivers/phone_on_desk.hpp"

#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

// One exchange with each make, by what the description says alone.
TEST(make_driver, opens_each_kind_that_is_reached_over_http) {
    struct row {
        const char *kind, *model;
    };
    const row rows[] = {{"snom", "snom370"}, {"yealink", "T46G"}, {"cisco", "8841"}, {"poly", "VVX450"}};
    for (const auto& r : rows) {
        phone_on_desk desk(r.model, {"lab", "secret", false});
        const http_link link =
            [&desk](const net::http_request& q) -> std::expected<net::http_response, net::http_failure> {
            return desk.front->answer(desk.now, q);
        };
        rig_description what{
            .name = "desk", .kind = r.kind, .user = "lab", .password = "secret", .model = r.model};
        const auto driver = make_driver(what, link, sip::entropy(4));
        ASSERT_TRUE(driver) << driver.error().text;
        EXPECT_TRUE((*driver)->press(*handset::read_key("S1"))) << r.kind;
        EXPECT_TRUE(desk.lists_states()) << r.kind;
        const auto shown = (*driver)->shot();
        ASSERT_TRUE(shown) << r.kind << ": " << shown.error().text;
        EXPECT_EQ(*shown, desk.phone.shot()) << r.kind;
        EXPECT_EQ((*driver)->who()->make, r.kind);

        what.password = "wrong";
        EXPECT_EQ((*make_driver(what, link, sip::entropy(4)))->shot().error().what, trouble::password_refused)
            << r.kind;
    }
}

TEST(make_driver, holds_a_picture_against_what_is_sure_of_the_display) {
    struct row {
        const char* model;
        int width, height;
        bool taken;
    };
    // The display of a T46G is documented, that of an 8841 a guess.
    const row rows[] = {{"T46G", 0, 0, false}, {"8841", 0, 0, true},    {"unknown", 0, 0, true},
                        {"T46G", 4, 2, true},  {"8841", 480, 2, false}, {"T46G", 4, 0, false}};
    for (const auto& r : rows) {
        pages_by_heart p{
            {{"/screencapture", {.body = bmp_of({4, 2, std::vector<pixel>(8, pixel{9, 9, 9})})}}}};
        const http_link link =
            [&p](const net::http_request& q) -> std::expected<net::http_response, net::http_failure> {
            return p.known.at(q.target);
        };
        const rig_description what{.kind = "yealink", .model = r.model, .width = r.width, .height = r.height};
        const auto shown = (*make_driver(what, link, sip::entropy(4)))->shot();
        EXPECT_EQ(shown.has_value(), r.taken) << r.model << " " << r.width;
        EXPECT_TRUE(shown || shown.error().what == trouble::other_size) << r.model;
    }
}

// What the rig says a key is called goes to the phone, whatever its make.
TEST(make_driver, takes_the_names_of_keys_from_the_description) {
    for (const auto& kind : rig_kinds()) {
        if (kind == "fingers") continue;
        std::string sent;
        const http_link link =
            [&sent](const net::http_request& q) -> std::expected<net::http_response, net::http_failure> {
            sent = q.target + q.body;
            return net::http_response{};
        };
        const auto driver =
            make_driver({.kind = kind, .keys = {{"Cancel", "Backwards"}}}, link, sip::entropy(4));
        ASSERT_TRUE(driver) << kind;
        (void)(*driver)->press(*handset::read_key("Cancel"));
        EXPECT_NE(sent.find("Backwards"), std::string::npos) << kind << ": " << sent;
    }
}

TEST(make_driver, refuses_what_is_not_reached_so) {
    for (const char* kind : {"fingers", "", "Snom"})
        EXPECT_EQ(make_driver({.kind = kind}, {}, sip::entropy(4)).error().what, trouble::bad_description);
}

} // namespace
} // namespace simplespec::rigs
