#include "handset/handset.hpp"

#include "handset/own_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace simplespec::handset {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const sip::instant start_of_day{};
sip::instant after(sip::duration d) { return {start_of_day.steady + d, start_of_day.wall}; }

key k(std::string_view text) { return *read_key(text); }

// As the vendor's page sets a phone: two context keys, Publish Presence and Contact List on.
settings as_on_the_page() {
    settings out;
    out.aor = "sip:431@192.168.10.59";
    out.device = "snom320-0004132495C2";
    out.publish_presence = true;
    out.contact_list = true;
    out.contact_list_uri = "sip:friends@192.168.10.59";
    out.context_keys[0] = {key_use::presence, {}, {}};
    out.context_keys[1] = {key_use::contacts, {}, {}};
    out.programmable = {{key_use::presence, {}, {}}, {key_use::watch, "sip:joe@example.com", {}}, {}};
    return out;
}

// What is wanted, in words: "publish Lunch", "watch list sip:x".
std::vector<std::string> told(const effects& all) {
    struct teller {
        std::string operator()(const publish& p) const {
            const auto from = p.document.find("<im:im>") + 7;
            return "publish " + p.document.substr(from, p.document.find('<', from) - from);
        }
        std::string operator()(const withdraw&) const { return "withdraw"; }
        std::string operator()(const watch& w) const { return (w.list ? "watch list " : "watch ") + w.uri; }
        std::string operator()(const unwatch& u) const { return "unwatch " + u.uri; }
    };
    std::vector<std::string> out;
    for (const auto& e : all) out.push_back(std::visit(teller{}, e));
    return out;
}

// The display as text: "> " before the selected row, "*" behind the chosen one.
std::string shown(const handset& phone) {
    const auto s = phone.current();
    std::string out = s.title + "\n";
    if (!s.notice.empty()) out += "! " + s.notice + "\n";
    for (const auto& row : s.rows)
        out += fmt::format("{}{}{}{}\n", row.selected ? "> " : "  ", row.text,
                           row.remark.empty() ? "" : " | " + row.remark, row.chosen ? " *" : "");
    return out;
}

void press(handset& phone, std::initializer_list<const char*> keys) {
    for (const auto* each : keys) phone.on_key(start_of_day, k(each));
}

// Move the mark to a row by its text, as a person does.
void find(handset& phone, std::string_view text) {
    for (std::size_t i = 0; i < phone.current().total; ++i) {
        const auto s = phone.current();
        for (const auto& row : s.rows)
            if (row.selected && row.text == text) return;
        press(phone, {"Down"});
    }
}

contacts::contact_list list_of(int count) {
    contacts::contact_list out;
    for (int i = 0; i < count; ++i) {
        presence::presence_document document;
        document.entity = fmt::format("sip:c{}@example.com", i);
        presence::tuple t;
        t.id = "t";
        t.status.basic = i % 2 == 0 ? presence::basic::open : presence::basic::closed;
        document.tuples.push_back(t);
        out.apply(start_of_day.wall, document.entity, &document);
    }
    return out;
}

TEST(handset, switched_on_watches_and_publishes_as_it_is_set) {
    handset phone(as_on_the_page(), 5);
    EXPECT_THAT(told(phone.start(start_of_day)),
                ElementsAre("watch list sip:friends@192.168.10.59", "watch sip:joe@example.com"));
    auto boots = as_on_the_page();
    boots.publish_on_boot = true;
    boots.presence_state = "lunch";
    EXPECT_THAT(told(handset(boots, 5).start(start_of_day)), testing::Contains("publish Lunch"));
    EXPECT_THAT(told(handset({}, 5).start(start_of_day)), IsEmpty());
}

TEST(handset, lunch_is_chosen_by_its_text_and_published) {
    handset phone(as_on_the_page(), 3);
    phone.start(start_of_day);
    EXPECT_EQ(phone.current().soft_keys[0], "Presence");
    press(phone, {"S1"});
    EXPECT_THAT(shown(phone), HasSubstr("Presence State\n> Online *\n"));
    find(phone, "Lunch");
    const auto done = phone.on_key(start_of_day, k("OK"));
    ASSERT_EQ(done.size(), 1U);
    EXPECT_EQ(std::get<publish>(done[0]).document,
              own_document(*find_own_state(own_states("snom"), "lunch"), "sip:431@192.168.10.59",
                           "snom320-0004132495C2"));
    EXPECT_EQ(shown(phone), "431\n  Lunch\n");
    EXPECT_EQ(phone.set().presence_state, "lunch");
    press(phone, {"S1"});
    EXPECT_THAT(shown(phone), HasSubstr("> Lunch *")) << "the list opens at the state that holds";
}

TEST(handset, with_publish_presence_off_nothing_is_published) {
    auto off = as_on_the_page();
    off.publish_presence = false;
    handset phone(off, 5);
    phone.start(start_of_day);
    press(phone, {"S1", "Down"});
    EXPECT_THAT(told(phone.on_key(start_of_day, k("OK"))), IsEmpty());
}

TEST(handset, a_list_scrolls_and_pages_and_keeps_the_selected_contact) {
    handset phone(as_on_the_page(), 3);
    phone.start(start_of_day);
    phone.on_contacts(list_of(10));
    press(phone, {"S2", "Down", "Down", "Down"});
    EXPECT_EQ(shown(phone), "Contacts\n  sip:c1@example.com | offline\n  sip:c2@example.com | online\n> "
                            "sip:c3@example.com | offline\n");
    EXPECT_EQ(phone.current().first, 1U);
    EXPECT_EQ(phone.current().total, 10U);
    phone.on_key(start_of_day, k("Down"), true);
    EXPECT_THAT(shown(phone), HasSubstr("> sip:c6@example.com"));
    auto fewer = list_of(7);
    phone.on_contacts(fewer);
    EXPECT_THAT(shown(phone), HasSubstr("> sip:c6@example.com"));
    phone.on_contacts(list_of(2));
    EXPECT_EQ(shown(phone), "Contacts\n  sip:c0@example.com | online\n> sip:c1@example.com | offline\n");
    phone.on_service(service::present);
    phone.on_contacts(list_of(0));
    EXPECT_EQ(shown(phone), "Contacts\n  No contacts\n");
}

TEST(handset, details_open_and_lead_back_to_the_same_row) {
    handset phone(as_on_the_page(), 3);
    phone.start(start_of_day);
    phone.on_contacts(list_of(5));
    press(phone, {"S2", "Down", "Down", "Down", "OK"});
    EXPECT_EQ(shown(phone), "sip:c3@example.com\n  State | offline\n  sip:c3@example.com\n");
    press(phone, {"Down", "Cancel"});
    EXPECT_THAT(shown(phone), HasSubstr("> sip:c3@example.com"));
    press(phone, {"S1"});
    EXPECT_EQ(phone.current().what, screen_kind::idle);
}

TEST(handset, a_server_that_is_away_leaves_the_old_list_and_a_mark) {
    handset phone(as_on_the_page(), 3);
    phone.start(start_of_day);
    phone.on_service(service::present);
    phone.on_contacts(list_of(1));
    press(phone, {"S2"});
    phone.on_service(service::away);
    EXPECT_EQ(shown(phone), "Contacts\n! Server not reachable\n> sip:c0@example.com | online\n");
    phone.on_service(service::present);
    EXPECT_EQ(shown(phone), "Contacts\n> sip:c0@example.com | online\n");
}

TEST(handset, lights_show_the_watched_and_the_own_state) {
    auto set = as_on_the_page();
    set.programmable[1].target = "sip:c0@example.com";
    handset phone(set, 3);
    phone.start(start_of_day);
    EXPECT_EQ(phone.lit().at(k("P2")).colour, light_colour::off);
    phone.on_contacts(list_of(1));
    EXPECT_EQ(phone.lit().at(k("P2")).colour, light_colour::green);
    EXPECT_EQ(phone.lit().at(k("P1")).colour, light_colour::off);
    press(phone, {"P1"});
    find(phone, "Busy");
    press(phone, {"OK"});
    EXPECT_EQ(phone.lit().at(k("P1")).colour, light_colour::orange);
}

TEST(handset, nobody_at_the_desk_is_published_and_the_next_key_takes_it_back) {
    auto set = as_on_the_page();
    set.publish_on_boot = true;
    set.presence_timeout = 5min;
    handset phone(set, 3);
    phone.start(start_of_day);
    EXPECT_EQ(phone.deadline(), start_of_day.steady + 5min);
    EXPECT_THAT(told(phone.on_timer(after(4min))), IsEmpty());
    EXPECT_THAT(told(phone.on_timer(after(5min))), ElementsAre("publish Offline"));
    EXPECT_FALSE(phone.deadline());
    EXPECT_THAT(told(phone.on_key(after(6min), k("7"))), ElementsAre("publish Online"));
    EXPECT_EQ(phone.deadline(), start_of_day.steady + 11min);
    set.presence_timeout = 0min;
    handset forever(set, 3);
    forever.start(start_of_day);
    EXPECT_FALSE(forever.deadline());
}

TEST(handset, settings_take_effect_at_once) {
    handset phone(as_on_the_page(), 3);
    phone.start(start_of_day);
    auto s = phone.set();
    s.contact_list_uri = "sip:others@192.168.10.59";
    EXPECT_THAT(told(phone.on_settings(start_of_day, s)),
                ElementsAre("unwatch sip:friends@192.168.10.59", "watch list sip:others@192.168.10.59"));
    s.presence_state = "busy";
    EXPECT_THAT(told(phone.on_settings(start_of_day, s)), ElementsAre("publish Busy"));
    s.publish_presence = false;
    s.programmable[1] = {};
    EXPECT_THAT(told(phone.on_settings(start_of_day, s)),
                ElementsAre("unwatch sip:joe@example.com", "withdraw"));
    EXPECT_THAT(told(phone.on_settings(start_of_day, s)), IsEmpty());
}

TEST(handset, speaks_the_language_that_is_set) {
    auto set = as_on_the_page();
    set.language = "de";
    handset phone(set, 5);
    phone.start(start_of_day);
    press(phone, {"S1"});
    EXPECT_THAT(shown(phone), HasSubstr("Anwesenheit\n"));
    EXPECT_THAT(shown(phone), HasSubstr("Mittag\n"));
    find(phone, "Mittag");
    EXPECT_THAT(told(phone.on_key(start_of_day, k("OK"))), ElementsAre("publish Lunch"))
        << "what is published stays English";
}

// What stands on the display is among the words that its reader is told.
TEST(handset, the_vocabulary_has_every_word_of_the_display) {
    handset phone(as_on_the_page(), 50);
    phone.start(start_of_day);
    phone.on_contacts(list_of(4));
    for (const char* key_text : {"Cancel", "S1", "Cancel", "S2", "OK"}) {
        press(phone, {key_text});
        const auto known = phone.vocabulary();
        const auto s = phone.current();
        EXPECT_THAT(known, testing::Contains(s.title));
        for (const auto& row : s.rows) {
            EXPECT_THAT(known, testing::Contains(row.text));
            EXPECT_TRUE(row.remark.empty() || std::ranges::find(known, row.remark) != known.end()) << row.remark;
        }
    }
}

TEST(handset, whatever_is_pressed_nothing_breaks) {
    std::uint32_t random = 7;
    const std::array keys{"OK", "Cancel", "Up", "Down", "Left", "Right", "0",  "*",
                          "S1", "S2",     "S3", "S4",   "P1",   "P2",    "P3", "P9"};
    handset phone(as_on_the_page(), 2);
    phone.start(start_of_day);
    for (int i = 0; i < 20000; ++i) {
        random = random * 1664525 + 1013904223;
        if (i % 97 == 0) phone.on_contacts(list_of(static_cast<int>(random >> 16) % 5));
        phone.on_key(start_of_day, k(keys[(random >> 20) % keys.size()]), (random >> 8) % 5 == 0);
        const auto s = phone.current();
        ASSERT_LE(s.rows.size(), 2U);
        ASSERT_LE(s.first + s.rows.size(), s.total);
    }
}

} // namespace
} // namespace simplespec::handset
