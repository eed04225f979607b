// Two terminals, and a desk with somebody else's phone on it: `simplespec serve`, `simplespec ua` and baresip as programs.
// Takes real seconds and needs baresip, so it runs only with the real peers.
#include "cli/files.hpp"
#include "net/child.hpp"
#include "net/clock.hpp"
#include "net/port.hpp"
#include "net/run_loop.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace simplespec::cli {
namespace {

using namespace std::chrono_literals;

std::uint16_t free_port() {
    net::run_loop loop;
    const auto port = net::port::open(loop, "127.0.0.1", 0);
    return port ? (*port)->address().port : std::uint16_t{0};
}

struct transport_row {
    const char* name;
    const char* host;
    const char* transport;
};

// In a message of GoogleTest.
void PrintTo(const transport_row& row, std::ostream* out) { *out << row.name; }

class desk : public testing::TestWithParam<transport_row> {
protected:
    void SetUp() override {
        const char* peers = std::getenv("SIMPLESPEC_PEERS");
        if (peers == nullptr || std::string_view(peers) != "yes") GTEST_SKIP() << "SIMPLESPEC_PEERS is not yes";
        serve();
    }

    net::child started(const std::string& command) {
        auto out = net::child::start({.command = command, .folder = folder_.path(), .environment = {}});
        EXPECT_TRUE(out) << out.error();
        return std::move(*out);
    }
    // Until the program has written this after what it wrote before; all that it wrote where it does not.
    testing::AssertionResult says(const net::child& who, const std::string& text, sip::duration limit = 15s) {
        const net::clock clock;
        const auto end = clock.now().steady + limit;
        while (who.output(1U << 20U).find(text) == std::string::npos) {
            if (clock.now().steady >= end)
                return testing::AssertionFailure() << "no '" << text << "' within its time in:\n" << who.output(1U << 16U);
            net::pause(20ms);
        }
        return testing::AssertionSuccess();
    }

    void serve() {
        server_.emplace(started(fmt::format("exec {} serve --listen {} --port 0 --digest MD5 --account joe:s3cret --account "
                                            "mark:s3cret --list friends=joe,mark --for 120",
                                            SIMPLESPEC_PROGRAM, host())));
        ASSERT_TRUE(says(*server_, "interrupt to stop"));
        const auto line = server_->output();
        const auto end = line.find("; interrupt");
        const auto colon = line.rfind(':', end);
        port_ = line.substr(colon + 1, end - colon - 1);
    }
    static std::string host() { return GetParam().host; }
    static std::string uri_host() { return host() == "::1" ? "[::1]" : host(); }
    std::string ua(const std::string& arguments) const {
        return fmt::format("exec {} ua {}:{} --secret s3cret --transport {} --for 100 {}", SIMPLESPEC_PROGRAM, uri_host(), port_,
                           GetParam().transport, arguments);
    }

    // A baresip of joe's with mark among its contacts, in a folder of its own, with every SIP message on its output. It does
    // not register: it publishes when that succeeds, too, and where this crosses its first PUBLISH it has two publications
    // and changes only one of them.
    net::child baresip() {
        control_ = free_port();
        const auto at = fmt::format("{}:{}", uri_host(), port_);
        const auto write = [&](const char* name, const std::string& text) {
            EXPECT_TRUE(write_file(folder_.path() + "/" + name, text));
        };
        write("config", fmt::format("sip_listen {}:{}\nmodule_path /usr/lib/baresip/modules\nmodule_tmp account.so\n"
                                    "module_app contact.so\nmodule_app presence.so\nmodule_app ctrl_tcp.so\n"
                                    "ctrl_tcp_listen 127.0.0.1:{}\n",
                                    uri_host(), free_port(), control_));
        write("accounts", fmt::format("<sip:joe@{};transport={}>;auth_user=joe;auth_pass=s3cret;regint=0;pubint=60\n", at,
                                      GetParam().transport));
        write("contacts", fmt::format("\"Mark\" <sip:mark@{};transport={}>;presence=p2p\n", at, GetParam().transport));
        return started("exec baresip -s -f " + folder_.path());
    }
    // A command to baresip over its control port, a netstring of JSON; its answer.
    std::string ask_baresip(const std::string& command) const {
        const auto json = fmt::format(R"({{"command":"{}","params":"","token":"x"}})", command);
        const auto answer = net::run_command(
            {.command = fmt::format("exec bash -c 'exec 3<>/dev/tcp/127.0.0.1/{} && printf %s \"$ASK\" >&3 && timeout 0.5 cat <&3; true'",
                                    control_),
             .folder = folder_.path(),
             .environment = {{"ASK", fmt::format("{}:{},", json.size(), json)}}},
            5s);
        EXPECT_TRUE(answer) << answer.error();
        return answer.value_or("");
    }

    net::scratch_folder folder_;
    std::optional<net::child> server_;
    std::string port_;
    std::uint16_t control_ = 0;
};

TEST_P(desk, lunch_typed_on_one_terminal_shows_on_the_other) {
    const auto watcher = started(ua("--user mark --list friends"));
    ASSERT_TRUE(says(watcher, "added   sip:joe@"));
    auto publisher = started("mkfifo keys && " + ua("--user joe --state Busy 0<>keys"));
    EXPECT_TRUE(says(watcher, "Busy (busy)"));
    ASSERT_TRUE(net::run_command({.command = "echo Lunch >keys", .folder = folder_.path()}, 5s));
    EXPECT_TRUE(says(watcher, "available     Lunch (meal)"));
    publisher.stop(5s);
    EXPECT_TRUE(says(watcher, fmt::format("changed {:24}  unknown", "sip:joe@" + uri_host())));
    EXPECT_TRUE(says(publisher, "registration sip:joe@" + uri_host() + " unregistered"));
    EXPECT_EQ(watcher.output(1U << 16U).find("departure"), std::string::npos) << watcher.output();
}

TEST_P(desk, what_baresip_publishes_our_handset_shows) {
    auto theirs = baresip();
    const auto watcher = started(ua("--user mark --watch joe"));
    EXPECT_TRUE(says(watcher, "joe@"));
    ASSERT_TRUE(says(theirs, "SIP-ETag: 1."));
    ask_baresip("presence_online");
    EXPECT_TRUE(says(watcher, "  available")) << theirs.output(1U << 16U);
    ask_baresip("presence_offline");
    EXPECT_TRUE(says(watcher, "  unavailable")) << theirs.output(1U << 16U);
    theirs.stop(5s); // removes its publication
    EXPECT_TRUE(says(watcher, fmt::format("changed {:24}  unknown", "sip:joe@" + uri_host()))) << theirs.output(1U << 16U);
}

TEST_P(desk, what_our_handset_publishes_baresip_shows) {
    auto theirs = baresip();
    const auto publisher = started("mkfifo keys && " + ua("--user mark --state Lunch 0<>keys"));
    const auto shows = [&](const std::string& state) {
        const net::clock clock;
        const auto end = clock.now().steady + 15s;
        std::string list;
        do {
            list = ask_baresip("contacts");
            if (list.find(state) != std::string::npos) return testing::AssertionSuccess();
        } while (clock.now().steady < end);
        return testing::AssertionFailure() << "no " << state << " in " << list << "\n" << theirs.output(1U << 16U);
    };
    EXPECT_TRUE(shows("Online"));
    ASSERT_TRUE(net::run_command({.command = "echo Holiday >keys", .folder = folder_.path()}, 5s));
    EXPECT_TRUE(shows("Offline"));
}

// The testbeds of real clients end by themselves, with their verdicts.
struct testbeds : testing::Test {
    void SetUp() override {
        const char* peers = std::getenv("SIMPLESPEC_PEERS");
        if (peers == nullptr || std::string_view(peers) != "yes") GTEST_SKIP() << "SIMPLESPEC_PEERS is not yes";
    }
    // Exit code and output of a run of these scenarios.
    static std::pair<int, std::string> judged(const std::string& client, const std::string& scenarios) {
        auto run = net::child::start({.command = fmt::format("exec {} run -t {}/scenarios/testbeds/{}/testbed.toml {}",
                                                             SIMPLESPEC_PROGRAM, SIMPLESPEC_SOURCE_DIR, client, scenarios),
                                      .folder = "/",
                                      .environment = {}});
        if (!run) return {-1, run.error()};
        const auto code = run->wait(60s);
        return {code.value_or(-1), run->output(1U << 20U)};
    }
};

TEST_F(testbeds, baresip_publishes_and_watches) {
    const auto [code, said] = judged("baresip", "rfc3903/4.4/client-modifies-with-the-last-entity-tag "
                                                "rfc6665/4.1.2.4/client-takes-a-notify-before-the-response");
    EXPECT_NE(said.find("2 scenarios: 2 PASS"), std::string::npos) << said;
    EXPECT_EQ(code, 1) << "its documents are against the grammar\n" << said;
    EXPECT_NE(said.find("RFC3863-4.1.4-1"), std::string::npos) << said;
}

// Both at once, without the scenario that waits for a refresh after 100 s; four minutes.
TEST_F(testbeds, clients_fail_where_their_baselines_say_and_nowhere_else) {
    const auto begin = [](const std::string& client) {
        return net::child::start({.command = fmt::format("exec {0} run -t {1}/testbed.toml --baseline {1}/known.toml not:rfc3903/4.3",
                                                         SIMPLESPEC_PROGRAM,
                                                         SIMPLESPEC_SOURCE_DIR "/scenarios/testbeds/" + client),
                                  .folder = "/",
                                  .environment = {}});
    };
    auto baresip = begin("baresip"), linphone = begin("linphone");
    ASSERT_TRUE(baresip && linphone);
    EXPECT_EQ(baresip->wait(400s), 0) << baresip->output(1U << 20U);
    EXPECT_EQ(linphone->wait(400s), 0) << linphone->output(1U << 20U);
}

TEST_F(testbeds, the_crash_of_linphone_is_a_verdict) {
    const auto [code, said] =
        judged("linphone", "rfc4662/4.3/client-reads-a-list rfc4662/5.1/client-reads-a-quoted-boundary");
    EXPECT_EQ(code, 1) << said;
    EXPECT_NE(said.find("1 PASS 1 FAIL"), std::string::npos) << said;
    EXPECT_NE(said.find("client-ended"), std::string::npos) << said;
    EXPECT_NE(said.find("segmentation fault"), std::string::npos) << said;
}

INSTANTIATE_TEST_SUITE_P(over, desk,
                         testing::Values(transport_row{"udp", "127.0.0.1", "udp"}, transport_row{"tcp", "127.0.0.1", "tcp"},
                                         transport_row{"udp6", "::1", "udp"}),
                         [](const auto& row) { return std::string(row.param.name); });

} // namespace
} // namespace simplespec::cli
