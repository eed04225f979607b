#include "cli/lint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace simplespec::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr std::string_view right =
    "OPTIONS sip:192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKabcdefgh1\r\nMax-Forwards: 70\r\n"
    "From: <sip:a@example.com>;tag=a1b2c3d4e5\r\nTo: <sip:192.0.2.2>\r\nCall-ID: 1234567890@192.0.2.1\r\nCSeq: 1 OPTIONS\r\n"
    "Contact: <sip:a@192.0.2.1>\r\nAccept: application/sdp\r\nContent-Length: 0\r\n\r\n";

struct lint_command : testing::Test {
    lint_command() : folder(testing::TempDir() + "lint_command") { std::filesystem::create_directories(folder); }
    ~lint_command() override { std::filesystem::remove_all(folder); }

    std::string file(const std::string& name, std::string_view text) const {
        std::ofstream(folder + "/" + name, std::ios::binary) << text;
        return folder + "/" + name;
    }
    int run(std::vector<std::string> files, bool json = true, bool together = false) {
        out.str("");
        err.str("");
        return run_lint({std::move(files), json, together}, out, err);
    }
    std::ptrdiff_t lines() const { return std::ranges::count(out.str(), '\n'); }

    std::string folder;
    std::ostringstream out, err;
};

TEST_F(lint_command, exits_0_where_nothing_is_an_error) {
    EXPECT_EQ(run({file("a.sip", right)}), 0) << out.str();
    EXPECT_EQ(lines(), 1);
    EXPECT_THAT(out.str(), StartsWith("{\"file\":"));
    EXPECT_THAT(err.str(), IsEmpty());
}

TEST_F(lint_command, exits_1_where_something_is) {
    std::string wrong(right);
    wrong.erase(wrong.find("Max-Forwards"), 18);
    EXPECT_EQ(run({file("a.sip", right), file("b.sip", wrong)}), 1);
    EXPECT_EQ(lines(), 2);
    EXPECT_EQ(run({file("b.sip", wrong)}, false, true), 1);
    EXPECT_THAT(out.str(), HasSubstr("1 message, 1 error"));
}

TEST_F(lint_command, exits_2_only_where_nothing_could_be_read) {
    const auto bad = file("text", "hello"), good = file("a.sip", right);
    EXPECT_EQ(run({bad, folder + "/missing", folder}, false), 2);
    EXPECT_THAT(out.str(), IsEmpty());
    EXPECT_THAT(err.str(), testing::AllOf(HasSubstr("text: neither a pcap"), HasSubstr("missing: No such file"),
                                          HasSubstr("lint_command: is a folder")));
    EXPECT_EQ(run({bad, good}), 0);
    EXPECT_THAT(err.str(), HasSubstr("neither a pcap"));
    EXPECT_EQ(lines(), 1);
}

TEST_F(lint_command, says_what_of_a_file_could_not_be_read) {
    EXPECT_EQ(run({file("a.sip", "junk\r\n" + std::string(right))}), 0);
    EXPECT_THAT(err.str(), HasSubstr("6 octets from offset 0 on are no SIP message"));
}

} // namespace
} // namespace simplespec::cli
