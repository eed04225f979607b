#pragma once
// A page in a real browser, driven by its debugging protocol. For tests.
#include "cli/program.hpp"
#include "net/http_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/json.hpp>

namespace simplespec::cli::testing {

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
    /// Until what an expression gives has these words in it; what it gave last.
    std::string until(const std::string& expression, const std::string& wanted) {
        std::string seen;
        for (int i = 0; i < 200; ++i, net::pause(50ms)) {
            seen = text_of(expression);
            if (seen.find(wanted) != std::string::npos) break;
        }
        return seen;
    }

  private:
    std::uint16_t port_;
    net::child process_;
    asio::io_context context_;
    boost::beast::websocket::stream<asio::ip::tcp::socket> stream_{context_};
    int calls_ = 0;
};

} // namespace simplespec::cli::testing
