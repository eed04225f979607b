#include "scenarios/requirements/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::scenarios {
namespace {

using testing::HasSubstr;

constexpr std::string_view header = "id,keyword,verified,status,role,requirement,how_to_test,observable,unchecked\n";

std::expected<catalogue, std::string> read(const std::string& rows) {
    const std::string text = std::string(header) + rows;
    const sip::embedded_file files[] = {{"rfc1.csv", text}};
    return catalogue::read(files);
}

TEST(catalogue, reads_quoted_fields) {
    const auto c = read("RFC1-2-3,MUST,yes,active,UAS,\"a, \"\"b\"\"\nc\",how,wire,\nRFC1-2-1,,no,withdrawn,,,,,policy\n");
    ASSERT_TRUE(c) << c.error();
    ASSERT_EQ(c->rows().size(), 2U);
    const auto* row = c->find("RFC1-2-3");
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->sentence, "a, \"b\"\nc");
    EXPECT_TRUE(row->can_fail());
    EXPECT_EQ(row->clause(), "RFC 1 section 2");
    EXPECT_FALSE(c->find("RFC1-2-1")->can_fail());
    EXPECT_EQ(c->find("RFC1-2-2"), nullptr);
}

TEST(catalogue, only_verified_binding_words_can_fail_anybody) {
    for (const auto& [keyword, verified, fails, warns] :
         {std::tuple{"MUST", "yes", true, false}, {"MUST", "no", false, false}, {"ABNF", "yes", true, false},
          {"SHOULD", "yes", false, true}, {"SHOULD", "no", false, false}, {"MAY", "yes", false, false},
          {"", "yes", false, false}}) {
        const auto c = read(std::string("RFC1-2-3,") + keyword + "," + verified + ",active,UAS,s,h,wire,\n");
        ASSERT_TRUE(c);
        EXPECT_EQ(c->rows()[0].can_fail(), fails) << keyword << verified;
        EXPECT_EQ(c->rows()[0].can_warn(), warns) << keyword << verified;
    }
}

TEST(catalogue, says_where_a_file_is_wrong) {
    EXPECT_THAT(read("RFC1-2-3,MUST\n").error(), HasSubstr("rfc1.csv:2: 2 fields"));
    EXPECT_THAT(read("RFC1-2-3,OUGHT,yes,active,a,b,c,wire,\n").error(), HasSubstr("rfc1.csv:2: column keyword: \"OUGHT\""));
    EXPECT_THAT(read("RFC1-2-3,MUST,\"yes\"x,active,a,b,c,wire,\n").error(), HasSubstr("rfc1.csv:2:15: a quoted field"));
    EXPECT_THAT(read("RFC1-2-3,MUST,\"yes").error(), HasSubstr("a quoted field"));
    EXPECT_THAT(read("RFC1-2-3,MUST,yes,active,a,b,c,wire,\nRFC1-2-3,MUST,yes,active,a,b,c,wire,\n").error(),
                HasSubstr("RFC1-2-3 stands twice"));
    for (const auto* flawed : {"lazy", "covered-by:", "Policy"})
        EXPECT_THAT(read("RFC1-2-3,MUST,yes,active,a,b,c,wire," + std::string(flawed) + "\n").error(),
                    HasSubstr("column unchecked"));
    EXPECT_THAT(read("RFC1-2-3,MUST,yes,active,a,b,c,wire,covered-by:RFC1-2-4\n").error(), HasSubstr("no row"));
    EXPECT_TRUE(read("RFC1-2-3,MUST,yes,active,a,b,c,wire,\nRFC1-2-4,MUST,yes,active,a,b,c,wire,covered-by:RFC1-2-3\n"));
}

TEST(catalogue, the_built_in_one_is_whole) {
    const auto& c = catalogue::built_in();
    EXPECT_GE(c.rows().size(), 900U);
    for (const auto& row : c.rows()) {
        EXPECT_FALSE(row.sentence.empty()) << row.id;
        EXPECT_FALSE(row.role.empty()) << row.id;
        EXPECT_EQ(row.sentence.find("descriptive]"), std::string::npos) << row.id;
    }
}

} // namespace
} // namespace simplespec::scenarios
