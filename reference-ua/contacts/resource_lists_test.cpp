#include "contacts/resource_lists.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::contacts {
namespace {

using testing::ElementsAre;

std::string lists(const std::string& inside) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\">" +
           inside + "</resource-lists>";
}

list_member entry(std::string uri, std::optional<presence::note> name = {}) {
    return {member_kind::entry, std::move(uri), std::move(name)};
}

TEST(resource_lists, are_read_and_written_and_read_again) {
    const resource_lists value{
        {{member_kind::list, "friends", presence::note{"Friends", "en"},
          {entry("sip:bill@example.com", presence::note{"Bill Doe", ""}),
           {member_kind::entry_ref, "resource-lists/users/sip:b@example.org/index/~~/entry"},
           {member_kind::list, "close", std::nullopt, {entry("pres:joe@example.com")}},
           {member_kind::external, "http://xcap.example.org/resource-lists/marketing"}}}}};
    const auto again = read_resource_lists(write(value));
    ASSERT_TRUE(again.value);
    EXPECT_EQ(*again.value, value);
    EXPECT_TRUE(again.departures.empty());
}

struct lists_row {
    const char* name;
    const char* inside;
    const char* rule;
    const char* requirement;
};

void PrintTo(const lists_row& r, std::ostream* out) { *out << r.name; }

class departing_lists : public testing::TestWithParam<lists_row> {};

TEST_P(departing_lists, list_is_read_and_the_departure_named) {
    const auto read = read_resource_lists(lists(std::string("<list>") + GetParam().inside + "</list>"));
    ASSERT_TRUE(read.value);
    ASSERT_EQ(read.departures.size(), 1U);
    EXPECT_EQ(read.departures[0].rule, GetParam().rule);
    EXPECT_EQ(read.departures[0].requirement, GetParam().requirement);
}

INSTANTIATE_TEST_SUITE_P(lists, departing_lists, testing::Values(
    lists_row{"entry_twice", "<entry uri=\"sip:a@x\"/><entry uri=\"sip:a@x\"/>", "list-entry-twice", "RFC4826-3.1-2"},
    lists_row{"ref_twice", "<entry-ref ref=\"a\"/><entry-ref ref=\"a\"/>", "list-entry-ref-twice", "RFC4826-3.1-4"},
    lists_row{"anchor_twice", "<external anchor=\"http://x/a\"/><external anchor=\"http://x/a\"/>", "list-external-twice",
        "RFC4826-3.1-6"},
    lists_row{"name_twice", "<list name=\"a\"/><list name=\"a\"/>", "list-name-twice", "RFC4826-3.1-S2"},
    lists_row{"absolute_ref", "<entry-ref ref=\"/a\"/>", "list-entry-ref-absolute", "RFC4826-3.1-5"},
    lists_row{"anchor_of_another_scheme", "<external anchor=\"ftp://x/a\"/>", "list-anchor-not-http", "RFC4826-3.1-7"},
    lists_row{"entry_without_uri", "<entry/>", "list-member-without-target", "RFC4826-3.1-S1"}),
    [](const auto& info) { return info.param.name; });

TEST(resource_lists, the_same_uri_in_two_parents_or_in_another_case_is_fine) {
    EXPECT_TRUE(read_resource_lists(lists("<list name=\"a\"><entry uri=\"sip:a@x\"/><entry uri=\"SIP:a@x\"/>"
                                          "<list name=\"a\"><entry uri=\"sip:a@x\"/></list></list>"))
                    .departures.empty());
}

TEST(flatten, resolves_what_it_can_and_enters_nothing_twice) {
    const list_member ring{member_kind::external, "http://x/ring"};
    const list_member top{member_kind::list, "top", std::nullopt,
                          {entry("sip:a@x"), {member_kind::list, "in", std::nullopt, {entry("sip:b@x"), entry("sip:a@x")}},
                           ring, {member_kind::entry_ref, "gone"}}};
    const auto flat = flatten(top, [&](member_kind, std::string_view target) -> std::optional<list_member> {
        if (target != "http://x/ring") return std::nullopt;
        return list_member{member_kind::list, "", std::nullopt, {entry("sip:c@x"), ring}};
    });
    EXPECT_THAT(flat.entries, ElementsAre(flat_entry{"sip:a@x"}, flat_entry{"sip:b@x"}, flat_entry{"sip:c@x"}));
    EXPECT_THAT(flat.unresolved, ElementsAre("gone"));
}

} // namespace
} // namespace simplespec::contacts
