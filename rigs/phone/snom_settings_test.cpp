#include "rigs/phone/snom_settings.hpp"

#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using handset::key_use;

handset::settings two_keys() {
    handset::settings out;
    out.programmable.resize(2);
    return out;
}

TEST(snom_settings, set_the_phone_by_the_vendors_names) {
    snom_settings s("8.7.5.35", false);
    auto person = two_keys();
    const std::pair<const char*, const char*> rows[] = {
        {"publish_presence", "on"},
        {"user_publish_presence_bootup1", "on"},
        {"user_presence_subscription1", "on"},
        {"user_presence_buddy_list_uri1", "sip:friends@example.com"},
        {"presence_timeout", "30"},
        {"presence_state1", "lunch"},
        {"language", "Deutsch"},
        {"fkey0", "keyevent F_PRESENCE"},
        {"fkey_label0", "Ich"},
        {"fkey1", "presence <sip:joe@example.com>"},
        {"context_key0", "keyevent F_CONTACTS"},
        {"context_key_label3", "Nix"},
        {"http_user", "admin"},
        {"log_level", "9"},
    };
    for (const auto& [name, value] : rows) EXPECT_TRUE(s.set(name, value, person)) << name;
    const auto listed = s.listed(person);
    for (const auto& [name, value] : rows) {
        ASSERT_TRUE(listed.contains(name)) << name;
        EXPECT_EQ(listed.at(name), value) << name;
    }
    EXPECT_TRUE(person.publish_presence && person.publish_on_boot && person.contact_list);
    EXPECT_EQ(person.language, "de");
    EXPECT_EQ(person.programmable[0].use, key_use::presence);
    EXPECT_EQ(person.programmable[0].label, "Ich");
    EXPECT_EQ(person.programmable[1].target, "sip:joe@example.com");
    EXPECT_EQ(person.context_keys[0].use, key_use::contacts);
    EXPECT_EQ(s.get("http_user"), "admin");
}

struct key_row {
    const char* firmware;
    const char* name;
    const char* value;
    bool works;
};

TEST(snom_settings, context_keys_go_by_the_firmwares_names_and_words) {
    const key_row rows[] = {
        {"7.3.30", "gui_fkey1", "F_PRESENCE", true},
        {"7.3.30", "gui_fkey1", "keyevent F_PRESENCE", false},
        {"7.3.30", "context_key0", "keyevent F_PRESENCE", false},
        {"8.4.35", "gui_fkey1", "keyevent F_PRESENCE", true},
        {"8.4.35", "gui_fkey1", "F_PRESENCE", false},
        {"8.7.5.35", "context_key0", "keyevent F_PRESENCE", true},
        {"8.7.5.35", "gui_fkey1", "keyevent F_PRESENCE", false},
        {"10.1.101.11", "context_key0", "keyevent F_PRESENCE", true},
        {"10.1.101.11", "context_key00", "keyevent F_PRESENCE", false},
    };
    for (const auto& r : rows) {
        snom_settings s(r.firmware, true);
        auto person = two_keys();
        s.set(r.name, r.value, person);
        EXPECT_EQ(person.context_keys[0].use == key_use::presence, r.works)
            << r.firmware << " " << r.name << " " << r.value;
        EXPECT_EQ(s.listed(person).at(r.name), r.value) << "shown as it was written";
    }
}

TEST(snom_settings, what_cannot_be_changes_nothing) {
    snom_settings s("8.7.5.35", false);
    auto person = two_keys();
    const auto before = s.listed(person);
    const std::pair<std::string, std::string> rows[] = {
        {"presence_timeout", "soon"},
        {"presence_state1", "hiking"},
        {"publish_presence", "perhaps"},
        {"user_presence_buddy_list_uri1", "two words"},
        {"", "x"},
        {"<script>", "x"},
        {"1st", "x"},
        {"two words", "x"},
        {std::string(65, 'a'), "x"},
        {"note", std::string(1025, 'x')},
        {"note", "a\r\nb"},
    };
    for (const auto& [name, value] : rows) EXPECT_FALSE(s.set(name, value, person)) << name;
    EXPECT_EQ(s.listed(person), before);
    EXPECT_EQ(person, two_keys());
}

TEST(snom_settings, that_are_locked_stay) {
    snom_settings s("8.7.5.35", false);
    auto person = two_keys();
    s.lock("publish_presence");
    EXPECT_FALSE(s.set("publish_presence", "on", person));
    EXPECT_FALSE(person.publish_presence);
}

TEST(snom_settings, take_no_more_than_they_have_room_for) {
    snom_settings s("8.7.5.35", false);
    auto person = two_keys();
    int taken = 0;
    for (int i = 0; i < 2000; ++i) taken += s.set("made_up_" + std::to_string(i), "x", person) ? 1 : 0;
    EXPECT_LT(taken, 600);
    EXPECT_TRUE(s.set("log_level", "1", person)) << "those that are there can still be set";
}

TEST(snom_settings, passwords_are_not_shown) {
    snom_settings s("8.7.5.35", false);
    auto person = two_keys();
    s.set("http_pass", "hunter2", person);
    EXPECT_EQ(s.listed(person).at("http_pass"), "****");
    EXPECT_EQ(s.get("http_pass"), "hunter2");
}

TEST(snom_settings, generations_are_read_from_the_firmware) {
    EXPECT_EQ(snom_generation("8.7.5.35"), 8007);
    EXPECT_EQ(snom_generation("10.1.101.11"), 10001);
    EXPECT_EQ(snom_generation("7"), 7000);
    EXPECT_EQ(snom_generation(""), 0);
    EXPECT_EQ(snom_generation("x"), 0);
    EXPECT_EQ(snom_generation("99999999999.1"), 0);
}

TEST(snom_settings, lights_of_three_colours_have_words_for_each) {
    auto person = two_keys();
    EXPECT_TRUE(snom_settings("10.1.101.11", true).listed(person).contains("led_green"));
    EXPECT_FALSE(snom_settings("8.7.5.35", false).listed(person).contains("led_green"));
    EXPECT_FALSE(snom_settings("7.3.30", false).listed(person).contains("led_on"));
}

} // namespace
} // namespace simplespec::rigs
