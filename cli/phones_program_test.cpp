// `run` with a testbed that has phones: keys pressed and displays read over loopback HTTP.
#include "cli/program.hpp"
#include "reports/json.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>

namespace simplespec::cli {
namespace {

using namespace cli::testing;
using ::testing::HasSubstr;

// The desk that comes with the program: all stories, real HTTP, real pictures, real OCR.
TEST(phones_program, virtual_phones_are_pressed_and_read) {
    const desk at;
    const auto got = at.run("simplespec run @handset --json run.json", 120s);
    EXPECT_EQ(got.code, 0) << got.said;
    const auto run = boost::json::parse(at.read("run.json"));
    ASSERT_GE(run.at("scenarios").as_array().size(), 6U);
    for (const auto& s : run.at("scenarios").as_array()) {
        EXPECT_EQ(s.at("verdict").as_string(), "PASS") << s.at("id").as_string();
        const auto& notes = s.at("desk").as_array();
        EXPECT_TRUE(std::ranges::any_of(
            notes, [](const auto& n) { return n.as_object().contains("picture_base64"); }))
            << s.at("id").as_string() << " looked at nothing";
    }
}

// The same stories in this process and in virtual time, which a run of the whole suite plays.
TEST(phones_program, phones_in_virtual_time_are_pressed_and_read) {
    const desk at;
    const auto got = at.run("simplespec run stories --json run.json", 60s);
    EXPECT_EQ(got.code, 0) << got.said;
    const auto run = boost::json::parse(at.read("run.json"));
    EXPECT_EQ(run.at("wire").as_string(), "virtual");
    for (const auto& s : run.at("scenarios").as_array())
        EXPECT_EQ(s.at("verdict").as_string(), "PASS") << s.at("id").as_string();
}

// The vendor's page, literally: its account, its phone, its settings. "Lunch" is chosen, and what leaves is the page's
// document, character for character. How its lines ended and were indented the page does not show: its Content-Length says
// 414, of which it prints 378 with a CRLF behind each line.
TEST(phones_program, the_page_of_the_vendor_is_published_character_for_character) {
    const desk at;
    at.write("page.scn", R"(scenario mine/page
  title "Lunch, as the vendor's page prints it"
  needs phone

actor snom = phone (account joe)
actor pbx  = server (udp)

pbx within 10s { < PUBLISH }
pbx > 200
    SIP-ETag: one
    Expires: 3600
setting snom publish_presence "on"
setting snom S1 "presence"
press snom S1
choose snom "Lunch"
pbx within 10s { < PUBLISH
    where body contains Lunch }
pbx > 200
    SIP-ETag: two
    Expires: 3600
)");
    at.write("page.toml", R"([dut]
address = "127.0.0.1:9"
domain = "192.168.10.59"
roles = ["epa", "watcher"]
[local]
bind = "127.0.0.1"
[accounts.joe]
user = "431"
[rig.snom]
kind = "snom"
model = "snom320"
start = 'exec "$SIMPLESPEC_PROGRAM" ua "$SIMPLESPEC_HOST:$SIMPLESPEC_PORT" --transport udp --user "$SIMPLESPEC_USER" --domain "$SIMPLESPEC_DOMAIN" --bind "$SIMPLESPEC_BIND" --phone snom320 --mac 0004132495C2 --web "$SIMPLESPEC_WEB_PORT" < /dev/null'
)");
    const auto got = at.run("simplespec run -t page.toml ./page.scn --json run.json", 60s);
    ASSERT_EQ(got.code, 0) << got.said;
    const auto run = reports::from_json(at.read("run.json"));
    ASSERT_TRUE(run) << run.error();
    std::string published;
    for (const auto& m : run->scenarios.at(0).messages)
        if (m.octets.starts_with("PUBLISH sip:431@192.168.10.59 ")) published = m.octets;
    const auto body = published.find("\r\n\r\n");
    ASSERT_NE(body, std::string::npos);
    EXPECT_EQ(published.substr(body + 4), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
                                          "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\"\r\n"
                                          "xmlns:im=\"urn:ietf:params:xml:ns:pidf:im\"\r\n"
                                          "entity=\"pres:431@192.168.10.59\">\r\n"
                                          "<tuple id=\"snom320-0004132495C2\">\r\n"
                                          "<status>\r\n"
                                          "<basic>open</basic>\r\n"
                                          "<im:im>Lunch</im:im>\r\n"
                                          "</status>\r\n"
                                          "<contact priority=\"1.00\">sip:431@192.168.10.59</contact>\r\n"
                                          "<note xml:lang=\"en\">Lunch</note>\r\n"
                                          "</tuple>\r\n"
                                          "</presence>\r\n");
}

// What `rig record` makes of the keys that somebody presses passes when it is played: here on a phone that is there
// already, between two runs that want it at the same time and wait for each other, and after a run that was killed while
// it had it.
TEST(phones_program, a_recorded_story_passes_for_whoever_plays_it) {
    const desk at;
    const auto port = free_port();
    auto server = at.start(fmt::format("simplespec serve --port {}", port));
    ASSERT_TRUE(desk::says(server, "serving")) << server.output();
    auto phone = at.start(fmt::format("simplespec ua 127.0.0.1:{} --user alice --phone snom370 --web 0 < /dev/null", port));
    ASSERT_TRUE(desk::says(phone, "display: ")) << phone.output();
    const auto page = phone.output();
    constexpr std::string_view before = "http://127.0.0.1:";
    const auto from = page.find(before) + before.size();
    const auto web = page.substr(from, page.find('/', from) - from);
    at.write("typed", "P1\nDown\nDown\nOK\nsee Lunch\n");
    const auto recorded = at.run(fmt::format("simplespec rig record snom:127.0.0.1:{} -o lunch.scn < typed", web));
    ASSERT_EQ(recorded.code, 0) << recorded.said;

    at.write("desk.toml", testbed(port, fmt::format("[rig.desk]\nkind = \"snom\"\nmodel = \"snom370\"\nhost = "
                                                    "\"127.0.0.1\"\nport = {}\n",
                                                    web)));
    // It keeps the phone for longer than this test waits.
    at.write("long.scn", "scenario mine/long\n  title \"A long press\"\n  needs phone\n\nactor desk = phone\n\n"
                         "display desk shows \"Lunch\" within 5s\ndisplay desk shows \"Supper\" within 100s\n");
    auto greedy = at.start("simplespec run -t desk.toml ./long.scn");
    const auto reserved = [&] { return at.run("simplespec rig list -t desk.toml").said.find("process") != std::string::npos; };
    for (int tries = 0; tries < 100 && !reserved(); ++tries) net::pause(100ms);
    auto one = at.start("simplespec run -t desk.toml ./lunch.scn --json one.json");
    auto two = at.start("simplespec run -t desk.toml ./lunch.scn --json two.json");
    EXPECT_FALSE(one.wait(1500ms)) << "it went on without the phone: " << one.output();
    kill(greedy.pid(), SIGKILL);
    EXPECT_EQ(one.wait(40s), 0) << one.output();
    EXPECT_EQ(two.wait(40s), 0) << two.output();
    for (const auto* name : {"one.json", "two.json"}) {
        const auto run = reports::from_json(at.read(name));
        ASSERT_TRUE(run) << name;
        EXPECT_EQ(run->scenarios.at(0).outcome, scenarios::verdict::pass) << name;
        EXPECT_FALSE(run->scenarios.at(0).desk.empty()) << name;
    }
    kill(phone.pid(), SIGINT), kill(server.pid(), SIGINT);
}

// Phones without any interface: finger boards on serial ports press their keys, and a camera looks at them. The stories are
// those of the phones with web servers, unchanged.
TEST(phones_program, fingers_and_cameras_play_the_same_stories) {
    const desk at;
    const auto port = free_port();
    auto server = at.start(fmt::format("simplespec serve --port {} --list friends=joe,mark", port));
    ASSERT_TRUE(desk::says(server, "serving")) << server.output();
    const auto stand = [&](const char* user, const char* board) {
        auto out = at.start(fmt::format("simplespec ua 127.0.0.1:{} --user {} --list friends --phone snom370 --web 0 --desk {} "
                                        "--board {} < /dev/null",
                                        port, user, user, board));
        EXPECT_TRUE(desk::says(out, "rig.toml")) << out.output();
        return out;
    };
    auto anna = stand("anna", "marlin"), joe = stand("joe", "relay");
    auto text = fmt::format("[dut]\naddress = \"127.0.0.1:{}\"\ndomain = \"127.0.0.1\"\n[accounts.anna]\n[accounts.joe]\n"
                            "[accounts.mark]\n[lists.friends]\nuri = \"sip:friends@127.0.0.1\"\nowner = \"anna\"\n"
                            "members = [\"joe\", \"mark\"]\n",
                            port);
    for (const auto* user : {"anna", "joe"}) {
        auto rig = at.read(std::string(user) + "/rig.toml");
        rig.insert(rig.find('\n') + 1, fmt::format("account = \"{}\"\n", user));
        text += rig;
    }
    text += "[rig.anna.settings]\ncontact_list = \"on\"\ncontact_list_uri = \"sip:friends@127.0.0.1\"\n";
    at.write("desk.toml", text);
    const auto got = at.run("simplespec run -t desk.toml stories/handset/lunch-is-published "
                            "stories/handset/a-colleague-goes-to-lunch --json run.json",
                            100s);
    EXPECT_EQ(got.code, 0) << got.said;
    const auto run = reports::from_json(at.read("run.json"));
    ASSERT_TRUE(run) << got.said;
    EXPECT_EQ(run->scenarios.size(), 2U);
    for (const auto& s : run->scenarios) EXPECT_EQ(s.outcome, scenarios::verdict::pass) << s.id << ": " << s.reason;

    EXPECT_EQ(at.run("simplespec rig press -t desk.toml joe P1").code, 0);
    EXPECT_THAT(at.run("simplespec rig read -t desk.toml joe").said, HasSubstr("Lunch"));
    EXPECT_THAT(at.run("simplespec rig lights -t desk.toml joe").said, HasSubstr("P1"));
    const auto cannot = at.run("simplespec rig press -t desk.toml joe Down && simplespec rig doctor -t desk.toml joe");
    EXPECT_THAT(cannot.said, HasSubstr("by hand"));
    kill(joe.pid(), SIGINT);
    joe.wait(20s);
    const auto unplugged = at.run("simplespec rig press -t desk.toml joe P1");
    EXPECT_EQ(unplugged.code, 3) << unplugged.said;
    EXPECT_EQ(at.run("simplespec rig read -t desk.toml joe").code, 3);
    kill(anna.pid(), SIGINT), kill(server.pid(), SIGINT);
}

// A story of one's own with a testbed of one's own: what of the desk is not as it should be ends it, and says
// so.
struct wrong_row {
    const char* name;
    const char* rig;
    const char* says;
};

TEST(phones_program, a_phone_that_does_not_come_is_told_and_ends_in_3) {
    const wrong_row rows[] = {
        {"start fails", "kind = \"snom\"\nstart = \"echo no such firmware; exit 4\"\n", "no such firmware"},
        {"phone off", "kind = \"snom\"\nhost = \"127.0.0.1\"\nport = 9\n", "Connection refused"},
        {"no board", "kind = \"fingers\"\nmodel = \"snom370\"\nfingers = \"/dev/no-board\"\npositions = { P1 = 1 }\ncamera = \"/dev/null\"\n",
         "/dev/no-board"},
        {"no places", "kind = \"fingers\"\nfingers = \"/dev/null\"\n", "positions = {"},
    };
    const desk at;
    at.write("mine.scn",
             "scenario mine/press\n  title \"A key\"\n  needs phone\n\nactor joe = phone\n\npress joe P1\n");
    for (const auto& r : rows) {
        const auto port = free_port();
        at.write("desk.toml", testbed(port, fmt::format("[rig.a]\n{}[hooks]\nstart = "
                                                        "'exec \"$SIMPLESPEC_PROGRAM\" serve --port {}'\n",
                                                        r.rig, port)));
        const auto got = at.run("simplespec run -t desk.toml ./mine.scn", 60s);
        EXPECT_EQ(got.code, 3) << r.name << ": " << got.said;
        EXPECT_THAT(got.said, HasSubstr(r.says)) << r.name;
    }
}

TEST(phones_program, a_phone_of_somebody_else_is_left_alone) {
    const desk at;
    const auto port = free_port();
    at.write("mine.scn", "scenario mine/press\n  title \"A key\"\n  needs phone\n\nactor alice = phone "
                         "(account alice)\n\npress alice P1\n");
    at.write("desk.toml",
             testbed(port,
                     fmt::format("[rig.a]\nkind = \"snom\"\nhost = \"127.0.0.1\"\naccount = "
                                 "\"bob\"\n[hooks]\nstart = 'exec \"$SIMPLESPEC_PROGRAM\" serve --port {}'\n",
                                 port)));
    const auto got = at.run("simplespec run -t desk.toml ./mine.scn", 60s);
    EXPECT_THAT(got.said, HasSubstr("no [rig.NAME] is free for alice")) << got.said;
}

} // namespace
} // namespace simplespec::cli
