#include "presence/pidf.hpp"

#include <gtest/gtest.h>

namespace simplespec::presence {
namespace {

using list = std::vector<std::string>;

list rules(const sip::findings& all) {
    list out;
    for (const auto& f : all) out.emplace_back(f.rule);
    return out;
}

std::string document(const std::string& inside, const std::string& attributes = "entity=\"pres:a@b\"") {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><presence xmlns=\"urn:ietf:params:xml:ns:pidf\" "
           "xmlns:p=\"urn:ietf:params:xml:ns:pidf\" xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\" "
           "xmlns:r=\"urn:ietf:params:xml:ns:pidf:rpid\" xmlns:im=\"urn:ietf:params:xml:ns:pidf:im\" "
           "xmlns:x=\"urn:x\" " +
           attributes + ">" + inside + "</presence>";
}

std::string open_tuple(const std::string& more, const std::string& id = "t1") {
    return "<tuple id=\"" + id + "\"><status><basic>open</basic></status>" + more + "</tuple>";
}
const std::string reach = "<contact>sip:a@b</contact>";

struct row {
    const char* name;
    std::string text;
    list findings;
};

class pidf_reading : public testing::TestWithParam<row> {};

TEST_P(pidf_reading, tells_departures_and_nothing_else) {
    const auto got = read_pidf(GetParam().text);
    ASSERT_TRUE(got.value);
    EXPECT_EQ(rules(got.departures), GetParam().findings);
    // What is written is without departures of form, and says the same.
    const auto text = write_pidf(*got.value);
    const auto again = read_pidf(text);
    ASSERT_TRUE(again.value);
    EXPECT_EQ(write_pidf(*again.value), text);
}

INSTANTIATE_TEST_SUITE_P(
    rows, pidf_reading,
    testing::Values(
        row{"no_tuple", document(""), {}},
        row{"plain",
            document(open_tuple("<contact priority=\"0.8\">sip:a@b</contact><note xml:lang=\"en\">x</note>"
                                "<timestamp>2001-10-27T16:49:29Z</timestamp>")),
            {}},
        row{"priority_with_two_zeros",
            document(open_tuple("<contact priority=\"1.00\">sip:a@b</contact>")),
            {}},
        row{"priority_out_of_range",
            document(open_tuple("<contact priority=\"2.0\">sip:a@b</contact>")),
            {"pidf-priority"}},
        row{"priority_with_four_decimals",
            document(open_tuple("<contact priority=\"0.1234\">sip:a@b</contact>")),
            {"pidf-priority"}},
        row{"without_entity", document("", ""), {"pidf-without-entity"}},
        row{"without_id",
            document("<tuple><status><basic>open</basic></status>" + reach + "</tuple>"),
            {"pidf-tuple-without-id"}},
        row{"id_twice", document(open_tuple(reach) + open_tuple(reach)), {"pidf-tuple-id-twice"}},
        row{"id_digit", document(open_tuple(reach, "1000")), {"pidf-tuple-id-syntax"}},
        row{"without_status",
            document("<tuple id=\"t\">" + reach + "</tuple>"),
            {"pidf-tuple-without-status"}},
        row{"status_empty", document("<tuple id=\"t\"><status/></tuple>"), {"pidf-status-empty"}},
        row{"status_last",
            document("<tuple id=\"t\">" + reach + "<status><basic>open</basic></status></tuple>"),
            {"pidf-tuple-order"}},
        row{"note_before_tuple", document("<note>x</note>" + open_tuple(reach)), {"pidf-presence-order"}},
        row{"basic_word",
            document("<tuple id=\"t\"><status><basic>available</basic></status></tuple>"),
            {"pidf-basic-value"}},
        row{"basic_case",
            document("<tuple id=\"t\"><status><basic>Open</basic></status>" + reach + "</tuple>"),
            {"pidf-basic-value"}},
        row{"without_contact", document(open_tuple("")), {"pidf-tuple-without-contact"}},
        row{"time_lower_case",
            document(open_tuple(reach + "<timestamp>2001-10-27t16:49:29z</timestamp>")),
            {"timestamp-not-rfc3339"}},
        row{"time_offset",
            document(open_tuple(reach + "<timestamp>2024-01-01T00:00:00.123+02:00</timestamp>")),
            {}},
        row{"must_understand_in_status",
            document("<tuple id=\"t\"><status><basic>open</basic><x:y p:mustUnderstand=\"1\"/></status>" +
                     reach + "</tuple>"),
            {}},
        row{"must_understand_elsewhere",
            document(open_tuple("<x:y p:mustUnderstand=\"1\"/>" + reach)),
            {"pidf-mustunderstand-misplaced"}},
        row{"must_understand_ignored",
            document(open_tuple("<x:y><x:z p:mustUnderstand=\"1\"/></x:y>" + reach)),
            {}},
        row{"im_word",
            document("<tuple id=\"t\"><status><basic>open</basic><im:im>Lunch</im:im></status>" + reach +
                     "</tuple>"),
            {}},
        row{"person_without_id", document(open_tuple(reach) + "<dm:person/>"), {"data-model-without-id"}},
        row{"person",
            document(
                open_tuple(reach) +
                "<dm:person id=\"p\"><r:activities><r:meal/><r:other>x</r:other></r:activities>"
                "<r:mood><r:happy/></r:mood><r:place-is><r:audio><r:noisy/></r:audio></r:place-is>"
                "<r:user-input idle-threshold=\"600\">idle</r:user-input><r:time-offset>60</r:time-offset>"
                "<dm:note>n</dm:note><dm:timestamp>2005-05-30T16:09:44+05:00</dm:timestamp></dm:person>"),
            {}},
        row{"device", document("<dm:device id=\"d\"><dm:deviceID>urn:x</dm:deviceID></dm:device>"), {}},
        row{"device_without_deviceid", document("<dm:device id=\"d\"/>"), {"device-without-deviceid"}}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(pidf, all_is_read_whatever_the_prefix) {
    const auto got = read_pidf("<?xml version=\"1.0\"?><q:presence xmlns:q=\"urn:ietf:params:xml:ns:pidf\" "
                               "entity=\"sip:a@b\"><q:tuple id=\"t\">"
                               "<q:status><q:basic>closed</q:basic></q:status><q:contact "
                               "priority=\"0.25\">tel:1</q:contact></q:tuple></q:presence>");
    ASSERT_TRUE(got.value);
    EXPECT_TRUE(got.departures.empty());
    ASSERT_EQ(got.value->tuples.size(), 1U);
    EXPECT_EQ(got.value->tuples[0].status.basic, basic::closed);
    EXPECT_EQ(got.value->tuples[0].contact->priority, 250);
}

TEST(pidf, drafts_of_rpid_are_read_where_they_stood) {
    const auto got = read_pidf(
        document("<p:person xmlns:p=\"urn:ietf:params:xml:ns:pidf:person\"><e:activities "
                 "xmlns:e=\"urn:ietf:params:xml:ns:pidf:status:rpid\"><e:busy/></e:activities></p:person>" +
                 open_tuple(reach)));
    ASSERT_TRUE(got.value);
    ASSERT_EQ(got.value->persons.size(), 1U);
    ASSERT_EQ(got.value->persons[0].rich.activities.size(), 1U);
    EXPECT_EQ(got.value->persons[0].rich.activities[0].values[0].name, "busy");
    EXPECT_EQ(rules(got.departures), (list{"person-draft-namespace", "data-model-without-id",
                                           "rpid-draft-namespace", "pidf-presence-order"}));
}

TEST(pidf, an_unknown_element_is_ignored_with_all_that_is_in_it) {
    const auto got =
        read_pidf(document("<tuple id=\"t\"><status><x:y><basic>open</basic></x:y></status></tuple>"));
    ASSERT_TRUE(got.value);
    EXPECT_FALSE(got.value->tuples[0].status.basic);
    EXPECT_EQ(got.value->tuples[0].status.extensions.size(), 1U);
}

TEST(pidf, what_is_no_presence_has_no_value) {
    EXPECT_FALSE(read_pidf("<?xml version=\"1.0\"?><presence entity=\"a\"/>").value);
    EXPECT_FALSE(read_pidf("").value);
    EXPECT_FALSE(read_pidf("hello").value);
}

TEST(pidf, a_missing_declaration_is_told) {
    const auto got = read_pidf("<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:a@b\"/>");
    EXPECT_EQ(rules(got.departures), list{"xml-declaration-missing"});
    EXPECT_TRUE(got.value);
}

TEST(presence_body, xpidf_is_read_for_what_it_means) {
    const std::string xpidf = "<?xml version=\"1.0\"?>\n<!DOCTYPE presence PUBLIC \"-//IETF//DTD RFCxxxx "
                              "XPIDF 1.0//EN\" \"xpidf.dtd\">\n<presence>\n"
                              "<presentity uri=\"sip:100@x;method=SUBSCRIBE\" />\n<atom "
                              "id=\"100\">\n<address uri=\"sip:100@x;user=ip\" "
                              "priority=\"0.800000\">\n<status status=\"inuse\" />\n<msnsubstatus "
                              "substatus=\"onthephone\" />\n</address></atom></presence>";
    const auto got = read_presence_body("application/xpidf+xml", xpidf);
    ASSERT_TRUE(got.value);
    EXPECT_EQ(got.value->entity, "sip:100@x");
    ASSERT_EQ(got.value->tuples.size(), 1U);
    EXPECT_EQ(got.value->tuples[0].status.basic, basic::open);
    EXPECT_EQ(got.value->tuples[0].status.im, "onthephone");
    EXPECT_EQ(rules(got.departures), list{"xml-doctype"});
    EXPECT_EQ(rules(read_presence_body("application/cpim-pidf+xml", xpidf).departures),
              (list{"xml-doctype", "presence-type-differs"}));
}

TEST(times, are_read_and_written) {
    const struct {
        const char* text;
        const char* written;
        bool flaw;
    } rows[] = {{"2001-10-27T16:49:29Z", "2001-10-27T16:49:29Z", false},
                {"2024-02-29T23:59:60.5+01:30", "2024-02-29T22:30:00.5Z", false},
                {"2005-05-30t16:09:44z", "2005-05-30T16:09:44Z", true},
                {"2005-05-30T16:09:44", "2005-05-30T16:09:44Z", true},
                {" 2005-05-30T16:09:44Z\n", "2005-05-30T16:09:44Z", false},
                {"2005-02-30T16:09:44Z", "", true},
                {"2005-05-30", "", true},
                {"", "", true},
                {"2005-05-30T16:09:44.Z", "", true},
                {"2005-05-30T16:09:44Zx", "", true},
                {"99999999999", "", true}};
    for (const auto& r : rows) {
        const auto got = read_time(r.text);
        EXPECT_EQ(got.value ? write_time(*got.value) : "", r.written) << r.text;
        EXPECT_EQ(!got.flaw.empty(), r.flaw) << r.text;
    }
}

} // namespace
} // namespace simplespec::presence
