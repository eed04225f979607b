#include "net/port.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::net {
namespace {

using namespace std::chrono_literals;
using sip::transport;
using testing::ElementsAre;
using testing::HasSubstr;
namespace asio = boost::asio;

std::string message(std::string_view text) {
    return fmt::format("OPTIONS sip:a SIP/2.0\r\nContent-Length: {}\r\n\r\n{}", text.size(), text);
}

struct ports : testing::Test {
    struct side {
        std::unique_ptr<port> at;
        std::vector<sip::reception> got;
        std::vector<std::string> lost;
        sip::hop tcp() const { return {transport::tcp, at->address().host, at->address().port}; }
        sip::hop udp() const { return at->address(); }
    };

    side open(const char* host = "127.0.0.1", port_limits limits = {}) {
        auto opened = port::open(loop, host, 0, limits);
        EXPECT_TRUE(opened) << opened.error();
        return {std::move(*opened), {}, {}};
    }
    void join(side& s) {
        s.at->listen({[&s](sip::reception in) { s.got.push_back(std::move(in)); },
                      [&s](const sip::transmission&, const std::string& why) { s.lost.push_back(why); }});
    }
    void until(const std::function<bool()>& done) {
        loop.run(std::chrono::steady_clock::now() + 10s, done);
        EXPECT_TRUE(done()) << "it did not happen in time";
    }

    run_loop loop;
};

TEST_F(ports, carry_datagrams_and_streams_on_one_number) {
    for (const auto* host : {"127.0.0.1", "::1"}) {
        auto a = open(host), b = open(host);
        join(a);
        join(b);
        a.at->send({a.udp(), b.udp(), message("datagram")});
        until([&] { return b.got.size() == 1; });
        EXPECT_EQ(b.got[0].from, a.udp());
        EXPECT_EQ(b.got[0].to, b.udp());
        a.at->send({a.tcp(), b.tcp(), message("stream")});
        until([&] { return b.got.size() == 2; });
        EXPECT_EQ(b.got[1].octets, message("stream"));
        EXPECT_EQ(b.got[1].to, b.tcp());
        EXPECT_NE(b.got[1].from, a.tcp()) << "a port of the system's choice";
    }
}

TEST_F(ports, answer_on_the_connection_that_brought_the_request) {
    auto a = open(), b = open();
    join(a);
    join(b);
    for (const auto* text : {"one", "two", "three"}) a.at->send({a.tcp(), b.tcp(), message(text)});
    until([&] { return b.got.size() == 3; });
    EXPECT_EQ(b.got[0].from, b.got[2].from) << "one connection";
    EXPECT_EQ(b.got[2].octets, message("three"));
    b.at->send({b.tcp(), b.got[0].from, message("back")});
    until([&] { return a.got.size() == 1; });
    EXPECT_EQ(a.got[0].from, b.tcp());
    EXPECT_EQ(a.got[0].to, a.tcp());
}

TEST_F(ports, say_why_a_message_is_lost) {
    auto a = open();
    join(a);
    sip::hop nobody;
    {
        auto b = open();
        nobody = b.tcp();
    }
    a.at->send({a.tcp(), nobody, message("x")});
    a.at->send({a.tcp(), {transport::tcp, "pbx.example.com", 5060}, message("x")});
    a.at->send({a.tcp(), {transport::tls, "127.0.0.1", 5061}, message("x")});
    a.at->send({a.udp(), {transport::udp, "127.0.0.1", 5060}, std::string(70000, 'x')});
    EXPECT_TRUE(a.lost.empty()) << "never from within send()";
    until([&] { return a.lost.size() == 4; });
    EXPECT_THAT(a.lost, testing::UnorderedElementsAre("'pbx.example.com' is not a numeric address", "TLS is not offered",
                                                      HasSubstr("too long"), "connection refused"));
}

TEST_F(ports, do_not_wait_for_a_peer_that_does_not_read) {
    auto a = open("127.0.0.1", {.unsent = 1U << 20U});
    join(a);
    asio::io_context other;
    asio::ip::tcp::acceptor deaf(other, {asio::ip::make_address("127.0.0.1"), 0});
    const sip::hop to{transport::tcp, "127.0.0.1", deaf.local_endpoint().port()};
    const auto big = message(std::string(300000, 'x'));
    for (int i = 0; i < 100 && a.lost.empty(); ++i) {
        a.at->send({a.tcp(), to, big});
        loop.poll();
    }
    until([&] { return !a.lost.empty(); });
    EXPECT_EQ(a.lost[0], "the peer does not read");
}

struct raw_peer : ports {
    raw_peer() : server(open()), socket(other) {
        join(server);
        socket.connect({asio::ip::make_address("127.0.0.1"), server.tcp().port});
    }
    asio::io_context other;
    side server;
    asio::ip::tcp::socket socket;
};

TEST_F(raw_peer, is_read_across_all_cuts_of_its_stream) {
    for (const char c : message("slow")) {
        asio::write(socket, asio::buffer(&c, 1));
        loop.poll();
    }
    asio::write(socket, asio::buffer("\r\n" + message("a") + message("b")));
    until([&] { return server.got.size() == 3; });
    EXPECT_EQ(server.got[0].octets, message("slow"));
    EXPECT_EQ(server.got[2].octets, message("b"));
}

TEST_F(raw_peer, gets_a_pong_for_a_ping) {
    asio::write(socket, asio::buffer(std::string("\r\n\r\n")));
    socket.non_blocking(true);
    std::string got(2, '\0');
    boost::system::error_code bad = asio::error::would_block;
    until([&] {
        if (bad == asio::error::would_block) socket.read_some(asio::buffer(got), bad);
        return bad != asio::error::would_block;
    });
    EXPECT_EQ(got, "\r\n");
}

TEST_F(raw_peer, is_cut_off_where_its_stream_is_no_sip) {
    asio::write(socket, asio::buffer(std::string("GET / HTTP/1.0\r\n\r\n")));
    socket.non_blocking(true);
    char octet = 0;
    boost::system::error_code bad = asio::error::would_block;
    until([&] {
        if (bad == asio::error::would_block) socket.read_some(asio::buffer(&octet, 1), bad);
        return bad != asio::error::would_block;
    });
    EXPECT_TRUE(bad == asio::error::eof || bad == asio::error::connection_reset);
    EXPECT_TRUE(server.got.empty());
    server.at->send({server.tcp(), server.tcp(), message("still here")});
    until([&] { return server.got.size() == 1; });
}

TEST_F(ports, ignore_a_keep_alive_datagram) {
    auto a = open(), b = open();
    join(b);
    for (const auto& text : {std::string("\r\n\r\n"), std::string(), std::string(4, '\0'), message("x")})
        a.at->send({a.udp(), b.udp(), text});
    until([&] { return !b.got.empty(); });
    EXPECT_EQ(b.got[0].octets, message("x"));
}

TEST_F(ports, name_the_address_that_is_taken) {
    auto a = open();
    const auto again = port::open(loop, "127.0.0.1", a.tcp().port);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error(),
              fmt::format("cannot listen on tcp:127.0.0.1:{}: Address already in use", a.tcp().port));
    EXPECT_THAT(port::open(loop, "pbx.example.com", 0).error(), HasSubstr("'pbx.example.com'"));
    EXPECT_THAT(port::open(loop, "192.0.2.1", 0).error(), HasSubstr("Cannot assign requested address"));
}

TEST(address_toward, tells_the_local_end_of_the_route) {
    EXPECT_EQ(address_toward("127.0.0.1"), "127.0.0.1");
    EXPECT_EQ(address_toward("pbx.example.com"), "");
}

} // namespace
} // namespace simplespec::net
