#include "scenarios/testbeds/testbed_writer.hpp"

#include "scenarios/testbeds/testbed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::scenarios {
namespace {

using rigs::question;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

rigs::inquiry_answer answered(question what, int status, std::string about = {}) {
    return {.what = what, .about = std::move(about), .status = status, .said = "SIP/2.0 " + std::to_string(status) + " X"};
}

rigs::inquiry_findings a_server() {
    rigs::inquiry_findings out;
    out.answers = {answered(question::options_udp, 200),       answered(question::options_tcp, 405),
                   answered(question::registration_bare, 401), answered(question::registration, 200, "alice"),
                   answered(question::registration, 401, "b@b"), answered(question::publication, 200),
                   answered(question::presence, 202),          answered(question::winfo, 489),
                   answered(question::list, 200, "sip:l@example.com")};
    out.answers.back().lists = true;
    out.answers.back().asker = "alice";
    out.agent = "kamailio (5.6.3)";
    return out;
}

testbed_facts facts() {
    return {.file = "pbx.toml",
            .address = "192.0.2.1:5070",
            .domain = "example.com",
            .accounts = {{"alice", "ALICE"}, {"b@b", ""}},
            .lists = {{"sip:l@example.com", {"alice"}}}};
}

std::expected<testbed, problem> read_back(const std::string& text) {
    return read_testbed("pbx.toml", text, [](std::string_view) { return std::optional<std::string>("secret"); });
}

TEST(testbed_writer, writes_what_the_reader_reads) {
    const auto text = write_testbed(facts(), a_server());
    const auto bed = read_back(text);
    ASSERT_TRUE(bed) << describe(bed.error()) << text;
    EXPECT_EQ(bed->dut.host, "192.0.2.1");
    EXPECT_EQ(bed->dut.port, 5070);
    EXPECT_EQ(bed->dut.domain, "example.com");
    EXPECT_EQ(bed->dut.name, "kamailio (5.6.3)");
    EXPECT_THAT(bed->dut.roles, ElementsAre("registrar", "esc", "notifier", "rls"));
    EXPECT_THAT(bed->dut.transports, ElementsAre(sip::transport::udp, sip::transport::tcp));
    EXPECT_EQ(bed->find_account("alice")->password, "secret");
    EXPECT_EQ(bed->find_account("b@b")->password, "");
    EXPECT_EQ(bed->lists.at("friends").uri, "sip:l@example.com");
    EXPECT_EQ(bed->lists.at("friends").owner, "alice");
    EXPECT_THAT(text, testing::Not(HasSubstr("secret")));
    EXPECT_THAT(text, HasSubstr("# password = \"env:SIP_B_B\""));
}

TEST(testbed_writer, writes_where_little_was_answered) {
    rigs::inquiry_findings silent;
    silent.answers = {answered(question::options_udp, 200), {.what = question::options_tcp, .said = "connection refused"}};
    const auto bed = read_back(write_testbed({.file = "t", .address = "192.0.2.1", .domain = "d"}, silent));
    ASSERT_TRUE(bed) << describe(bed.error());
    EXPECT_THAT(bed->dut.transports, ElementsAre(sip::transport::udp));
    EXPECT_THAT(bed->dut.roles, IsEmpty());
    EXPECT_EQ(bed->of_feature("tcp").reason, "connection refused");
}

TEST(testbed_writer, lets_nothing_out_of_comments_and_quotes) {
    auto found = a_server();
    found.agent = "evil\"\n[hooks]\nstart = \"rm -rf /\"\n#\\";
    for (auto& each : found.answers) each.said = "SIP/2.0 200 OK\n[hooks]\nstart = \"x\"\r\n\x1b[31m";
    found.allow = {"A\nB = 1"};
    auto about = facts();
    about.domain = "a\"\nb";
    const auto text = write_testbed(about, found);
    const auto bed = read_back(text);
    ASSERT_TRUE(bed) << describe(bed.error()) << text;
    EXPECT_EQ(bed->hooks.start, "");
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(testbed_writer, tells_what_needs_a_hand) {
    EXPECT_THAT(remarks_on(facts(), a_server()), ElementsAre(HasSubstr("b@b needs a password")));
    auto found = a_server();
    found.answers[3].status = 401;
    found.answers[4].status = 200;
    found.left_publication = true;
    EXPECT_THAT(remarks_on(facts(), found), ElementsAre(HasSubstr("the password is not right"), HasSubstr("not confirmed")));
}

} // namespace
} // namespace simplespec::scenarios
