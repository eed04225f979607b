// `run` with a testbed that has phones: keys pressed and displays read over loopback HTTP.
#include "cli/program.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include <algorithm>

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
        {"unknown way", "kind = \"fingers\"\nfingers = \"/dev/null\"\n", "is not reached over HTTP"},
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
