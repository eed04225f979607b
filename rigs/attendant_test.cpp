// A virtual phone in this process, its own web pages, its own pictures, read by OCR.
#include "rigs/attendant.hpp"

#include "rigs/drivers/snom.hpp"
#include "rigs/phone/snom_face.hpp"

#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using handset::read_key;

class desk : public testing::Test {
  protected:
    desk() : phone(setup(), sip::entropy(1)), face(phone, {}, true, sip::entropy(2)) {
        phone.start(now);
        auto eyes = reader::make({"eng"});
        if (!eyes) throw std::runtime_error(eyes.error());
        const http_link link =
            [this](const net::http_request& r) -> std::expected<net::http_response, net::http_failure> {
            if (away)
                return std::unexpected(
                    net::http_failure{net::http_failure_kind::unreachable, "192.0.2.9:80 does not answer"});
            return face.answer(now, r);
        };
        at = std::make_unique<attendant>(
            std::make_unique<snom>(http_session(link, "", "", sip::entropy(3)), display_size{240, 128}),
            std::make_shared<reader>(std::move(*eyes)), std::vector<std::string>{"eng"});
    }
    static handset_setup setup() {
        handset_setup out;
        out.kind = *find_model("snom370");
        out.person.aor = out.line.aor = "sip:joe@example.com";
        out.person.publish_presence = true;
        out.person.context_keys[0].use = handset::key_use::presence;
        out.line.server = {sip::transport::udp, "192.0.2.1", 5060};
        out.local = {sip::transport::udp, "192.0.2.9", 5060};
        return out;
    }
    void wait(sip::duration length) {
        now.steady += length;
        now.wall += length;
        phone.on_timer(now);
    }
    outcome<sighting> choose(std::string_view entry) {
        return at->choose(entry, [this](sip::duration d) { wait(d); });
    }

    sip::instant now{};
    bool away = false;
    virtual_handset phone;
    snom_face face;
    std::unique_ptr<attendant> at;
};

TEST_F(desk, chooses_an_entry_wherever_it_stands) {
    at->expect("Lunch");
    ASSERT_TRUE(at->press(*read_key("S1")));
    EXPECT_EQ(*at->sees("Presence State", ""), sighting::there);
    EXPECT_EQ(*choose("Lunch"), sighting::there);
    ASSERT_NE(phone.person().published(), nullptr);
    EXPECT_EQ(phone.person().set().presence_state, "lunch");
}

TEST_F(desk, says_that_an_entry_is_not_there) {
    ASSERT_TRUE(at->press(*read_key("S1")));
    EXPECT_NE(*choose("Sabbatical"), sighting::there);
    EXPECT_EQ(phone.person().set().presence_state, "online");
}

TEST_F(desk, keeps_what_was_done_and_each_new_picture) {
    ASSERT_TRUE(at->press(*read_key("S1")));
    ASSERT_TRUE(at->look());
    ASSERT_TRUE(at->look()); // nothing new
    ASSERT_EQ(at->notes().size(), 2U);
    EXPECT_EQ(at->notes()[0].what, "press S1");
    EXPECT_EQ(at->notes()[1].what, "display");
    EXPECT_EQ(at->notes()[1].shown->width, 240);
    EXPECT_FALSE(at->notes()[1].lines.empty());
}

TEST_F(desk, compares_with_a_picture) {
    ASSERT_TRUE(at->look());
    const auto idle = *at->last_picture();
    EXPECT_EQ(*at->is(idle), sighting::there);
    ASSERT_TRUE(at->press(*read_key("S1")));
    EXPECT_EQ(*at->is(idle), sighting::absent);
    EXPECT_EQ(at->is({1, 1, {pixel{}}}).error().what, trouble::other_size);
}

TEST_F(desk, sets_types_and_says_what_cannot_be) {
    ASSERT_TRUE(at->set("contact_list_uri", "sip:friends@example.com"));
    EXPECT_EQ(phone.person().set().contact_list_uri, "sip:friends@example.com");
    EXPECT_TRUE(at->type("12#"));
    EXPECT_EQ(at->type("1a").error().what, trouble::cannot);
    away = true;
    EXPECT_EQ(at->look().error().what, trouble::unreachable);
    EXPECT_TRUE(at->notes().back().failed);
}

} // namespace
} // namespace simplespec::rigs
