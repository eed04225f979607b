#include "schemas/validator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace simplespec::schemas {
namespace {

using testing::HasSubstr;

std::string pidf(const std::string& inside, const std::string& more = "") {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<presence xmlns=\"urn:ietf:params:xml:ns:pidf\"\n"
           " xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\" xmlns:rpid=\"urn:ietf:params:xml:ns:pidf:rpid\"\n"
           " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"" + more +
           " entity=\"pres:a@example.com\">\n" + inside + "</presence>\n";
}

sip::findings check(const std::string& text) { return validator::built_in().validate(format::pidf, text); }

struct row {
    const char* name;
    const char* inside;
    const char* rule;
    const char* requirement;
    const char* at; ///< the finding's offset is that of the last occurrence of this text
    const char* says;
};

void PrintTo(const row& r, std::ostream* out) { *out << r.name; }

class invalid : public testing::TestWithParam<row> {};

TEST_P(invalid, is_found_where_it_stands) {
    const auto text = pidf(GetParam().inside);
    const auto found = check(text);
    ASSERT_EQ(found.size(), 1U) << (found.size() > 1 ? found[1].what : "");
    EXPECT_EQ(found[0].rule, GetParam().rule);
    EXPECT_EQ(found[0].requirement, GetParam().requirement);
    EXPECT_EQ(found[0].offset, text.rfind(GetParam().at)) << found[0].what;
    EXPECT_THAT(found[0].what, HasSubstr(GetParam().says));
    EXPECT_EQ(found[0].what.find('{' + std::string("urn:")), std::string::npos) << found[0].what;
}

INSTANTIATE_TEST_SUITE_P(documents, invalid, testing::Values(
    row{"basic_in_capitals", "<tuple id=\"t\"><status>\n<basic>Open</basic></status></tuple>", "schema-pidf",
        "RFC3863-4.1.4-1", "<basic>", "Line 6."},
    row{"no_tuple_id", "<tuple><status/></tuple>", "schema-pidf", "RFC3863-4.1.2-1", "<tuple", "'id' is required"},
    row{"id_starts_with_a_digit", "<tuple id=\"1\"><status/></tuple>", "schema-pidf", "RFC3863-4.4-2", "<tuple", "xs:ID"},
    row{"priority_above_one", "<tuple id=\"t\"><status/><contact priority=\"1.5\">sip:a@b</contact></tuple>",
        "schema-pidf", "RFC3863-4.1.5-1", "<contact", "priority"},
    row{"contact_before_status", "<tuple id=\"t\"><contact>sip:a@b</contact><status/></tuple>", "schema-pidf",
        "RFC3863-4.4-2", "<contact", "not expected"},
    row{"two_tuples_with_one_id", "<tuple id=\"t\"><status/></tuple>\n<tuple id=\"t\"><status/></tuple>", "schema-pidf",
        "RFC3863-4.1.2-2", "<tuple", "used before"},
    row{"a_tuple_and_a_person_with_one_id", "<tuple id=\"t\"><status/></tuple>\n<dm:person id=\"t\"/>", "schema-pidf",
        "RFC4479-5-1", "<dm:person", "used before"},
    row{"an_unknown_activity", "<dm:person id=\"p\"><rpid:activities><rpid:lunch/></rpid:activities></dm:person>",
        "schema-pidf", "RFC4480-5-S1", "<rpid:lunch", "lunch"},
    row{"unclosed", "<tuple id=\"t\">", "xml-not-well-formed", "RFC3863-4.4-2", "\n", "mismatch"}),
    [](const auto& info) { return info.param.name; });

TEST(validator, is_silent_on_what_is_valid) {
    EXPECT_TRUE(check(pidf("")).empty());
    EXPECT_TRUE(check(pidf("<tuple id=\"t\"><status><basic>open</basic><x:y xmlns:x=\"urn:unknown\"/></status>"
                           "<rpid:relationship><rpid:friend/></rpid:relationship><contact priority=\"0.5\">sip:a@b</contact>"
                           "<note xml:lang=\"en\">n</note><timestamp>2026-01-02T03:04:05Z</timestamp></tuple>"
                           "<note/><dm:person id=\"p\"><rpid:activities><rpid:meal/></rpid:activities></dm:person>"))
                    .empty());
    EXPECT_TRUE(check(pidf("<tuple id=\"t\"><status/><timestamp>2016-12-31T23:59:60Z</timestamp></tuple>")).empty())
        << "a leap second";
}

TEST(validator, wants_the_root_of_the_format) {
    const auto found = validator::built_in().validate(format::rlmi, pidf(""));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].rule, "schema-rlmi");
    EXPECT_EQ(found[0].requirement, "RFC4662-5.1-3");
    EXPECT_EQ(found[0].expected, "list of urn:ietf:params:xml:ns:rlmi");
}

TEST(validator, takes_no_schema_from_a_document) {
    const std::string hint = " xsi:schemaLocation=\"urn:unknown file:///dev/stdin urn:ietf:params:xml:ns:pidf /nowhere.xsd\"";
    EXPECT_TRUE(check(pidf("<x:y xmlns:x=\"urn:unknown\"" + hint + "/>", hint)).empty());
}

TEST(validator, refuses_document_types_and_size) {
    const auto bomb = "<!DOCTYPE presence [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><presence>&b;</presence>";
    ASSERT_EQ(check(bomb).size(), 1U);
    EXPECT_EQ(check(bomb)[0].rule, "xml-document-type");
    const auto found = validator::built_in().validate(format::pidf, pidf(""), {.octets = 10});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].rule, "xml-too-large");
    EXPECT_EQ(check("").size(), 1U);
    EXPECT_EQ(check(std::string("\0<", 2)).size(), 1U);
}

TEST(validator, survives_depth_and_numbers) {
    std::string deep;
    for (int i = 0; i < 5000; ++i) deep += "<x:y xmlns:x=\"urn:unknown\">";
    EXPECT_EQ(check(pidf(deep))[0].rule, "xml-not-well-formed");
    std::string many;
    for (int i = 0; i < 5000; ++i) many += "<tuple/>";
    EXPECT_EQ(check(pidf(many)).size(), validation_limits{}.findings);
}

TEST(validator, serves_many_threads_at_a_time) {
    std::vector<std::thread> threads;
    std::vector<std::size_t> counts(8);
    for (std::size_t i = 0; i < counts.size(); ++i)
        threads.emplace_back([&counts, i] {
            for (int n = 0; n < 50; ++n)
                counts[i] += check(pidf(i % 2 == 0 ? "<tuple/>" : "<tuple id=\"t\"><status/></tuple>")).size();
        });
    for (auto& t : threads) t.join();
    for (std::size_t i = 0; i < counts.size(); ++i) EXPECT_EQ(counts[i], i % 2 == 0 ? 100U : 0U);
}

TEST(format, is_known_by_its_media_type_and_namespace) {
    for (const auto& row : formats()) {
        EXPECT_EQ(format_of_media_type(row.media_type), row.id);
        EXPECT_EQ(format_of_namespace(row.xmlns), row.id);
        EXPECT_EQ(&row_of(row.id), &row);
    }
    EXPECT_EQ(format_of_media_type("Application/PIDF+XML"), format::pidf);
    EXPECT_EQ(format_of_media_type("text/plain"), std::nullopt);
}

} // namespace
} // namespace simplespec::schemas
