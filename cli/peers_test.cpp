// The program against a real Kamailio: exit codes, the baseline that is committed with the testbed, and nothing left behind.
// Runs only where SIMPLESPEC_PEERS is yes.
#include "net/child.hpp"
#include "reports/json.hpp"
#include "scenarios/result/baseline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <utility>

namespace simplespec {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::HasSubstr;

std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream out;
    out << in.rdbuf();
    return out.str();
}

void write(const fs::path& file, const std::string& text) { std::ofstream(file, std::ios::binary) << text; }

void replace(std::string& text, const std::string& what, const std::string& with) {
    const auto at = text.find(what);
    ASSERT_NE(at, std::string::npos) << what;
    text.replace(at, what.size(), with);
}

// A port of 127.0.0.1, bound for UDP and listened at for TCP while this lives. 0: any; the port is 0 where it is taken.
class bound_port {
  public:
    explicit bound_port(std::uint16_t wanted) {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        at.sin_port = htons(wanted);
        if (bind(udp_, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0) return;
        socklen_t size = sizeof at;
        getsockname(udp_, reinterpret_cast<sockaddr*>(&at), &size);
        const int yes = 1; // connections that are closed already do no harm
        setsockopt(tcp_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        if (bind(tcp_, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0 || listen(tcp_, 1) != 0) return;
        number_ = ntohs(at.sin_port);
    }
    ~bound_port() { close(udp_), close(tcp_); }
    bound_port(const bound_port&) = delete;
    bound_port& operator=(const bound_port&) = delete;
    std::uint16_t number() const { return number_; }

  private:
    int udp_ = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int tcp_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::uint16_t number_ = 0;
};

std::uint16_t free_port() {
    for (int tries = 0; tries < 100; ++tries)
        if (const bound_port any(0); any.number() != 0) return any.number();
    return 0;
}

class peers : public ::testing::Test {
  protected:
    void SetUp() override {
        const auto* wanted = std::getenv("SIMPLESPEC_PEERS");
        if (wanted == nullptr || std::string(wanted) != "yes") GTEST_SKIP() << "SIMPLESPEC_PEERS is not yes: no real peers here";
        const fs::path committed = fs::path(SIMPLESPEC_SOURCE_DIR) / "scenarios/testbeds/kamailio";
        bed_ = fs::path(folder_.path()) / "kamailio";
        fs::copy(committed, bed_, fs::copy_options::recursive);
        port_ = free_port();
        ASSERT_NE(port_, 0);
        auto text = read(bed_ / "testbed.toml");
        replace(text, "127.0.0.1:5570", "127.0.0.1:" + std::to_string(port_));
        replace(text, "max_wait = \"75s\"", "max_wait = \"5s\""); // what waits longer is NA, and the run short
        write(bed_ / "testbed.toml", text);
    }

    std::string path(const std::string& name) const { return (bed_ / name).string(); }

    static net::child begin(const std::string& arguments) {
        auto started = net::child::start({"exec '" SIMPLESPEC_PROGRAM "' " + arguments, {}});
        EXPECT_TRUE(started) << started.error();
        return std::move(*started);
    }

    // Exit code and output of `simplespec run` on the copied testbed.
    std::pair<int, std::string> run(const std::string& arguments, sip::duration limit = 30s) const {
        auto program = begin("run -t '" + path("testbed.toml") + "' " + arguments);
        const auto code = program.wait(limit);
        EXPECT_TRUE(code) << "it did not end by itself\n" << program.output();
        return {code.value_or(-1), program.output(1U << 20U)};
    }

    // Every process of Kamailio holds the sockets of the port: when it can be had again, none is left.
    void expect_nobody_left() const { EXPECT_EQ(bound_port(port_).number(), port_) << "somebody still has the port"; }

    net::scratch_folder folder_;
    fs::path bed_;
    std::uint16_t port_ = 0;
};

scenarios::baseline baseline_in(const fs::path& file) {
    const auto known = scenarios::read_baseline(file.string(), read(file));
    EXPECT_TRUE(known) << describe(known.error());
    return known.value_or(scenarios::baseline{});
}

// "rfc3903/6/x: expected-412-got-500"
std::set<std::string> spelled(const scenarios::baseline& b) {
    std::set<std::string> out;
    for (const auto& e : b.entries) out.insert(e.scenario + e.requirement + ": " + e.reason);
    return out;
}

TEST_F(peers, kamailio_fails_where_its_baseline_says_and_nowhere_else) {
    const auto [code, output] = run("--json '" + path("run.json") + "'", 120s);
    EXPECT_EQ(code, 1) << output;
    expect_nobody_left();
    const auto result = reports::from_json(read(path("run.json")));
    ASSERT_TRUE(result) << result.error();
    EXPECT_THAT(result->dut_agent, HasSubstr("kamailio (5."));
    EXPECT_EQ(spelled(scenarios::baseline_of(*result, "2026-01-31")), spelled(baseline_in(path("known.toml"))));

    EXPECT_EQ(system(("'" SIMPLESPEC_PROGRAM "' baseline accept '" + path("run.json") + "' -o '" + path("new.toml") + "' 2>/dev/null")
                         .c_str()),
              0);
    const auto [again, told] = run("--baseline '" + path("new.toml") + "'", 120s);
    EXPECT_EQ(again, 0) << told;
    expect_nobody_left();
}

TEST_F(peers, exit_code_follows_the_baseline) {
    auto known = baseline_in(path("known.toml"));
    const auto with = [&](const scenarios::baseline& b) {
        write(path("changed.toml"), scenarios::write_baseline(b));
        return run("rfc3903/6 --baseline '" + path("changed.toml") + "'");
    };
    const auto [as_known, told] = with(known);
    EXPECT_EQ(as_known, 0) << told;

    auto less = known;
    const auto dropped = std::erase_if(
        less.entries, [](const auto& e) { return e.scenario == "rfc3903/6/unknown-entity-tag-is-refused"; });
    ASSERT_EQ(dropped, 1U);
    const auto [missing, what] = with(less);
    EXPECT_EQ(missing, 1) << what;
    EXPECT_THAT(what, HasSubstr("\nFAIL   rfc3903/6/unknown-entity-tag-is-refused"));

    auto more = known;
    more.entries.push_back({.scenario = "rfc3903/6/contact-is-ignored",
                            .requirement = {},
                            .reason = "expected-200-got-500",
                            .issue = {},
                            .since = "2026-01-31",
                            .until = {},
                            .note = {}});
    const auto [stale, why] = with(more);
    EXPECT_EQ(stale, 5) << why;
    EXPECT_THAT(why, HasSubstr("contact-is-ignored"));
    expect_nobody_left();
}

TEST_F(peers, an_interrupted_run_leaves_nobody_behind) {
    auto program = begin("run -t '" + path("testbed.toml") + "' rfc4662 --json '" + path("run.json") + "'");
    for (int tries = 0; tries < 100 && program.output().find("rfc4662/") == std::string::npos; ++tries) net::pause(100ms);
    EXPECT_NE(bound_port(port_).number(), port_) << "Kamailio should run now\n" << program.output();
    kill(program.pid(), SIGINT);
    const auto code = program.wait(20s);
    EXPECT_EQ(code, 130) << program.output();
    EXPECT_TRUE(reports::from_json(read(path("run.json")))) << "the partial report is kept";
    expect_nobody_left();
}

TEST_F(peers, a_port_that_is_taken_is_said_so) {
    const bound_port mine(port_);
    ASSERT_EQ(mine.number(), port_);
    const auto [code, output] = run("rfc3903/6");
    EXPECT_EQ(code, 3) << output;
    EXPECT_THAT(output, HasSubstr(std::to_string(port_)));
}

// The story of the vendor's page, with somebody else's server: joe chooses Lunch, and it stands on anna's display.
TEST_F(peers, kamailio_stands_between_two_phones) {
    auto text = read(bed_ / "phones.toml");
    replace(text, "127.0.0.1:5572", "127.0.0.1:" + std::to_string(port_));
    write(bed_ / "phones.toml", text);
    auto program = begin("run -t '" + path("phones.toml") + "' 'stories/handset/*lunch*' --json '" + path("run.json") + "'");
    const auto code = program.wait(60s);
    EXPECT_EQ(code, 0) << program.output();
    const auto result = reports::from_json(read(path("run.json")));
    ASSERT_TRUE(result) << result.error();
    EXPECT_THAT(result->dut_agent, HasSubstr("kamailio (5."));
    ASSERT_EQ(result->scenarios.size(), 3U);
    for (const auto& s : result->scenarios) {
        EXPECT_EQ(s.outcome, scenarios::verdict::pass) << s.id;
        EXPECT_FALSE(s.desk.empty()) << s.id;
    }
    expect_nobody_left();
}

} // namespace
} // namespace simplespec
