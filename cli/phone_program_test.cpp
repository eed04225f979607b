// `ua --phone`, as its user meets it.
#include "cli/program.hpp"
#include "net/http_client.hpp"

#include <gmock/gmock.h>

#include <csignal>

namespace simplespec::cli {
namespace {

using namespace cli::testing;
using ::testing::HasSubstr;

// Where the phone says that its page is.
std::uint16_t port_said(const std::string& output) {
    const auto from = output.find("http://127.0.0.1:");
    return from == std::string::npos ? std::uint16_t{0}
                                     : static_cast<std::uint16_t>(std::stoi(output.substr(from + 17)));
}

TEST(phone_program, keys_and_pages_show_on_one_display) {
    const desk at;
    const auto port = free_port();
    auto server = at.start(fmt::format("simplespec serve --port {} --list friends=joe,mark", port));
    ASSERT_TRUE(desk::says(server, "serving")) << server.output();
    auto phone = at.start(
        fmt::format("(sleep 0.5; echo P1; sleep 2) | simplespec ua 127.0.0.1:{} --user joe --for 3 --phone "
                    "snom370 --web 0 --list friends --watch mark",
                    port));
    ASSERT_TRUE(desk::says(phone, "display: Presence State | > Online")) << phone.output();
    net::http_client client({"127.0.0.1", port_said(phone.output())}, 5s);
    EXPECT_EQ(client.exchange({.target = "/command.htm?key=DOWN;ENTER"})->status, 200);
    EXPECT_TRUE(desk::says(phone, "display: joe | Busy")) << phone.output();
    EXPECT_EQ(client.exchange({.method = "POST", .target = "/press?key=S2"})->status, 204);
    EXPECT_TRUE(desk::says(phone, "display: Contacts | > ")) << phone.output();
    EXPECT_THAT(client.exchange({.target = "/phone.json"})->body,
                HasSubstr(R"("label":"sip:mark@127.0.0.1")"));
    EXPECT_THAT(client.exchange({.target = "/"})->body, HasSubstr("</html>"));
    EXPECT_EQ(phone.wait(20s), 0) << phone.output();
    kill(server.pid(), SIGINT);
}

TEST(phone_program, is_pressed_read_and_recorded_by_hand) {
    const desk at;
    const auto port = free_port();
    auto phone = at.start(fmt::format("simplespec ua 127.0.0.1:{} --user joe --for 60 --phone snom370 --web 0", port));
    ASSERT_TRUE(desk::says(phone, "display: ")) << phone.output();
    const auto rig = fmt::format(" snom:127.0.0.1:{}", port_said(phone.output()));
    const auto examined = at.run("simplespec rig doctor" + rig);
    EXPECT_EQ(examined.code, 0);
    EXPECT_THAT(examined.said, HasSubstr("240 x 128"));
    EXPECT_THAT(examined.said, HasSubstr("do: capture at the switch")) << "what it lacks comes with a remedy";

    at.write("typed", "P1\nDown\nDown\nOK\nsee Lunch\nsee Breakfast\nQ1\n");
    const auto recorded = at.run(fmt::format("simplespec rig record{} -o lunch.scn < typed", rig));
    EXPECT_EQ(recorded.code, 0) << recorded.said;
    EXPECT_THAT(recorded.said, HasSubstr("\"Breakfast\" was not read"));
    EXPECT_THAT(recorded.said, HasSubstr("`Q1` is no key"));
    EXPECT_THAT(at.read("lunch.scn"), HasSubstr("press desk P1\n"));
    EXPECT_THAT(at.read("lunch.scn"), HasSubstr("choose desk \"Lunch\"\n"));
    EXPECT_EQ(at.run("simplespec check lunch.scn").code, 0);

    EXPECT_EQ(at.run("simplespec rig press" + rig + " S1").code, 0);
    EXPECT_THAT(at.run("simplespec rig watch" + rig + " --for 1").said, HasSubstr("Invisible"));
    EXPECT_EQ(at.run("simplespec rig shot" + rig + " -o now.png").code, 0);
    EXPECT_TRUE(at.read("now.png").starts_with("\x89PNG"));
    EXPECT_THAT(at.run("simplespec rig lights" + rig).said, HasSubstr("P1"));
    EXPECT_EQ(at.run("simplespec rig press" + rig + " Q1").code, 2);
    kill(phone.pid(), SIGINT);
    phone.wait(20s);
    const auto gone = at.run("simplespec rig read" + rig);
    EXPECT_EQ(gone.code, 3);
    EXPECT_THAT(gone.said, HasSubstr("see that the phone is on"));
}

struct wrong_row {
    const char* name;
    const char* options;
    int code;
    const char* says;
};

TEST(phone_program, what_is_wrong_is_said_before_anything_starts) {
    const wrong_row rows[] = {
        {"model", "--phone snom999", 2, "expected one of: snom320"},
        {"state", "--phone snom370 --state Hiking", 2, "online, busy, lunch"},
        {"language", "--phone snom370 --language ?", 2, "a language tag"},
        {"firmware", "--phone snom370 --firmware '8.7 x'", 2, "--firmware"},
        {"MAC", "--phone snom370 --mac 00:04:13:24:95:C2", 2, "twelve hexadecimal digits"},
        {"web without phone", "--web 8080", 2, "--phone"},
        {"elsewhere without a password", "--phone snom370 --web 0 --web-bind 0.0.0.0", 3, "give a password"},
        {"another machine's address", "--phone snom370 --web 0 --web-bind 192.0.2.1 --web-secret x", 3,
         "cannot listen"},
        {"no address", "--phone snom370 --web-bind here", 3, "no address"},
    };
    const desk at;
    for (const auto& r : rows) {
        const auto got = at.run(fmt::format("simplespec ua 127.0.0.1:9 --user joe --for 1 {}", r.options));
        EXPECT_EQ(got.code, r.code) << r.name << ": " << got.said;
        EXPECT_THAT(got.said, HasSubstr(r.says)) << r.name;
    }
}

} // namespace
} // namespace simplespec::cli
