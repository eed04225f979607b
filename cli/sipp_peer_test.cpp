// What `repro --as sipp` writes, in the real SIPp against a real Kamailio: it fails where the scenario
// failed, at the same message, and succeeds where the scenario passed. SIPp is called as the file's own first
// lines say. Runs only where SIMPLESPEC_PEERS is yes.
#include "cli/program.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <regex>

namespace simplespec::cli {
namespace {

using namespace cli::testing;
using ::testing::HasSubstr;

struct replayed_row {
    const char* name;
    const char* scenario;
    int code;           ///< of `simplespec run`
    const char* judged; ///< in what that says
    const char* sipp;   ///< in SIPp's log of errors; empty: it succeeds
};

const replayed_row rows[] = {
    {"status_after_a_challenge", "rfc3903/6/unknown-entity-tag-is-refused", 1, "expected-412-got-500",
     "while expecting '412' (index 3), received 'SIP/2.0 500 "},
    {"status_of_another_method", "rfc3261/10.3/unknown-extension-is-refused", 1, "expected-420-got-200",
     "while expecting '420' (index 3), received 'SIP/2.0 200 "},
    {"status_in_a_dialog", "rfc3261/12.2.2/lower-sequence-number-is-refused", 1, "expected-500-got-400",
     "while expecting '500' (index 7), received 'SIP/2.0 400 "},
    {"header_that_should_be_absent", "rfc3903/6/record-route-is-not-followed", 1,
     "header-Record-Route-not-absent", "Regexp matched but should not: looking in ' <sip:"},
    {"notify_that_does_not_come", "rfc4662/4.5/unsubscribing-from-a-list-is-confirmed", 1,
     "expected-NOTIFY-got-nothing",
     "receive timeout on message rfc4662/4.5/unsubscribing-from-a-list-is-confirmed:10 "},
    {"publication_that_is_right", "rfc3903/6/contact-is-ignored", 0, "PASS", ""},
    {"subscription_that_is_right", "rfc6665/4.2.1.4/unsubscribing-is-confirmed", 0, "PASS", ""},
};

class sipp : public ::testing::Test {
  protected:
    void SetUp() override {
        const char* peers = std::getenv("SIMPLESPEC_PEERS");
        if (peers == nullptr || std::string_view(peers) != "yes")
            GTEST_SKIP() << "SIMPLESPEC_PEERS is not yes";
        const auto committed = std::string(SIMPLESPEC_SOURCE_DIR) + "/scenarios/testbeds/kamailio";
        std::filesystem::copy(committed, at_.path("bed"), std::filesystem::copy_options::recursive);
        port_ = free_port();
        auto text = std::regex_replace(at_.read("bed/testbed.toml"), std::regex("127.0.0.1:5570"), target());
        // One Kamailio for both: it is begun here and not by the run.
        text = std::regex_replace(text, std::regex("\\[hooks\\]\nstart = [^\n]*\n"), "");
        at_.write("bed/testbed.toml", text);
        kamailio_.emplace(
            at_.start(fmt::format("mkdir kept; SIMPLESPEC_FOLDER=\"$PWD/kept\" SIMPLESPEC_HOST=127.0.0.1 "
                                  "SIMPLESPEC_PORT={} exec bed/start",
                                  port_)));
        const auto up = fmt::format(
            "for try in $(seq 100); do (: </dev/tcp/127.0.0.1/{}) 2>/dev/null && exit 0; sleep 0.1; "
            "done; exit 1",
            port_);
        ASSERT_EQ(at_.run("exec bash -c '" + up + "'").code, 0) << kamailio_->output();
    }

    std::string target() const { return fmt::format("127.0.0.1:{}", port_); }

    // "     sipp 127.0.0.1:5060 -sf THIS_FILE ..." and the accounts below it, out of the file's first lines.
    ended replay(const std::string& file) const {
        const auto text = at_.read(file);
        std::smatch found;
        if (!std::regex_search(text, found, std::regex("\n +(sipp [^\n]*)")))
            return {-1, "no command in\n" + text};
        auto command = found[1].str();
        EXPECT_THAT(command, HasSubstr("sipp " + target() + " "));
        if (std::regex_search(text, found, std::regex("SEQUENTIAL\n +([^\n]*)"))) {
            const std::regex secret(R"(username=(\w+) password=SECRET)");
            at_.write("accounts.csv",
                      "SEQUENTIAL\n" +
                          std::regex_replace(found[1].str(), secret, "username=$1 password=$1-secret") +
                          "\n");
        }
        command = std::regex_replace(command, std::regex("THIS_FILE"), file);
        command = std::regex_replace(command, std::regex("LOCAL_ADDRESS"), "127.0.0.1");
        command = std::regex_replace(command, std::regex("ACCOUNTS.csv"), "accounts.csv");
        std::filesystem::remove(at_.path("errors.log"));
        const auto sipp = at_.run(fmt::format(
            "exec timeout 30 {} -p {} -nostdin -trace_err -error_file errors.log", command, free_port()));
        return {sipp.code, at_.read("errors.log")};
    }

    const desk at_;
    std::uint16_t port_ = 0;
    std::optional<net::child> kamailio_;
};

TEST_F(sipp, sees_what_the_scenarios_saw) {
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto run =
            at_.run(fmt::format("simplespec run -t bed/testbed.toml {} --json run.json", row.scenario));
        EXPECT_EQ(run.code, row.code) << run.said;
        EXPECT_THAT(run.said, HasSubstr(row.judged));
        const auto written =
            at_.run(fmt::format("simplespec repro {} run.json --as sipp -o replay.xml", row.scenario));
        ASSERT_EQ(written.code, 0) << written.said;
        const auto seen = replay("replay.xml");
        EXPECT_EQ(seen.code, std::string_view(row.sipp).empty() ? 0 : 1)
            << seen.said << at_.read("replay.xml");
        EXPECT_THAT(seen.said, HasSubstr(row.sipp)) << at_.read("replay.xml");
    }
}

} // namespace
} // namespace simplespec::cli
