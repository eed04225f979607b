// `run` with a testbed that has phones: keys pressed and displays read over loopback HTTP.
#include "cli/program.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>

namespace simplespec::cli {
namespace {

using namespace cli::testing;
using ::testing::HasSubstr;

TEST(phones_program, a_virtual_phone_is_pressed_and_read) {
    const desk at;
    const auto got = at.run("simplespec run stories/handset/lunch-is-published --json run.json", 60s);
    EXPECT_EQ(got.code, 0) << got.said;
    EXPECT_THAT(got.said, HasSubstr("1 PASS"));
    const auto run = boost::json::parse(at.read("run.json"));
    const auto& notes = run.at("scenarios").at(0).at("desk").as_array();
    ASSERT_FALSE(notes.empty());
    EXPECT_EQ(notes.front().at("phone").as_string(), "joe");
    EXPECT_EQ(notes.front().at("what").as_string(), "press P1");
}

// A story of one's own with a testbed of one's own: what of the desk is not as it should be ends it, and says so.
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
    at.write("mine.scn", "scenario mine/press\n  title \"A key\"\n  needs phone\n\nactor joe = phone\n\npress joe P1\n");
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
    at.write("mine.scn", "scenario mine/press\n  title \"A key\"\n  needs phone\n\nactor alice = phone (account alice)\n\npress alice P1\n");
    at.write("desk.toml", testbed(port, fmt::format("[rig.a]\nkind = \"snom\"\nhost = \"127.0.0.1\"\naccount = "
                                                    "\"bob\"\n[hooks]\nstart = 'exec \"$SIMPLESPEC_PROGRAM\" serve --port {}'\n",
                                                    port)));
    const auto got = at.run("simplespec run -t desk.toml ./mine.scn", 60s);
    EXPECT_THAT(got.said, HasSubstr("no [rig.NAME] is free for alice")) << got.said;
}

} // namespace
} // namespace simplespec::cli
