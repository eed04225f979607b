#include "rigs/hooks.hpp"

#include "net/child.hpp"
#include "net/station.hpp"
#include "rigs/wire/remote_wire.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

namespace simplespec::rigs {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

/// A port that nobody uses, and what answers there if it is asked to.
sip::hop free_port() {
    remote_wire probe({.bind = "127.0.0.1"});
    return *probe.attach("a");
}

hook_settings quick(std::string start) {
    hook_settings s;
    s.start = std::move(start);
    s.target = free_port();
    s.start_limit = 5s;
    s.command_limit = 5s;
    s.stop_limit = 2s;
    return s;
}

TEST(hooks, run_in_order_with_their_environment) {
    const net::scratch_folder folder;
    auto s = quick("echo start $SIMPLESPEC_HOST $SIMPLESPEC_PORT > log; touch $SIMPLESPEC_FOLDER/up; exec sleep 1000");
    s.folder = folder.path();
    s.ready = "test -e $SIMPLESPEC_FOLDER/up && echo ready >> log";
    s.provision = "echo provision >> log";
    s.act = "echo do \"$SIMPLESPEC_DO\" >> log";
    s.stop = "echo stop >> log";
    const auto where = fmt::format("start 127.0.0.1 {}\n", s.target.port);
    {
        hooks h(std::move(s));
        const auto started = h.start();
        ASSERT_TRUE(started) << started.error();
        EXPECT_TRUE(h.act("set yourself to \"Lunch\"", 5s));
    }
    std::ifstream log(folder.path() + "/log");
    const std::string text((std::istreambuf_iterator<char>(log)), {});
    EXPECT_EQ(text, where + "ready\nprovision\ndo set yourself to \"Lunch\"\nstop\n");
}

TEST(hooks, say_why_the_target_did_not_start) {
    hooks h(quick("echo kamailio is not installed >&2; exit 3"));
    const auto failed = h.start();
    ASSERT_FALSE(failed);
    EXPECT_THAT(failed.error(), AllOf(HasSubstr("exit code 3"), HasSubstr("kamailio is not installed")));
}

TEST(hooks, say_that_the_target_never_answered) {
    auto s = quick("echo starting slowly; exec sleep 1000");
    s.start_limit = 300ms;
    s.target.via = sip::transport::tcp;
    const auto failed = hooks(std::move(s)).start();
    ASSERT_FALSE(failed);
    EXPECT_THAT(failed.error(), AllOf(HasSubstr("no answer to OPTIONS from tcp:127.0.0.1:"), HasSubstr("within 0.3 s"),
                                      HasSubstr("connection refused"), HasSubstr("starting slowly")));
}

TEST(hooks, say_that_provisioning_failed) {
    auto s = quick("exec sleep 1000");
    s.ready = "true";
    s.provision = "echo no such table; exit 1";
    const auto failed = hooks(std::move(s)).start();
    ASSERT_FALSE(failed);
    EXPECT_THAT(failed.error(), HasSubstr("no such table"));
}

TEST(hooks, say_that_a_client_cannot_be_driven) {
    hooks h(quick(""));
    EXPECT_THAT(h.act("press 1", 1s).error(), HasSubstr("no command for 'do'"));
}

TEST(hooks, give_up_when_interrupted) {
    auto s = quick("exec sleep 1000");
    s.start_limit = 1h;
    s.interrupted = [] { return true; };
    EXPECT_THAT(hooks(std::move(s)).start().error(), HasSubstr("interrupted"));
}

/// Answers every request with this start line.
struct answering : sip::node {
    std::vector<sip::transmission> on_reception(sip::instant, const sip::reception& r) override {
        return {{r.to, r.from, "SIP/2.0 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n"}};
    }
    std::vector<sip::transmission> on_undeliverable(sip::instant, const sip::transmission&) override { return {}; }
    std::vector<sip::transmission> on_timer(sip::instant) override { return {}; }
    std::optional<sip::time_point> deadline() const override { return {}; }
};

struct server {
    server() {
        auto p = std::move(*net::port::open(loop, "127.0.0.1", 0));
        at = p->address();
        std::vector<std::unique_ptr<net::port>> ports;
        ports.push_back(std::move(p));
        host = std::make_unique<net::station>(loop, watch, node, std::move(ports));
        thread = std::thread([this] { loop.run(sip::time_point::max(), [this] { return done.load(); }); });
    }
    ~server() {
        done = true;
        thread.join();
    }
    net::run_loop loop;
    net::clock watch;
    answering node;
    sip::hop at;
    std::unique_ptr<net::station> host;
    std::atomic<bool> done{false};
    std::thread thread;
};

TEST(probe, is_content_with_any_answer) {
    server s;
    EXPECT_EQ(probe(s.at, "", 10s, [] { return true; }), "SIP/2.0 405 Method Not Allowed");
    const sip::hop stream{sip::transport::tcp, s.at.host, s.at.port};
    EXPECT_EQ(probe(stream, "127.0.0.1", 10s, [] { return true; }), "SIP/2.0 405 Method Not Allowed");
}

TEST(hooks, do_not_take_a_stranger_for_the_target) {
    server stranger;
    auto s = quick("exec sleep 1000");
    s.target = stranger.at;
    EXPECT_THAT(hooks(std::move(s)).start().error(), HasSubstr("somebody answers"));
}

TEST(hooks, use_a_target_that_runs_already) {
    server running;
    auto s = quick("");
    s.target = running.at;
    const auto started = hooks(std::move(s)).start();
    EXPECT_TRUE(started) << started.error();
}

} // namespace
} // namespace simplespec::rigs
