#include "contacts/rlmi.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::contacts {
namespace {

std::string list(const std::string& attributes, const std::string& inside) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<list xmlns=\"urn:ietf:params:xml:ns:rlmi\" " + attributes + ">" +
           inside + "</list>";
}

constexpr auto whole = "uri=\"sip:l@example.com\" version=\"3\" fullState=\"true\"";

TEST(rlmi, is_read_and_written_and_read_again) {
    const rlmi_list value{"sip:l@example.com", 4294967295U, true, false, "agg@x", {{"Buddies", "en"}, {"Freunde", "de"}},
                          {{"sip:a@example.com", {{"A & B", ""}}, {{"1", instance_state::active, "", "a@x"}}},
                           {"tel:+1234", {}, {{"x", instance_state::terminated, "rejected", ""},
                                              {"y", instance_state::pending, "", ""}}},
                           {"sip:c@example.com", {}, {}}}};
    const auto again = read_rlmi(write(value));
    ASSERT_TRUE(again.value);
    EXPECT_EQ(*again.value, value);
    EXPECT_TRUE(again.departures.empty());
}

struct rlmi_row {
    const char* name;
    const char* attributes;
    const char* inside;
    const char* rule;
    const char* requirement;
};

void PrintTo(const rlmi_row& r, std::ostream* out) { *out << r.name; }

class departing_rlmi : public testing::TestWithParam<rlmi_row> {};

TEST_P(departing_rlmi, list_is_read_and_the_departure_named) {
    const auto read = read_rlmi(list(GetParam().attributes, GetParam().inside));
    ASSERT_TRUE(read.value);
    ASSERT_EQ(read.departures.size(), 1U) << (read.departures.size() > 1 ? read.departures[1].what : "");
    EXPECT_EQ(read.departures[0].rule, GetParam().rule);
    EXPECT_STREQ(std::string(read.departures[0].requirement).c_str(), GetParam().requirement);
}

INSTANTIATE_TEST_SUITE_P(lists, departing_rlmi, testing::Values(
    rlmi_row{"no_uri", "version=\"1\" fullState=\"1\"", "", "rlmi-list-without-uri", "RFC4662-5.2-1"},
    rlmi_row{"no_version", "uri=\"sip:l@x\" fullState=\"0\"", "", "rlmi-version", "RFC4662-5.2-1"},
    rlmi_row{"version_of_33_bits", "uri=\"sip:l@x\" version=\"4294967296\" fullState=\"0\"", "", "rlmi-version", "RFC4662-5.1-3"},
    rlmi_row{"no_full_state", "uri=\"sip:l@x\" version=\"1\"", "", "rlmi-full-state", "RFC4662-5.2-1"},
    rlmi_row{"full_state_in_capitals", "uri=\"sip:l@x\" version=\"1\" fullState=\"TRUE\"", "", "rlmi-full-state",
        "RFC4662-5.1-3"},
    rlmi_row{"resource_without_uri", whole, "<resource/>", "rlmi-resource-without-uri", "RFC4662-5.3-1"},
    rlmi_row{"instance_without_id", whole, "<resource uri=\"a:b\"><instance state=\"pending\"/></resource>",
        "rlmi-instance-without-id", "RFC4662-5.1-3"},
    rlmi_row{"state_of_another_word", whole, "<resource uri=\"a:b\"><instance id=\"1\" state=\"online\"/></resource>",
        "rlmi-instance-state", "RFC4662-5.1-3"},
    rlmi_row{"terminated_without_reason", whole, "<resource uri=\"a:b\"><instance id=\"1\" state=\"terminated\"/></resource>",
        "rlmi-terminated-without-reason", "RFC4662-5.5-5"},
    rlmi_row{"active_without_cid", whole, "<resource uri=\"a:b\"><instance id=\"1\" state=\"active\"/></resource>",
        "rlmi-active-without-cid", "RFC4662-5.5-7"},
    rlmi_row{"id_twice", whole,
        "<resource uri=\"a:b\"><instance id=\"1\" state=\"pending\"/><instance id=\"1\" state=\"pending\"/></resource>",
        "rlmi-instance-id-twice", "RFC4662-5.5-3"}),
    [](const auto& info) { return info.param.name; });

TEST(rlmi, takes_a_constants_name_for_its_word) {
    for (const auto& [text, state] : {std::pair{"StrUtils::kActive", instance_state::active},
                                      {"kTerminated", instance_state::terminated}, {"PENDING", instance_state::pending},
                                      {"kick", instance_state::unknown}, {"", instance_state::unknown}}) {
        const auto read = read_rlmi(
            list(whole, std::string("<resource uri=\"a:b\"><instance id=\"1\" cid=\"c\" reason=\"r\" state=\"") + text +
                            "\"/></resource>"));
        ASSERT_TRUE(read.value);
        EXPECT_EQ(read.value->resources[0].instances[0].state, state) << text;
        ASSERT_EQ(read.departures.size(), 1U) << text;
        EXPECT_EQ(read.departures[0].actual, text);
    }
}

TEST(rlmi, same_ids_under_two_resources_are_fine) {
    const std::string one = "<instance id=\"1\" state=\"pending\"/></resource>";
    EXPECT_TRUE(read_rlmi(list(whole, "<resource uri=\"a:b\">" + one + "<resource uri=\"a:c\">" + one)).departures.empty());
}

TEST(rlmi, other_documents_give_no_value) {
    EXPECT_FALSE(read_rlmi("<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"pres:a@b\"/>").value);
    EXPECT_FALSE(read_rlmi("").value);
    EXPECT_FALSE(read_rlmi("not XML at all").value);
}

} // namespace
} // namespace simplespec::contacts
