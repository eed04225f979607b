#include "handset/settings_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace simplespec::handset {
namespace {

using testing::HasSubstr;

settings two_programmable_keys() {
    settings out;
    out.programmable.resize(2);
    out.programmable[1].label = "Joe";
    return out;
}

TEST(settings_text, every_name_is_read_as_it_is_written) {
    const std::pair<std::string, std::string> rows[] = {
        {"publish_presence", "on"},
        {"publish_on_boot", "on"},
        {"contact_list", "on"},
        {"contact_list_uri", "sip:friends@192.168.10.59"},
        {"presence_timeout", "30"},
        {"presence_state", "lunch"},
        {"language", "zh-Hans"},
        {"S1", "presence"},
        {"S2", "contacts"},
        {"S3", "watch sip:joe@example.com"},
        {"S4", "watch pres:marie@example.com"},
        {"P1", "watch sip:mark@[2001:db8::1]"},
        {"P2", "presence"},
    };
    auto s = two_programmable_keys();
    for (const auto& [name, value] : rows) {
        const auto done = set_setting(s, name, value);
        EXPECT_TRUE(done) << (done ? "" : done.error());
    }
    std::vector<std::string> names;
    for (const auto& [name, value] : rows) {
        names.push_back(name);
        EXPECT_EQ(setting_text(s, name), value) << name;
    }
    EXPECT_EQ(setting_names(s), names);
    EXPECT_EQ(s.programmable[1].label, "Joe");
    EXPECT_EQ(s.presence_timeout, std::chrono::minutes(30));

    settings again = two_programmable_keys();
    for (const auto& name : setting_names(s))
        EXPECT_TRUE(set_setting(again, name, *setting_text(s, name))) << name;
    EXPECT_EQ(again, s);
}

TEST(settings_text, states_go_by_any_of_their_texts_and_case_does_not_count) {
    auto s = two_programmable_keys();
    EXPECT_TRUE(set_setting(s, "Presence_State", "Mittag"));
    EXPECT_EQ(s.presence_state, "lunch");
    EXPECT_TRUE(set_setting(s, "p1", "Watch sip:Joe@example.com"));
    EXPECT_EQ(s.programmable[0].target, "sip:Joe@example.com");
    EXPECT_TRUE(set_setting(s, "contact_list_uri", ""));
    EXPECT_TRUE(set_setting(s, "PUBLISH_PRESENCE", "ON"));
    EXPECT_TRUE(s.publish_presence);
}

struct refusal {
    const char* row;
    std::string name, value;
    const char* says;
};

TEST(settings_text, what_is_no_good_changes_nothing_and_says_so) {
    const refusal rows[] = {
        {"a switch", "publish_presence", "maybe", "on or off"},
        {"an empty switch", "contact_list", "", "on or off"},
        {"no URI", "contact_list_uri", "friends at work", "a URI"},
        {"an endless URI", "contact_list_uri", "sip:" + std::string(5000, 'a') + "@example.com", "a URI"},
        {"a negative time", "presence_timeout", "-1", "0 to 10080"},
        {"a long time", "presence_timeout", "99999999999999999999", "0 to 10080"},
        {"time and more", "presence_timeout", "15 min", "0 to 10080"},
        {"a state of no list", "presence_state", "hiking", "online, busy, lunch, invisible, offline"},
        {"no language", "language", "e", "a language tag"},
        {"an empty subtag", "language", "de-", "a language tag"},
        {"a language with an order in it", "language", "de;rm", "a language tag"},
        {"no use of a key", "S1", "speed 123", "none, presence, contacts, or watch"},
        {"watch whom", "P1", "watch ", "none, presence, contacts, or watch"},
        {"two lines", "P1", "watch sip:a@b\r\nc", "none, presence, contacts, or watch"},
        {"a key that it lacks", "P3", "presence", "P1..P2"},
        {"a key that never is", "P0", "presence", "no setting of this phone"},
        {"a key without function", "OK", "presence", "no setting of this phone"},
        {"no name", "", "on", "no setting of this phone"},
        {"another name", "volume", "3", "publish_presence, publish_on_boot"},
    };
    for (const auto& r : rows) {
        auto s = two_programmable_keys();
        const auto done = set_setting(s, r.name, r.value);
        ASSERT_FALSE(done) << r.row;
        EXPECT_THAT(done.error(), HasSubstr(r.says)) << r.row;
        EXPECT_LT(done.error().size(), 300U) << r.row;
        EXPECT_EQ(s, two_programmable_keys()) << r.row;
    }
    EXPECT_THAT(setting_text(two_programmable_keys(), "volume").error(), HasSubstr("S1..S4, P1..P2"));
}

TEST(settings_text, a_make_without_known_states_says_so) {
    settings s;
    s.make = "another";
    const auto done = set_setting(s, "presence_state", "lunch");
    ASSERT_FALSE(done);
    EXPECT_THAT(done.error(), HasSubstr("no states of this make are known"));
}

} // namespace
} // namespace simplespec::handset
