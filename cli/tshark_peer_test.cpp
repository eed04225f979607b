// The captures that the program writes, in the real tshark: it finds each message, and nothing to complain of
// in what carries them. Runs only where SIMPLESPEC_PEERS is yes.
#include "cli/program.hpp"
#include "reports/json.hpp"
#include "reports/pcap.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <regex>

namespace simplespec::cli {
namespace {

using namespace cli::testing;

struct dissected_row {
    const char* name;
    const char* selection;
    bool six; ///< every address put into IPv6
};

void PrintTo(const dissected_row& row, std::ostream* out) { *out << row.name; }

class tshark : public ::testing::TestWithParam<dissected_row> {
  protected:
    void SetUp() override {
        const char* peers = std::getenv("SIMPLESPEC_PEERS");
        if (peers == nullptr || std::string_view(peers) != "yes")
            GTEST_SKIP() << "SIMPLESPEC_PEERS is not yes";
    }

    // What tshark says of these fields, a row a frame, of the frames that the filter lets pass.
    std::vector<std::string> rows(const std::string& file, const std::string& filter,
                                  const std::string& fields) const {
        const auto got =
            at_.run(fmt::format("exec tshark -n -r {} -o ip.check_checksum:TRUE -o udp.check_checksum:TRUE "
                                "-o tcp.check_checksum:TRUE -Y '{}' -T fields {} 2>tshark.log",
                                file, filter, fields));
        EXPECT_EQ(got.code, 0) << at_.read("tshark.log");
        std::vector<std::string> out;
        std::stringstream lines(got.said);
        for (std::string line; std::getline(lines, line);) out.push_back(line);
        return out;
    }

    const desk at_;
};

std::string in_v6(const std::string& hostport) {
    return std::regex_replace(hostport, std::regex(R"((\d+)\.(\d+)\.(\d+)\.(\d+)(:\d+)?)"),
                              "[2001:db8:$1:$2::$3:$4]$5");
}

TEST_P(tshark, dissects_every_message_as_sip) {
    const auto made = at_.run(fmt::format("simplespec run {} --json run.json", GetParam().selection));
    ASSERT_EQ(made.code, 0) << made.said;
    const auto run = reports::from_json(at_.read("run.json"));
    ASSERT_TRUE(run) << run.error();
    // One scenario after the other, in one capture.
    scenarios::scenario_result all{.id = "all"};
    std::int64_t began = 0;
    for (const auto& s : run->scenarios) {
        for (auto m : s.messages) {
            m.at_us += began;
            if (GetParam().six) {
                m.source_address = in_v6(m.source_address);
                m.destination_address = in_v6(m.destination_address);
            }
            all.messages.push_back(m);
        }
        began = all.messages.back().at_us;
    }
    const auto written = reports::to_pcap(all, run->started);
    EXPECT_THAT(written.notes, ::testing::IsEmpty());
    at_.write("all.pcap", written.octets);
    const auto seen = rows("all.pcap", "sip", "-e sip.Request-Line -e sip.Status-Line");
    ASSERT_EQ(seen.size(), all.messages.size());
    for (std::size_t i = 0; i < seen.size(); ++i)
        EXPECT_THAT(seen[i], ::testing::HasSubstr(all.messages[i].start_line));
    EXPECT_THAT(rows("all.pcap", "tcp.analysis.flags || _ws.malformed", "-e frame.number"),
                ::testing::IsEmpty());
    EXPECT_THAT(rows("all.pcap",
                     "ip.checksum.status == 0 || udp.checksum.status == 0 || tcp.checksum.status == 0",
                     "-e frame.number"),
                ::testing::IsEmpty());
    // Those that could be wrong were there and were checked.
    EXPECT_FALSE(
        rows("all.pcap", "udp.checksum.status == 1 || tcp.checksum.status == 1", "-e frame.number").empty());
    EXPECT_EQ(rows("all.pcap", "ipv6", "-e frame.number").empty(), !GetParam().six);
}

INSTANTIATE_TEST_SUITE_P(captures, tshark,
                         ::testing::Values(dissected_row{"publications", "rfc3903", false},
                                           dissected_row{"subscriptions", "rfc6665", false},
                                           dissected_row{"lists_over_tcp", "rfc4662", false},
                                           dissected_row{"subscriptions_v6", "rfc6665", true},
                                           dissected_row{"lists_over_tcp_v6", "rfc4662", true}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST_F(tshark, reads_what_run_and_repro_write) {
    const std::string id = "rfc3903/6/refresh-gets-a-new-entity-tag";
    ASSERT_EQ(at_.run("simplespec run " + id + " --pcap captures --json run.json").code, 0);
    ASSERT_EQ(at_.run("simplespec repro " + id + " --as pcap -o repro.pcap").code, 0);
    EXPECT_EQ(at_.read("captures/" + id + ".pcap"), at_.read("repro.pcap"));
    EXPECT_EQ(rows("repro.pcap", "sip.Method == \"PUBLISH\"", "-e frame.number").size(), 4U);
}

} // namespace
} // namespace simplespec::cli
