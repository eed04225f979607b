#include "net/http_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

namespace simplespec::net {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// Answers each connection's requests with the octets given, one after another; an empty one closes the
/// connection.
class canned {
  public:
    explicit canned(std::vector<std::string> answers)
        : acceptor_(context_, {asio::ip::make_address("127.0.0.1"), 0}),
          thread_([this, answers] { serve(answers); }) {}
    ~canned() {
        done_ = true;
        // Wake the thread out of accept().
        boost::system::error_code bad;
        asio::ip::tcp::socket last(context_);
        last.connect({asio::ip::make_address("127.0.0.1"), port()}, bad);
        thread_.join();
    }
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    int connections() const { return connections_; }
    std::string heard() const {
        const std::lock_guard lock(mutex_);
        return heard_;
    }

  private:
    void serve(const std::vector<std::string>& answers) {
        std::size_t next = 0;
        while (!done_) {
            asio::ip::tcp::socket peer(context_);
            boost::system::error_code bad;
            acceptor_.accept(peer, bad);
            if (bad || done_) return;
            ++connections_;
            std::string in;
            while (next < answers.size()) {
                const auto size = asio::read_until(peer, asio::dynamic_buffer(in, 4096), "\r\n\r\n", bad);
                if (bad) break;
                {
                    const std::lock_guard lock(mutex_);
                    heard_ = in.substr(0, size);
                }
                in.erase(0, size);
                const auto& answer = answers[next++];
                if (answer.empty()) break;
                asio::write(peer, asio::buffer(answer), bad);
            }
        }
    }
    asio::io_context context_;
    asio::ip::tcp::acceptor acceptor_;
    std::atomic<bool> done_ = false;
    std::atomic<int> connections_ = 0;
    mutable std::mutex mutex_;
    std::string heard_;
    std::thread thread_;
};

constexpr auto hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: 1\r\nX: 2\r\n\r\nhello";

TEST(http_client, keeps_its_connection) {
    canned phone({hello, hello});
    http_client client({"127.0.0.1", phone.port()}, 2s);
    for (int i = 0; i < 2; ++i) {
        const auto got =
            client.exchange({.target = "/screen.bmp", .fields = {{"Authorization", "Basic eA=="}}});
        ASSERT_TRUE(got) << got.error().text;
        EXPECT_EQ(got->status, 200);
        EXPECT_EQ(got->body, "hello");
        EXPECT_EQ(got->fields.find("x")->second, "1, 2");
    }
    EXPECT_EQ(phone.connections(), 1);
    EXPECT_TRUE(phone.heard().starts_with("GET /screen.bmp HTTP/1.1\r\n")) << phone.heard();
    EXPECT_TRUE(phone.heard().contains("Authorization: Basic eA==\r\n")) << phone.heard();
}

TEST(http_client, takes_a_new_connection_where_the_kept_one_was_closed) {
    canned phone({hello, "", hello});
    http_client client({"127.0.0.1", phone.port()}, 2s);
    EXPECT_TRUE(client.exchange({}));
    EXPECT_TRUE(client.exchange({}));
    EXPECT_EQ(phone.connections(), 2);
}

TEST(http_client, says_what_failed) {
    struct {
        const char* name;
        std::string answer;
        http_failure_kind what;
    } const table[] = {
        {"closed without a word", "", http_failure_kind::silent},
        {"closed within the body", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello",
         http_failure_kind::silent},
        {"no HTTP", "SIP/2.0 200 OK\r\n\r\n", http_failure_kind::malformed},
        {"larger than anything", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
         http_failure_kind::too_large},
    };
    for (const auto& row : table) {
        canned phone({row.answer});
        const auto got = http_client({"127.0.0.1", phone.port()}, 300ms).exchange({});
        ASSERT_FALSE(got) << row.name;
        EXPECT_EQ(got.error().what, row.what) << row.name << ": " << got.error().text;
    }
}

TEST(http_client, finds_nobody) {
    std::uint16_t free = 0;
    {
        canned gone({});
        free = gone.port();
    }
    const auto got = http_client({"127.0.0.1", free}, 1s).exchange({});
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().what, http_failure_kind::unreachable);
    EXPECT_TRUE(got.error().text.contains("refused")) << got.error().text;
}

} // namespace
} // namespace simplespec::net
