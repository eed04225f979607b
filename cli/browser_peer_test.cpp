// The page of a virtual phone in a real browser: the mouse presses, the display follows.
#include "cli/browser.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

namespace simplespec::cli {
namespace {

using namespace cli::testing;
using ::testing::HasSubstr;

/// The page of a phone.
struct phone_page : browser {
    using browser::browser;
    /// Until the display shows it; what it shows.
    std::string display(const std::string& wanted) { return until("document.getElementById('display').alt", wanted); }
    void press(const std::string& key, sip::duration hold = 30ms) {
        const auto at =
            value_of(fmt::format("(r => [r.x + r.width / 2, r.y + r.height / 2])(document.querySelector("
                                 "'button[data-key={}]').getBoundingClientRect())",
                                 key));
        json::object mouse{{"type", "mousePressed"},
                           {"x", at.at(0)},
                           {"y", at.at(1)},
                           {"button", "left"},
                           {"clickCount", 1}};
        call("Input.dispatchMouseEvent", mouse);
        net::pause(hold);
        mouse["type"] = "mouseReleased";
        call("Input.dispatchMouseEvent", mouse);
    }
};

// How many colours the picture of the display has, and its size, as the browser drew it.
constexpr auto picture = R"((async () => { const i = document.getElementById('display'); await i.decode();
    const c = document.createElement('canvas'); c.width = i.naturalWidth; c.height = i.naturalHeight;
    const g = c.getContext('2d'); g.drawImage(i, 0, 0);
    return `${c.width}x${c.height} ${new Set(new Uint32Array(g.getImageData(0, 0, c.width, c.height).data.buffer)).size > 1}`;
})())";

TEST(browser, a_person_presses_keys_with_the_mouse_and_watches_the_display) {
    const char* peers = std::getenv("SIMPLESPEC_PEERS");
    if (peers == nullptr || std::string_view(peers) != "yes") GTEST_SKIP() << "SIMPLESPEC_PEERS is not yes";
    const desk at;
    const auto port = free_port(), web = free_port();
    auto server = at.start(fmt::format("simplespec serve --port {} --list friends=joe,mark", port));
    ASSERT_TRUE(desk::says(server, "serving")) << server.output();
    auto mark = at.start(fmt::format("simplespec ua 127.0.0.1:{} --user mark --state Lunch", port));
    auto phone =
        at.start(fmt::format("simplespec ua 127.0.0.1:{} --user joe --phone snomD785 --web {} --list friends "
                             "--watch mark",
                             port, web));
    ASSERT_TRUE(desk::says(phone, "display: joe")) << phone.output();

    phone_page page(at, fmt::format("http://127.0.0.1:{}/", web));
    EXPECT_THAT(page.display("joe"), HasSubstr("joe / Online"));
    EXPECT_EQ(page.text_of("document.title"), "snom D785");
    EXPECT_EQ(page.text_of(picture), "480x272 true");
    EXPECT_EQ(page.text_of("document.querySelectorAll('#lines button').length"), "24");

    page.press("S1");
    EXPECT_THAT(page.display("Presence State"), HasSubstr("> Online"));
    page.press("Down");
    page.press("Down");
    EXPECT_THAT(page.display("> Lunch"), HasSubstr("> Lunch"));
    page.press("OK");
    EXPECT_THAT(page.display("joe / Lunch"), HasSubstr("joe / Lunch"));
    EXPECT_TRUE(desk::says(phone, "display: joe | Lunch")) << phone.output();

    page.press("S2");
    EXPECT_THAT(page.display("mark@127.0.0.1: Lunch"), HasSubstr("mark@127.0.0.1: Lunch"));
    EXPECT_EQ(page.text_of("document.querySelector('button[data-key=P3] .light').className"), "light red");
    // Which of the two comes first, the order of the answers decides.
    if (page.display("> sip:").find("> sip:mark@") == std::string::npos) page.press("Down");
    EXPECT_THAT(page.display("> sip:mark@"), HasSubstr("> sip:mark@"));
    page.press("OK");
    EXPECT_THAT(page.display("Details"), HasSubstr("State: busy")) << phone.output();
    page.press("Cancel", 900ms); // a long press leaves the list behind, too
    EXPECT_THAT(page.display("joe / Lunch"), HasSubstr("joe / Lunch"));
}

} // namespace
} // namespace simplespec::cli
