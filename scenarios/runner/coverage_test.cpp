// The catalogue is covered: each row has a check, or a reason of the closed list why it has none.
#include "scenarios/runner/coverage.hpp"

#include "scenarios/runner/suite.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace simplespec::scenarios {
namespace {

std::vector<covered> all() {
    return coverage_of(catalogue::built_in(), all_rules(), built_in_suite(), proofs(), nullptr);
}

TEST(coverage, says_who_checks_a_row_and_what_has_proven_it) {
    const auto c = catalogue::read(std::vector<sip::embedded_file>{
        {"x.csv", "id,keyword,verified,status,role,requirement,how_to_test,observable,unchecked\n"
                  "RFC3903-6-1,MUST,yes,active,UAS,s,h,wire,\n"
                  "RFC3903-6-2,MUST,yes,active,UAS,s,h,wire,\n"
                  "RFC3903-6-3,MAY,yes,active,UAS,s,h,wire,permission\n"
                  "RFC3903-6-4,MUST,yes,active,UAS,s,h,wire,\n"}});
    ASSERT_TRUE(c) << c.error();
    const std::string_view more[] = {"RFC3903-6-2"};
    const rule rules[] = {{"a", "RFC3903-6-1", nullptr}, {"b", "RFC3903-6-1", nullptr, basis::message, more}};
    run_result run;
    run.requirements.push_back({.id = "RFC3903-6-1", .reason = {}, .first_scenario = {}, .what = {}, .by = {"s", "t"}});
    const auto got = coverage_of(*c, rules, {}, {{"RFC3903-6-1", "x"}, {"unknown", "y"}}, &run);
    ASSERT_EQ(got.size(), 4U);
    EXPECT_EQ(got[0].rules, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(got[0].exercised, 2U);
    EXPECT_EQ(got[0].proofs, std::vector<std::string>{"x"});
    EXPECT_EQ(got[1].rules, std::vector<std::string>{"b"});
    EXPECT_FALSE(got[2].checked());
    EXPECT_FALSE(got[2].open());
    EXPECT_TRUE(got[3].open());
    coverage_count count;
    for (const auto& one : got) count.add(one);
    EXPECT_EQ(count.rows, 4U);
    EXPECT_EQ(count.cited, 2U);
    EXPECT_EQ(count.exercised, 1U);
    EXPECT_EQ(count.proven, 1U);
    EXPECT_EQ(count.unchecked, 1U);
    EXPECT_EQ(count.open, 1U);
}

TEST(coverage, each_row_has_a_check_or_a_reason) {
    coverage_count count;
    std::string left;
    for (const auto& one : all()) {
        count.add(one);
        if (one.open()) left += one.row->id + " ";
    }
    EXPECT_EQ(count.open, 0U) << left;
    EXPECT_GE(count.cited, 500U);
    EXPECT_GE(count.proven, 340U) << "by the rules' own broken messages alone";
}

// Of the MUST rows that the wire shows, one in twenty may go unchecked, whatever the reason.
TEST(coverage, few_binding_rows_of_the_wire_have_a_reason_instead_of_a_check) {
    std::size_t rows = 0;
    std::string excused;
    std::size_t count = 0;
    for (const auto& one : all()) {
        if (!one.row->can_fail() || one.row->observable != "wire") continue;
        ++rows;
        if (one.checked() || one.row->unchecked.empty() || !one.row->covered_by().empty()) continue;
        ++count;
        excused += one.row->id + " ";
    }
    EXPECT_LE(count * 20, rows) << count << " of " << rows << ": " << excused;
}

// A reading is tested by the corpus's own test; here, that it stands there and that the row is there.
TEST(coverage, readings_name_messages_of_the_corpus) {
    std::ifstream in(std::filesystem::path(SIMPLESPEC_SOURCE_DIR) / "scenarios/torture/corpus/index.toml");
    const std::string index{std::istreambuf_iterator<char>(in), {}};
    for (const auto& r : readings()) {
        EXPECT_NE(catalogue::built_in().find(r.requirement), nullptr) << r.requirement;
        EXPECT_NE(index.find("file = \"" + r.by + "\""), std::string::npos) << r.by;
    }
}

TEST(coverage, what_covers_another_row_is_checked_itself) {
    const auto rows = all();
    for (const auto& one : rows) {
        if (one.checked()) {
            EXPECT_TRUE(one.row->active) << one.row->id << " is withdrawn";
        }
        if (one.row->covered_by().empty()) continue;
        const auto other =
            std::ranges::find(rows, one.row->covered_by(), [](const covered& c) -> std::string_view { return c.row->id; });
        EXPECT_TRUE(other != rows.end() && other->checked())
            << one.row->id << " is covered by " << one.row->covered_by() << ", which nothing checks";
    }
}

} // namespace
} // namespace simplespec::scenarios
