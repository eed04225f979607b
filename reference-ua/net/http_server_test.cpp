#include "net/http_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::net {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

struct fixture {
    explicit fixture(http_server_limits limits = {}) {
        auto opened = http_server::open(
            loop, "127.0.0.1", 0, false,
            [this](const http_request& r) {
                asked.push_back(r);
                return answer;
            },
            limits);
        EXPECT_TRUE(opened) << opened.error();
        server = std::move(*opened);
    }

    tcp::socket connect() {
        tcp::socket out(loop.context());
        out.connect({boost::asio::ip::make_address("127.0.0.1"), server->port()});
        out.non_blocking(true);
        return out;
    }
    static void send(tcp::socket& to, std::string_view octets) {
        boost::system::error_code ignored; // the server may have closed it by now
        boost::asio::write(to, boost::asio::buffer(octets), ignored);
    }
    // What comes until `wanted` stands in it, or the end of the connection.
    std::string receive(tcp::socket& from, std::string_view wanted = "\n\n never") {
        std::string out;
        closed = false;
        loop.run(std::chrono::steady_clock::now() + 5s, [&] {
            char octets[4096];
            boost::system::error_code bad;
            const auto n = from.read_some(boost::asio::buffer(octets), bad);
            out.append(octets, n);
            closed = bad && bad != boost::asio::error::would_block;
            return closed || out.find(wanted) != std::string::npos;
        });
        return out;
    }
    std::string exchange(std::string_view octets, std::string_view wanted = "\n\n never") {
        auto socket = connect();
        send(socket, octets);
        return receive(socket, wanted);
    }

    run_loop loop;
    std::vector<http_request> asked;
    http_response answer{.status = 200, .fields = {{"Content-Type", "text/plain"}}, .body = "hello"};
    std::unique_ptr<http_server> server;
    bool closed = false;
};

TEST(http_server, a_request_comes_whole_and_is_answered) {
    fixture f;
    const auto got =
        f.exchange("POST /x?y=1 HTTP/1.1\r\nHost: localhost:80\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 3\r\n"
                   "Connection: close\r\n\r\nabc");
    EXPECT_THAT(got, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(got, HasSubstr("Content-Length: 5\r\n"));
    EXPECT_THAT(got, HasSubstr("\r\n\r\nhello"));
    EXPECT_TRUE(f.closed);
    ASSERT_EQ(f.asked.size(), 1U);
    EXPECT_EQ(f.asked[0].method, "POST");
    EXPECT_EQ(f.asked[0].target, "/x?y=1");
    EXPECT_EQ(f.asked[0].fields.at("x-a"), "1, 2");
    EXPECT_EQ(f.asked[0].body, "abc");
}

TEST(http_server, a_connection_serves_again_while_both_want_it) {
    fixture f;
    auto socket = f.connect();
    for (int i = 0; i < 3; ++i) {
        f.send(socket, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        EXPECT_THAT(f.receive(socket, "hello"), HasSubstr("hello"));
        EXPECT_FALSE(f.closed);
    }
    EXPECT_EQ(f.asked.size(), 3U);
}

TEST(http_server, status_0_closes_without_an_answer) {
    fixture f;
    f.answer = {.status = 0};
    EXPECT_THAT(f.exchange("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), IsEmpty());
    EXPECT_TRUE(f.closed);
}

TEST(http_server, what_is_no_request_is_refused_and_closed) {
    struct row {
        const char* name;
        std::string octets;
        const char* status;
    };
    const row rows[] = {
        {"no HTTP", "hello\r\n\r\n", "400"},
        {"another version", "GET / HTTP/9.9\r\n\r\n", "400"},
        {"SIP", "OPTIONS sip:a SIP/2.0\r\n\r\n", "400"},
        {"a length that is none", "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "400"},
        {"two lengths", "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "400"},
        {"a long header", "GET / HTTP/1.1\r\nX: " + std::string(20000, 'a') + "\r\n\r\n", "431"},
        {"a header without end", "GET / HTTP/1.1\r\nX: " + std::string(200000, 'a'), "431"},
        {"a long body", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999\r\n\r\n", "413"},
        {"an endless body",
         "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1000000\r\n", "413"},
        {"somebody else's name", "GET / HTTP/1.1\r\nHost: evil.example.com\r\n\r\n", "421"},
    };
    for (const auto& r : rows) {
        fixture f;
        const auto got = f.exchange(r.octets);
        EXPECT_TRUE(f.closed) << r.name;
        EXPECT_THAT(f.asked, IsEmpty()) << r.name;
        // The rest of what was sent may make the system throw the answer away.
        if (!got.empty()) {
            EXPECT_THAT(got, StartsWith(std::string("HTTP/1.1 ") + r.status)) << r.name;
        }
    }
}

TEST(http_server, who_is_slow_is_closed) {
    fixture f({.patience = 100ms});
    EXPECT_THAT(f.exchange("GET / HT"), IsEmpty());
    EXPECT_TRUE(f.closed);
    EXPECT_THAT(f.exchange(""), IsEmpty());
    EXPECT_TRUE(f.closed);
}

TEST(http_server, who_comes_beyond_the_limit_is_closed) {
    fixture f({.connections = 2});
    auto one = f.connect(), two = f.connect();
    f.loop.handle_one(1s);
    f.loop.handle_one(1s);
    EXPECT_THAT(f.exchange("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), IsEmpty());
    EXPECT_TRUE(f.closed);
}

TEST(http_server, binds_elsewhere_than_loopback_only_with_a_password) {
    run_loop loop;
    const auto handler = [](const http_request&) { return http_response{}; };
    EXPECT_THAT(http_server::open(loop, "0.0.0.0", 0, false, handler).error(), HasSubstr("password"));
    EXPECT_THAT(http_server::open(loop, "::", 0, false, handler).error(), HasSubstr("password"));
    EXPECT_TRUE(http_server::open(loop, "0.0.0.0", 0, true, handler));
    EXPECT_TRUE(http_server::open(loop, "127.0.0.2", 0, false, handler));
    EXPECT_THAT(http_server::open(loop, "localhost", 0, false, handler).error(), HasSubstr("no address"));
    EXPECT_THAT(http_server::open(loop, "192.0.2.1", 0, true, handler).error(), HasSubstr("cannot listen"));
    const auto first = http_server::open(loop, "127.0.0.1", 0, false, handler);
    EXPECT_THAT(http_server::open(loop, "127.0.0.1", (*first)->port(), false, handler).error(),
                HasSubstr("in use"));
}

TEST(http_server, calls_nobody_once_it_is_gone) {
    fixture f;
    auto socket = f.connect();
    f.loop.handle_one(1s);
    f.server.reset();
    f.send(socket, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_THAT(f.receive(socket), IsEmpty());
    EXPECT_TRUE(f.closed);
    EXPECT_THAT(f.asked, IsEmpty());
}

} // namespace
} // namespace simplespec::net
