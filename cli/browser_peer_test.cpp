// The page of a virtual phone in a real browser: the mouse presses, the display follows.
#include "cli/program.hpp"
#include "net/http_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/json.hpp>
#include <gmock/gmock.h>

#include <cstdlib>

namespace simplespec::cli {
namespace {

using namespace cli::testing;
using ::testing::HasSubstr;
namespace asio = boost::asio;
namespace json = boost::json;

/// One page of a browser, by its debugging protocol.
class browser {
  public:
    browser(const desk& at, const std::string& page)
        : port_(free_port()),
          process_(at.start(
              fmt::format("exec chromium-headless-shell --no-sandbox --disable-gpu --window-size=1200,900 "
                          "--user-data-dir=browser --remote-debugging-port={} {}",
                          port_, page))) {
        EXPECT_TRUE(desk::says(process_, "DevTools listening")) << process_.output();
        net::http_client client({"127.0.0.1", port_}, 5s);
        const auto listed = client.exchange({.target = "/json/list"});
        EXPECT_TRUE(listed);
        const auto path = std::string(json::parse(listed->body).at(0).at("webSocketDebuggerUrl").as_string());
        stream_.next_layer().connect({asio::ip::make_address("127.0.0.1"), port_});
        stream_.handshake("127.0.0.1", path.substr(path.find("/devtools")));
    }

    json::value call(const std::string& method, const json::object& parameters) {
        const int id = ++calls_;
        stream_.write(asio::buffer(
            json::serialize(json::object{{"id", id}, {"method", method}, {"params", parameters}})));
        while (true) {
            boost::beast::flat_buffer got;
            stream_.read(got);
            auto read = json::parse(boost::beast::buffers_to_string(got.data()));
            if (const auto* answer = read.as_object().if_contains("id"); answer != nullptr && *answer == id)
                return read.as_object()["result"];
        }
    }
    json::value value_of(const std::string& expression) {
        const auto got = call("Runtime.evaluate",
                              {{"expression", expression}, {"returnByValue", true}, {"awaitPromise", true}});
        return got.at("result").as_object().contains("value") ? got.at("result").at("value") : json::value();
    }
    std::string text_of(const std::string& expression) {
        const auto got = value_of(expression);
        return got.is_string() ? std::string(got.as_string()) : json::serialize(got);
    }
    /// Until the display shows it; what it shows.
    std::string display(const std::string& wanted) {
        std::string shown;
        for (int i = 0; i < 100; ++i, net::pause(50ms)) {
            shown = text_of("document.getElementById('display').alt");
            if (shown.find(wanted) != std::string::npos) break;
        }
        return shown;
    }
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

  private:
    std::uint16_t port_;
    net::child process_;
    asio::io_context context_;
    boost::beast::websocket::stream<asio::ip::tcp::socket> stream_{context_};
    int calls_ = 0;
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

    browser page(at, fmt::format("http://127.0.0.1:{}/", web));
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
