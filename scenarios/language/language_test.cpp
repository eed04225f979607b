#include "scenarios/language/read.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace simplespec::scenarios {
namespace {

using testing::ElementsAre;

constexpr std::string_view example = R"(# The design's example.
scenario rfc3903/6/refresh-gets-a-new-entity-tag
  title  "A refresh is answered with a new entity-tag, and the old one stops working"
  needs  esc
  tags   smoke

actor alice = user (udp)

alice > PUBLISH {alice.aor}
    Event: presence
    Expires: 600
    body pidf { tuple t1 basic=open note="Lunch" }
alice within {reply} { < 200
    capture first = header SIP-ETag }

alice > PUBLISH {alice.aor}
    Event: presence
    SIP-If-Match: {first}
alice within {reply} { < 200
    capture second = header SIP-ETag
    assert second != {first}          RFC3903-6-26 }

alice > PUBLISH {alice.aor}
    Event: presence
    SIP-If-Match: {first}
alice within {reply} { < 412          RFC3903-6-11 }
)";

std::string complaint(std::string_view text) {
    const auto read = read_scenario("a.scn", text);
    return read ? "" : describe(read.error());
}

TEST(language, reads_the_designs_example) {
    const auto s = read_scenario("rfc3903/6/refresh-gets-a-new-entity-tag.scn", example);
    ASSERT_TRUE(s) << describe(s.error());
    EXPECT_EQ(s->id, "rfc3903/6/refresh-gets-a-new-entity-tag");
    EXPECT_THAT(s->needs, ElementsAre("esc"));
    EXPECT_THAT(s->tags, ElementsAre("smoke"));
    ASSERT_EQ(s->actors.size(), 1U);
    EXPECT_EQ(s->actors[0].name, "alice");
    EXPECT_THAT(s->requirements(), ElementsAre("RFC3903-6-26", "RFC3903-6-11"));
    ASSERT_EQ(s->statements.size(), 6U);
    const auto& first = std::get<send_line>(s->statements[0]);
    EXPECT_EQ(first.method, "PUBLISH");
    ASSERT_EQ(first.uri.fragments.size(), 1U);
    EXPECT_EQ(first.uri.fragments[0].text, "alice.aor");
    ASSERT_EQ(first.rows.size(), 2U);
    EXPECT_EQ(first.rows[1].name, "Expires");
    ASSERT_TRUE(first.body);
    ASSERT_EQ(first.body->items.size(), 1U);
    EXPECT_EQ(first.body->items[0].kind, "tuple");
    EXPECT_EQ(first.body->items[0].attributes.size(), 2U);
    const auto& window = std::get<window_line>(s->statements[3]);
    ASSERT_EQ(window.wants.size(), 1U);
    ASSERT_EQ(window.wants[0].checks.size(), 2U);
    EXPECT_EQ(window.wants[0].checks[1].op, comparison::not_equal);
    EXPECT_TRUE(check_scenario(*s, {.requirements = &catalogue::built_in(), .path_is_id = true}).empty());
}

TEST(language, reads_every_kind_of_line) {
    const auto s = read_scenario("a.scn", R"(scenario a/b
  title "t"
actor alice = user (tcp, account alice)
actor phone = user under test
actor pbx = server (udp)
actor nobody = user (stranger)
actor shy = user (watchers pending)

alice manual notify
alice > SUBSCRIBE {lists.friends} as sub
    Event: presence
    omit Max-Forwards
    dup Via
    raw "X-Odd header"
    mutate "SIP/2.0" -> "SIP/7.0"
    deviates "all of it"
    credentials password="wrong"
    dup
    body application/pidf+xml <<
      <presence>
        <tuple/>
      </presence>
      >>
alice within 5s {
    < 2xx or 405 to SUBSCRIBE
        assert header Expires in (600, 599)
        where  value Event == presence
    < NOTIFY in sub
        assert header Subscription-State;expires <= 600  RFC6665-4.1.2-1 RFC6665-4.1.2-2
        assert body valid
        assert contact "sip:joe@example.com" state == available
        assert xpath "/presence/tuple" exists
    then
    < NOTIFY in sub
}
alice > 200 OK to NOTIFY
alice > SUBSCRIBE in sub
    Expires: 0
alice then
settle
advance +3600s
do "set yourself to Lunch" within 60s
pbx never { < PUBLISH } for {quiet} RFC3903-4-1
phone shows within {reply} {
    contact {alice.aor} state == available   RFC4662-5.6.2-2
    contacts == 3 }
phone still shows {
    contact "sip:joe@example.com" note absent
} for 2s
press phone P1 Down "#" OK
hold phone OK for 2s
type phone "42"
choose phone "Lunch"
setting phone contact_list "on"
reboot phone
display phone shows "Marie Edwards" or "marie" with "Lunch" within 3s RFC4662-5.6.2-2
display phone lacks "Offline"
display phone matches "lunch.png" within {reply}
led phone P3 green blinking within 5s
pbx > 412
)");
    ASSERT_TRUE(s) << describe(s.error());
    EXPECT_EQ(s->actors[1].kind, actor_kind::user_under_test);
    EXPECT_TRUE(s->actors[3].stranger);
    EXPECT_EQ(s->actors[4].watchers, "pending");
    const auto& send = std::get<send_line>(s->statements[1]);
    EXPECT_EQ(send.opens, "sub");
    EXPECT_TRUE(send.deviates());
    EXPECT_EQ(send.liberties.size(), 7U);
    EXPECT_EQ(send.body->raw->fragments.at(0).text, "<presence>\r\n  <tuple/>\r\n</presence>\r\n");
    const auto& window = std::get<window_line>(s->statements[2]);
    ASSERT_EQ(window.wants.size(), 3U);
    EXPECT_EQ(window.wants[0].method, "SUBSCRIBE");
    EXPECT_EQ(window.wants[0].statuses.size(), 2U);
    EXPECT_EQ(window.wants[1].checks.size(), 4U);
    EXPECT_EQ(window.wants[1].checks[0].requirements.size(), 2U);
    EXPECT_EQ(window.wants[1].checks[2].left.parameter, "state");
    EXPECT_EQ(window.wants[2].rank, 1U);
    EXPECT_EQ(std::get<send_line>(s->statements[3]).answers, "NOTIFY");
    EXPECT_EQ(std::get<send_line>(s->statements[4]).dialog, "sub");
    EXPECT_EQ(std::get<advance_line>(s->statements[7]).by, std::chrono::hours(1));
    EXPECT_TRUE(std::get<window_line>(s->statements[9]).never);
    const auto& shown = std::get<display_line>(s->statements[10]);
    EXPECT_FALSE(shown.still);
    EXPECT_EQ(shown.length.window, "reply");
    ASSERT_EQ(shown.lines.size(), 2U);
    EXPECT_EQ(shown.lines[0].left.parameter, "state");
    EXPECT_THAT(shown.lines[0].requirements, ElementsAre("RFC4662-5.6.2-2"));
    EXPECT_EQ(shown.lines[1].left.what, lookup::subject::contacts);
    const auto& kept = std::get<display_line>(s->statements[11]);
    EXPECT_TRUE(kept.still);
    EXPECT_EQ(kept.length.length, std::chrono::seconds(2));
    EXPECT_EQ(kept.lines.at(0).op, comparison::absent);
    EXPECT_THAT(s->requirements(), testing::Contains("RFC4662-5.6.2-2"));
    const auto at_phone = [&](std::size_t i) { return std::get<rig_line>(s->statements[i]); };
    ASSERT_EQ(at_phone(12).keys.size(), 4U);
    EXPECT_EQ(handset::name(at_phone(12).keys[2]), "#");
    EXPECT_EQ(at_phone(13).length.length, std::chrono::seconds(2));
    EXPECT_EQ(at_phone(14).words.fragments.at(0).text, "42");
    EXPECT_EQ(at_phone(15).what, rig_line::kind::choose);
    EXPECT_EQ(at_phone(16).setting, "contact_list");
    EXPECT_EQ(at_phone(17).what, rig_line::kind::reboot);
    EXPECT_EQ(at_phone(18).otherwise.fragments.at(0).text, "marie");
    EXPECT_EQ(at_phone(18).beside.fragments.at(0).text, "Lunch");
    EXPECT_THAT(at_phone(18).requirements, ElementsAre("RFC4662-5.6.2-2"));
    EXPECT_EQ(at_phone(19).what, rig_line::kind::lacks);
    EXPECT_EQ(at_phone(19).length.window, "display");
    EXPECT_EQ(at_phone(20).length.window, "reply");
    EXPECT_EQ(at_phone(21).light, (handset::light{handset::light_colour::green, true}));
    EXPECT_EQ(std::get<send_line>(s->statements[22]).status, 412);
}

struct mistake_row {
    std::string_view name;
    std::string text;
    std::string_view says;
};

class mistake : public testing::TestWithParam<mistake_row> {};

TEST_P(mistake, is_told_with_its_place) {
    EXPECT_THAT(complaint(GetParam().text), testing::StartsWith(GetParam().says));
}

const std::string head = "scenario a/b\n  title \"t\"\nactor alice = user\n";

INSTANTIATE_TEST_SUITE_P(
    table, mistake,
    testing::Values(
        mistake_row{"empty", "", "a.scn:1:1: a scenario begins with its id"},
        mistake_row{"actor_kind", "scenario a\nactor b = usr\n",
                    "a.scn:2:11: `usr` is no kind of actor\n    actor b = usr\n"},
        mistake_row{
            "statement", head + "alice wihtin 5s { < 200 }\n",
            "a.scn:4:7: `wihtin` is nothing that an actor does\n    alice wihtin 5s { < 200 }\n          ^\n"
            "  expected: >, within, never, shows, still shows, then, manual\n  did you mean: within\n"},
        mistake_row{"key", head + "press alice Home\n", "a.scn:4:13: `Home` is no key"},
        mistake_row{"key_missing", head + "press alice\n", "a.scn:4:12: a key is missing"},
        mistake_row{"display", head + "display alice show \"x\"\n", "a.scn:4:15: `show` is nothing that a display does"},
        mistake_row{"light", head + "led alice P1 blue\n", "a.scn:4:14: `blue` is no colour of a light"},
        mistake_row{"press_judges", head + "press alice P1 RFC3903-4-1\n", "a.scn:4:16: `RFC3903-4-1` is no key"},
        mistake_row{"choose_judges", head + "choose alice \"x\" RFC3903-4-1\n", "a.scn:4:1: `choose` judges nothing"},
        mistake_row{"row", head + "alice > PUBLISH sip:a@b\n  boddy pidf { }\n",
                    "a.scn:5:3: `boddy` begins neither a statement nor a line of a message"},
        mistake_row{"method", head + "alice > publish sip:a@b\n",
                    "a.scn:4:9: `publish` is neither a method nor a status"},
        mistake_row{"no_uri", head + "alice > PUBLISH\n", "a.scn:4:16: the Request-URI is missing"},
        mistake_row{"status", head + "alice within 5s { < 99 }\n", "a.scn:4:21: `99` is no status"},
        mistake_row{"unit", head + "alice within 5 { < 200 }\n", "a.scn:4:14: `5` is no length of time"},
        mistake_row{"brace", head + "alice within 5s { < 200\n", "a.scn:5:1: the file ends here"},
        mistake_row{"nothing_awaited", head + "alice within 5s { }\n", "a.scn:4:1: nothing is awaited here"},
        mistake_row{"never_without_length", head + "alice never { < NOTIFY }\n",
                    "a.scn:4:25: a `never` needs its length"},
        mistake_row{"shown", head + "alice shows within 5s { header To exists }\n",
                    "a.scn:4:25: a display does not show this"},
        mistake_row{"nothing_shown", head + "alice shows within 5s { }\n", "a.scn:4:1: nothing is shown here"},
        mistake_row{"shows_without_length", head + "alice shows { contacts == 2 }\n",
                    "a.scn:4:13: `within` is missing"},
        mistake_row{"still_without_length", head + "alice still shows { contacts == 2 }\n",
                    "a.scn:4:36: `for` is missing"},
        mistake_row{"string", head + "do \"x\n", "a.scn:4:4: this text has no end"},
        mistake_row{"name", head + "alice > PUBLISH {\n", "a.scn:4:17: this brace does not enclose a name"},
        mistake_row{"raw", head + "alice > PUBLISH a\n body a/b <<\n x\n",
                    "a.scn:5:13: these raw lines have no end"},
        mistake_row{"format", head + "alice > PUBLISH a\n body pdif { }\n",
                    "a.scn:5:7: `pdif` is no format of a body"},
        mistake_row{"comparison", head + "assert {x} equals y\n", "a.scn:4:12: `equals` is no comparison"},
        mistake_row{"subject", head + "alice within 5s { < 200\n capture x = haeder To }\n",
                    "a.scn:5:14: `haeder` is nowhere to look"},
        mistake_row{"behind", head + "alice then now\n", "a.scn:4:12: `now` behind `then`"}),
    [](const auto& row) { return std::string(row.param.name); });

std::vector<std::string> unresolved(std::string_view text) {
    const auto s = read_scenario("a.scn", text);
    EXPECT_TRUE(s) << describe(s.error());
    std::vector<std::string> out;
    if (s)
        for (const auto& p :
             check_scenario(*s, {.requirements = &catalogue::built_in(), .lists = {"friends"}}))
            out.push_back(p.what + " > " + p.suggestion);
    return out;
}

TEST(check, resolves_every_name) {
    EXPECT_THAT(
        unresolved(head + "alcie > PUBLISH {alice.aro}\n"),
        ElementsAre("there is no actor `alcie` > alice", "{alice.aro} is not known of `alice` > aor"));
    EXPECT_THAT(unresolved(head + "alice within {repyl} { < 200 RFC3903-6-999 }\n"),
                ElementsAre("there is no window `repyl` > reply",
                            testing::StartsWith(
                                "`RFC3903-6-999` is not in the catalogue of requirements > RFC3903-6-")));
    EXPECT_THAT(unresolved(head + "alice > SUBSCRIBE in sub\nassert first == {secnd}\n"),
                ElementsAre("no line above opens a dialog `sub` > ", "nothing above captures `first` > ",
                            "{secnd} stands for nothing here > "));
    EXPECT_THAT(unresolved(head + "assert header To exists\n"),
                ElementsAre("outside of a window there is no message to look into > "));
    const std::string phone = "actor phone = user under test\n";
    EXPECT_THAT(unresolved(head + phone + "phone shows within {repyl} { contacts == 2 RFC3903-6-999 }\n"),
                ElementsAre("not every target has a display that can be read > ", "there is no window `repyl` > reply",
                            testing::StartsWith("`RFC3903-6-999` is not in the catalogue of requirements > ")));
    EXPECT_THAT(unresolved("scenario a/b\n  title \"t\"\n  needs display\nactor alice = user\n"
                           "alice still shows { contact {bob.aor} state == open } for {quiet}\n"),
                ElementsAre("`alice` has no display that anybody could read > ", "{bob.aor} stands for nothing here > "));
    const std::string window = "alice within {reply} { < 200\n assert ";
    EXPECT_THAT(unresolved(head + window + "nodes \"//a[@b][c='{alice.aor}']/*\" == 2 }\n"), testing::IsEmpty());
    EXPECT_THAT(unresolved(head + window + "nodes \"count(//a)\" == 2 }\n"),
                ElementsAre("the path \"count(//a)\" cannot be read > "));
    EXPECT_THAT(unresolved("scenario a\nneeds escc\nactor a = user\nactor a = user\n"),
                ElementsAre("the scenario has no title > ",
                            "`needs escc` names nothing that a target could have > esc",
                            "the name `a` is taken > "));
    EXPECT_THAT(
        unresolved(head +
                   "alice > SUBSCRIBE {lists.freinds} as s\nalice > SUBSCRIBE in s\n X: {s.call-id}\n"),
        ElementsAre("the testbed has no list `freinds` > friends"));
}

TEST(language, the_readmes_example_is_right) {
    std::ifstream in(SIMPLESPEC_SOURCE_DIR "/scenarios/language/README.md");
    std::string text((std::istreambuf_iterator<char>(in)), {});
    const auto from = text.find("```\n") + 4;
    const auto s = read_scenario("README.md", text.substr(from, text.find("\n```", from) + 1 - from));
    ASSERT_TRUE(s) << describe(s.error());
    for (const auto& p : check_scenario(*s, {.requirements = &catalogue::built_in()}))
        ADD_FAILURE() << describe(p);
}

TEST(language, survives_any_cut) {
    for (std::size_t size = 0; size < example.size(); ++size) {
        const auto read = read_scenario("a.scn", example.substr(0, size));
        if (read) check_scenario(*read, {});
    }
}

} // namespace
} // namespace simplespec::scenarios
