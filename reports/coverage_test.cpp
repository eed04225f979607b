#include "reports/coverage.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::reports {
namespace {

using testing::HasSubstr;

struct sample : testing::Test {
    scenarios::requirement checked{.id = "RFC3903-6-2", .keyword = "MUST NOT", .verified = true};
    scenarios::requirement left{.id = "RFC3903-9-1", .keyword = "MAY", .unchecked = "permission"};
    scenarios::requirement hole{.id = "RFC6665-4.1.1-1", .keyword = "MUST", .sentence = "Something holds."};
    std::vector<scenarios::covered> rows() const {
        return {{.row = &checked, .rules = {"a-rule"}, .scenarios = {"rfc3903/6/x"}, .exercised = 7, .proofs = {"m"}},
                {.row = &left, .rules = {}, .scenarios = {}, .proofs = {}},
                {.row = &hole, .rules = {}, .scenarios = {}, .proofs = {}}};
    }
};

TEST_F(sample, the_table_counts_by_rfc_and_names_what_is_open) {
    const auto text = coverage_text(rows());
    EXPECT_THAT(text, HasSubstr("RFC 3903       2       1          1       1            1     0\n"));
    EXPECT_THAT(text, HasSubstr("RFC 6665       1       0          0       0            0     1\n"));
    EXPECT_THAT(text, HasSubstr("all            3       1          1       1            1     1\n"));
    EXPECT_THAT(text, HasSubstr("     1  permission"));
    EXPECT_THAT(text, HasSubstr("both ways conform"));
    EXPECT_THAT(text, HasSubstr("RFC6665-4.1.1-1"));
    EXPECT_THAT(text, HasSubstr("Something holds."));
}

TEST_F(sample, json_says_all_of_every_row) {
    const auto got = boost::json::parse(coverage_json(rows())).as_object();
    EXPECT_EQ(got.at("total").at("proven").as_int64(), 1);
    EXPECT_EQ(got.at("rfcs").as_array().size(), 2U);
    const auto& first = got.at("requirements").at(0);
    EXPECT_EQ(first.at("id").as_string(), "RFC3903-6-2");
    EXPECT_EQ(first.at("rules").at(0).as_string(), "a-rule");
    EXPECT_EQ(first.at("scenarios").at(0).as_string(), "rfc3903/6/x");
    EXPECT_EQ(first.at("exercised").as_int64(), 7);
    EXPECT_EQ(first.at("proofs").at(0).as_string(), "m");
    EXPECT_EQ(got.at("requirements").at(1).at("reason").as_string(), "permission");
}

} // namespace
} // namespace simplespec::reports
