#include "rigs/phone/snom_face.hpp"

#include "rigs/drivers/snom.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using namespace std::chrono_literals;
using handset::key;
using handset::screen_kind;
using testing::HasSubstr;
using testing::Not;

const sip::instant noon{};
key k(std::string_view text) { return *handset::read_key(text); }

struct fixture {
    explicit fixture(std::string firmware = "8.7.5.35", http_account account = {}, bool ready = true,
                     const char* kind = "snom370")
        : phone(setup_of(firmware, kind), sip::entropy(1)), face(phone, account, ready, sip::entropy(2)) {
        phone.start(noon);
    }
    static handset_setup setup_of(const std::string& firmware, const char* kind) {
        handset_setup out;
        out.kind = *find_model(kind);
        out.kind.firmware = firmware;
        out.person.aor = out.line.aor = "sip:joe@example.com";
        out.person.publish_presence = true;
        out.person.context_keys[0].use = handset::key_use::presence;
        out.line.server = {sip::transport::udp, "192.0.2.1", 5060};
        out.local = {sip::transport::udp, "192.0.2.9", 5060};
        return out;
    }
    net::http_response get(std::string target, sip::instant now = noon) {
        return face.answer(
            now, {.target = std::move(target), .fields = {{"Connection", "keep-alive"}, {"Host", "phone"}}});
    }
    net::http_response post(std::string target, std::string body) {
        return face.answer(noon, {.method = "POST",
                                  .target = std::move(target),
                                  .fields = {{"Connection", "keep-alive"},
                                             {"Content-Type", "application/x-www-form-urlencoded"}},
                                  .body = std::move(body)});
    }
    virtual_handset phone;
    snom_face face;
};

TEST(snom_face, keys_move_the_display) {
    fixture f;
    EXPECT_EQ(f.get("/command.htm?key=F1;DOWN").status, 200);
    EXPECT_EQ(f.phone.screen().what, screen_kind::own_states);
    EXPECT_TRUE(f.phone.screen().rows[1].selected);
    EXPECT_EQ(f.get("/command.htm?key=cancel").status, 200);
    EXPECT_EQ(f.phone.screen().what, screen_kind::idle);
    EXPECT_EQ(f.post("/command.htm", "key=F1").status, 200);
    EXPECT_EQ(f.phone.screen().what, screen_kind::own_states);
    for (const auto* nothing : {"F_PRESENCE", "PRESENCE", "P99", "%00", "", "%23;%2A", "OFFHOOK"})
        EXPECT_EQ(f.get(std::string("/command.htm?key=") + nothing).status, 200) << nothing;
    EXPECT_EQ(f.phone.screen().what, screen_kind::own_states);
}

TEST(snom_face, answers_as_its_firmware_does) {
    EXPECT_EQ(fixture("7.3.30").get("/command.htm?key=UP").status, 302);
    EXPECT_EQ(fixture("8.7.5.35").get("/command.htm?key=UP").status, 200);
    const auto dialled = fixture("8.7.5.35").get("/command.htm?number=123&outgoing_uri=x");
    EXPECT_EQ(dialled.status, 302);
    EXPECT_EQ(dialled.fields.at("Location"), "/index.htm");
    EXPECT_EQ(fixture("7.3.30").get("/xml_entities.htm").status, 404);
    EXPECT_EQ(fixture("8.7.5.35").get("/xml_entities.htm").status, 200);
    EXPECT_EQ(fixture("8.7.5.35").get("/nothing.htm").status, 404);
}

TEST(snom_face, firmware_10_takes_no_queries_until_it_is_told_to) {
    fixture boxed("10.1.101.11", {}, false, "snomD785"), ready("10.1.101.11", {}, true, "snomD785");
    EXPECT_EQ(boxed.get("/command.htm?key=F1").status, 403);
    EXPECT_EQ(boxed.get("/dummy.htm?settings=save&publish_presence=off").status, 403);
    EXPECT_EQ(boxed.phone.screen().what, screen_kind::idle);
    EXPECT_EQ(boxed.post("/advanced_qos_security.htm", "restrict_uri_queries=off&Settings=Save").status, 200);
    EXPECT_EQ(boxed.get("/command.htm?key=F1").status, 200);
    EXPECT_EQ(ready.get("/command.htm?key=F1").status, 200);
}

TEST(snom_face, hidden_tags_refuse_commands_once_all_passwords_are_changed) {
    fixture f("8.7.5.35", {"admin", "secret", false}, false);
    auto unused = f.phone.person().set();
    net::http_request press{
        .target = "/command.htm?key=F1",
        .fields = {{"Connection", "keep-alive"}, {"Authorization", "Basic YWRtaW46c2VjcmV0"}}};
    EXPECT_EQ(f.face.answer(noon, press).status, 200);
    f.face.settings().set("admin_mode_password", "4711", unused);
    EXPECT_EQ(f.face.answer(noon, press).status, 403);
    f.face.settings().set("use_hidden_tags", "off", unused);
    EXPECT_EQ(f.face.answer(noon, press).status, 200);
}

TEST(snom_face, firmware_10_closes_without_a_word_where_nobody_wants_it_kept_alive) {
    fixture f("10.1.101.11", {}, true, "snomD785");
    EXPECT_EQ(f.face.answer(noon, {.target = "/settings.htm"}).status, 0);
    EXPECT_EQ(
        f.face.answer(noon, {.target = "/settings.htm", .fields = {{"connection", "Keep-Alive"}}}).status,
        200);
    EXPECT_EQ(fixture("8.7.5.35").face.answer(noon, {.target = "/settings.htm"}).status, 200);
    EXPECT_EQ(f.face.answer(noon, {.target = "/"}).status, 200)
        << "the person's page is no page of the phone's";
}

TEST(snom_face, the_other_scheme_is_said_with_307) {
    fixture f;
    auto unused = f.phone.person().set();
    f.face.settings().set("webserver_type", "https", unused);
    const auto moved = f.get("/screen.bmp");
    EXPECT_EQ(moved.status, 307);
    EXPECT_EQ(moved.fields.at("Location"), "https://phone/screen.bmp");
}

TEST(snom_face, settings_are_saved_and_survive_a_reboot_only_where_they_are_stored) {
    fixture f;
    EXPECT_EQ(f.get("/dummy.htm?settings=save&fkey0=keyevent%20F_CONTACTS&store_settings=save").status, 200);
    EXPECT_EQ(f.get("/dummy.htm?settings=save&fkey1=keyevent%20F_PRESENCE&log_level=9").status, 200);
    EXPECT_THAT(f.get("/settings.htm").body, HasSubstr("\nfkey0: keyevent F_CONTACTS\n"));
    EXPECT_THAT(f.get("/settings.htm").body, HasSubstr("\nfkey1: keyevent F_PRESENCE\n"));
    EXPECT_EQ(f.get("/dummy.htm?fkey2=keyevent%20F_PRESENCE").status, 200);
    EXPECT_EQ(f.phone.person().set().programmable[2].use, handset::key_use::none) << "without settings=save";

    EXPECT_EQ(f.get("/advanced_update.htm?reboot=Reboot").status, 200);
    EXPECT_EQ(f.get("/settings.htm").status, 0);
    f.phone.on_timer(noon + 1s);
    EXPECT_THAT(f.get("/settings.htm").body, HasSubstr("\nfkey0: keyevent F_CONTACTS\n"));
    EXPECT_THAT(f.get("/settings.htm").body, Not(HasSubstr("fkey1: keyevent F_PRESENCE")));
    EXPECT_THAT(f.get("/settings.htm").body, HasSubstr("\nlog_level: 5\n"));
}

TEST(snom_face, a_setting_takes_effect_at_the_server) {
    fixture f;
    f.phone.take();
    f.get("/dummy.htm?settings=save&presence_state1=lunch&store_settings=save");
    const auto out = f.phone.take();
    ASSERT_FALSE(out.empty());
    EXPECT_TRUE(out[0].octets.starts_with("PUBLISH"));
}

TEST(snom_face, keys_tell_their_states) {
    fixture f;
    f.get("/dummy.htm?settings=save&fkey0=keyevent%20F_PRESENCE&fkey2=presence%20<sip:joe%2526%26@x>&"
          "presence_state1=busy");
    const auto page = f.get("/xml_entities.htm").body;
    EXPECT_THAT(page, HasSubstr("<LineKey idx=\"0\" state=\"AWAY\">"));
    EXPECT_THAT(page, HasSubstr("<LineKey idx=\"2\" state=\"UNAVAILABLE\">"));
    EXPECT_THAT(page, HasSubstr("subscr_uri = sip:joe%26&amp;@x"));
    EXPECT_THAT(page, HasSubstr("<ContextKey idx=\"0\""));
    EXPECT_THAT(page, Not(HasSubstr("idx=\"5\"")));
}

TEST(snom_face, pictures_have_the_models_size_and_depth) {
    for (const auto& m : models()) {
        if (m.make != "snom") continue;
        fixture f(m.firmware, {}, true, m.name.c_str());
        const auto got = f.get("/screen.bmp");
        EXPECT_EQ(got.fields.at("Content-Type"), "image/bmp");
        const auto read = read_picture(got.body);
        ASSERT_TRUE(read) << m.name;
        EXPECT_EQ(*read, f.phone.shot()) << m.name;
    }
    EXPECT_EQ(fixture("8.7.5.35", {}, true, "snom360").get("/screen.bmp").body.size(), 1086U);
}

TEST(snom_face, a_password_is_asked_for_everywhere) {
    for (const bool digest : {false, true}) {
        fixture f("8.7.5.35", {"admin", "secret", digest});
        for (const auto* page :
             {"/", "/index.htm", "/command.htm?key=F1", "/screen.bmp", "/settings.htm", "/phone.json",
              "/press", "/nothing.htm", "/dummy.htm?settings=save&http_user=&store_settings=save"}) {
            const auto got = f.get(page);
            EXPECT_EQ(got.status, 401) << page;
            EXPECT_THAT(got.fields.at("WWW-Authenticate"), HasSubstr(digest ? "Digest" : "Basic")) << page;
        }
        EXPECT_EQ(f.phone.screen().what, screen_kind::idle);
    }
}

TEST(snom_face, a_person_presses_keys_on_a_page_of_its_own) {
    fixture f;
    EXPECT_THAT(f.get("/").body, HasSubstr("<!DOCTYPE html>"));
    EXPECT_EQ(f.get("/").body, f.get("/index.htm").body);
    EXPECT_EQ(f.post("/press", "key=S1").status, 204);
    EXPECT_EQ(f.phone.screen().what, screen_kind::own_states);
    EXPECT_EQ(f.get("/press?key=S1").status, 405);
    EXPECT_EQ(f.post("/press", "key=P13").status, 404);
    EXPECT_EQ(f.post("/press", "").status, 404);
    EXPECT_EQ(f.post("/press", "key=S1&hold=99999999").status, 400);
    EXPECT_EQ(f.post("/press", "key=S1&hold=-1").status, 400);
    EXPECT_THAT(f.get("/phone.json").body, HasSubstr(R"("text":"Presence State / > Online)"));
    EXPECT_TRUE(read_picture(f.get("/display.png").body));
}

TEST(snom_face, pages_of_others_press_no_keys) {
    fixture f;
    net::http_request press{.target = "/command.htm?key=F1", .fields = {{"Sec-Fetch-Site", "cross-site"}}};
    EXPECT_EQ(f.face.answer(noon, press).status, 403);
    press.fields["Sec-Fetch-Site"] = "same-site";
    EXPECT_EQ(f.face.answer(noon, press).status, 403);
    press.fields["Sec-Fetch-Site"] = "same-origin";
    EXPECT_EQ(f.face.answer(noon, press).status, 200);
}

TEST(snom_face, whatever_comes_is_answered) {
    fixture f;
    std::string octets;
    for (int c = 0; c < 256; ++c) octets += static_cast<char>(c);
    const std::string targets[] = {"",
                                   "*",
                                   "//",
                                   "/../../etc/passwd",
                                   "/%2e%2e/%00",
                                   "/" + octets,
                                   "/command.htm?key=" + std::string(8000, ';'),
                                   "/command.htm?key=" + std::string(5000, 'x'),
                                   "/dummy.htm?settings=save&" + std::string(4000, '&'),
                                   "/dummy.htm?settings=save&fkey0=" + octets,
                                   "/dummy.htm?settings=save&fkey99999999999=x&=x",
                                   "/screen.bmp?" + std::string(100000, 'a')};
    for (const auto& target : targets)
        for (const auto* method : {"GET", "POST", "HEAD", "DELETE", "", "get"}) {
            const auto got = f.face.answer(noon, {.method = method, .target = target, .body = octets});
            EXPECT_GE(got.status, 200);
            EXPECT_LT(got.status, 504);
        }
    EXPECT_EQ(f.get("/settings.htm").status, 200);
}

// The driver of real phones, at a virtual one.
TEST(snom_face, a_driver_takes_it_for_a_phone) {
    for (const bool digest : {false, true})
        for (const auto* firmware : {"7.3.30", "8.4.35", "8.7.5.35"}) {
            fixture f(firmware, {"admin", "secret", digest});
            snom driver({[&](const net::http_request& r) { return f.face.answer(noon, r); }, "admin",
                         "secret", sip::entropy(3)},
                        {240, 128});
            const auto who = driver.who();
            ASSERT_TRUE(who) << who.error().text;
            EXPECT_EQ(who->model, "snom370");
            EXPECT_EQ(who->firmware, firmware);
            EXPECT_EQ(who->mac, "000413000001");
            const auto set = driver.set({{"S2", "contacts"},
                                         {"P1", "presence"},
                                         {"P2", "watch sip:joe@example.com"},
                                         {"contact_list", "on"},
                                         {"contact_list_uri", "sip:friends@example.com"},
                                         {"presence_timeout", "0"},
                                         {"language", "de"}});
            ASSERT_TRUE(set) << firmware << ": " << set.error().text;
            for (const auto& [name, value] : {std::pair{"S1", "presence"},
                                              {"S2", "contacts"},
                                              {"S3", "none"},
                                              {"P2", "watch sip:joe@example.com"},
                                              {"language", "de"}})
                EXPECT_EQ(driver.setting(name).value_or("?"), value) << firmware << " " << name;
            EXPECT_TRUE(driver.press(k("P1")));
            EXPECT_EQ(f.phone.screen().what, screen_kind::own_states);
            const auto shot = driver.shot();
            ASSERT_TRUE(shot) << shot.error().text;
            EXPECT_EQ(*shot, f.phone.shot());
            EXPECT_TRUE(driver.press(k("#")));
            EXPECT_TRUE(driver.hold(k("Cancel"), 900ms));
            EXPECT_EQ(f.phone.screen().what, screen_kind::idle);
            if (const auto lights = driver.lights(); firmware == std::string("8.7.5.35")) {
                ASSERT_TRUE(lights) << lights.error().text;
                EXPECT_EQ(lights->at(k("P2")).value.colour, handset::light_colour::off);
            }
            ASSERT_TRUE(driver.reboot());
            EXPECT_TRUE(f.phone.booting());
        }
}

} // namespace
} // namespace simplespec::rigs
