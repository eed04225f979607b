#include "contacts/contact_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::contacts {
namespace {

using presence::availability;
using testing::ElementsAre;

presence::presence_document document(presence::basic basic) {
    presence::presence_document out{"pres:x@x"};
    presence::tuple t{"t"};
    t.status.basic = basic;
    out.tuples.push_back(std::move(t));
    return out;
}
const auto open = document(presence::basic::open);
const auto closed = document(presence::basic::closed);

bound_resource member(std::string uri, std::optional<presence::presence_document> how, std::string name = {}) {
    bound_resource r{{std::move(uri), {}, {}}, {}};
    if (!name.empty()) r.meta.names.push_back({std::move(name), {}});
    bound_instance i{{"1", instance_state::active, "", "cid@x"}};
    i.bound = how ? binding::cid : binding::none;
    i.document = std::move(how);
    r.instances.push_back(std::move(i));
    return r;
}

list_notification notification(std::uint32_t version, bool full, std::vector<bound_resource> members) {
    return {{"sip:l@x", version, true, full, {}, {}, {}}, std::move(members), {}};
}

bound_resource nested(std::string uri, list_notification inner) {
    auto r = member(std::move(uri), std::nullopt);
    r.instances[0].bound = binding::cid;
    r.instances[0].nested = std::make_shared<const list_notification>(std::move(inner));
    return r;
}

std::vector<std::string> uris(const contact_list& list) {
    std::vector<std::string> out;
    for (const auto& r : list.rows()) out.push_back(r.uri);
    return out;
}

constexpr sip::wall_time at{std::chrono::seconds(1000)};

TEST(contact_list, full_state_replaces_and_partial_state_updates) {
    contact_list list;
    list.apply(at, notification(0, true, {member("sip:a@x", open, "A"), member("sip:b@x", closed)}));
    auto out = list.apply(at, notification(1, false, {member("sip:b@x", open), member("sip:c@x", closed)}));
    EXPECT_THAT(uris(list), ElementsAre("sip:a@x", "sip:b@x", "sip:c@x"));
    ASSERT_EQ(out.changes.size(), 2U);
    EXPECT_EQ(out.changes[0].kind, change_kind::changed);
    EXPECT_EQ(out.changes[1].kind, change_kind::added);
    out = list.apply(at, notification(2, true, {member("sip:c@x", closed)}));
    EXPECT_THAT(uris(list), ElementsAre("sip:c@x"));
    EXPECT_EQ(out.changes.size(), 2U);
    for (const auto& c : out.changes) EXPECT_EQ(c.kind, change_kind::removed);
}

TEST(contact_list, rows_are_found_where_they_stand_when_others_went) {
    contact_list list;
    list.apply(at, notification(0, true, {member("sip:d@x", open), member("sip:a@x", open), member("sip:c@x", closed),
                                          member("sip:b@x", open)}));
    const auto out = list.apply(at, notification(1, true, {member("sip:c@x", closed), member("sip:b@x", open)}));
    ASSERT_EQ(out.changes.size(), 2U);
    EXPECT_EQ(out.changes[0].row.uri, "sip:d@x");
    EXPECT_EQ(out.changes[1].row.uri, "sip:a@x");
    EXPECT_THAT(uris(list), ElementsAre("sip:c@x", "sip:b@x"));
    ASSERT_NE(list.find("pres:b@x"), nullptr);
    EXPECT_EQ(list.find("pres:b@x")->uri, "sip:b@x");
    EXPECT_EQ(list.find("sip:a@x"), nullptr);
    list.apply(at, notification(2, false, {member("sip:b@x", closed), member("sip:a@x", closed)}));
    EXPECT_THAT(uris(list), ElementsAre("sip:c@x", "sip:b@x", "sip:a@x"));
    EXPECT_EQ(list.rows()[1].how.state, presence::availability::unavailable);
}

TEST(contact_list, old_versions_change_nothing_and_gaps_ask_for_a_refresh) {
    contact_list list;
    list.apply(at, notification(3, true, {member("sip:a@x", open)}));
    EXPECT_TRUE(list.apply(at, notification(3, true, {})).changes.empty());
    EXPECT_TRUE(list.apply(at, notification(2, false, {member("sip:a@x", closed)})).changes.empty());
    const auto out = list.apply(at, notification(6, false, {member("sip:a@x", closed)}));
    EXPECT_TRUE(out.refresh);
    EXPECT_EQ(list.find("sip:a@x")->how.state, availability::unavailable);
    list.restart_versions();
    EXPECT_TRUE(list.apply(at, notification(0, true, {})).full);
    EXPECT_TRUE(list.rows().empty());
}

TEST(contact_list, a_missing_part_is_unknown_in_full_state_and_no_news_in_partial_state) {
    contact_list list;
    list.apply(at, notification(0, true, {member("sip:a@x", open)}));
    list.apply(at, notification(1, false, {member("sip:a@x", std::nullopt)}));
    EXPECT_EQ(list.find("sip:a@x")->how.state, availability::available);
    list.apply(at, notification(2, true, {member("sip:a@x", std::nullopt)}));
    EXPECT_EQ(list.find("sip:a@x")->how.state, availability::unknown);
}

TEST(contact_list, a_nested_lists_rows_follow_its_own_full_state) {
    contact_list list;
    const auto both = notification(0, true, {member("sip:b@x", open), member("sip:c@x", open)});
    list.apply(at, notification(0, true, {nested("sip:in@x", both)}));
    list.apply(at, notification(1, true, {nested("sip:in@x", notification(1, false, {member("sip:b@x", closed)}))}));
    EXPECT_THAT(uris(list), ElementsAre("sip:b@x", "sip:c@x"));
    list.apply(at, notification(2, false, {nested("sip:in@x", notification(2, true, {member("sip:b@x", closed)}))}));
    EXPECT_THAT(uris(list), ElementsAre("sip:b@x"));
    list.apply(at, notification(3, true, {member("sip:z@x", open)}));
    EXPECT_THAT(uris(list), ElementsAre("sip:z@x"));
}

TEST(contact_list, a_direct_subscription_is_preferred) {
    contact_list list;
    list.apply(at, "pres:a@X", &closed);
    list.apply(at, notification(0, true, {member("sip:a@x", open, "Anna")}));
    ASSERT_EQ(list.rows().size(), 1U);
    EXPECT_EQ(list.rows()[0].how.state, availability::unavailable);
    EXPECT_EQ(list.rows()[0].from, source::direct);
    EXPECT_EQ(list.rows()[0].title(), "Anna");
    list.on_direct_end("sip:a@x");
    list.apply(at, notification(1, false, {member("sip:a@x", open)}));
    EXPECT_EQ(list.rows()[0].how.state, availability::available) << "now the list speaks";
    list.apply(at, "sip:a@x", &closed);
    list.apply(at, notification(2, true, {}));
    EXPECT_EQ(list.rows().size(), 1U) << "it is not the list's to remove";
}

TEST(contact_list, does_not_grow_without_bound) {
    contact_list list;
    sip::findings found;
    for (std::uint32_t version = 0; version < 3; ++version) {
        auto n = notification(version, version == 0, {});
        for (int i = 0; i < 30'000; ++i)
            n.resources.push_back({{"sip:" + std::to_string(version) + "-" + std::to_string(i) + "@x"}, {}});
        found = list.apply(at, n).departures;
    }
    EXPECT_EQ(list.rows().size(), contact_list::most_rows);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].rule, "contact-list-full");
}

TEST(contact_list, says_since_when) {
    contact_list list;
    const auto later = at + std::chrono::seconds(60);
    list.apply(at, "sip:a@x", &open);
    EXPECT_TRUE(list.apply(later, "sip:a@x", &open).changes.empty());
    EXPECT_EQ(list.rows()[0].since, at);
    EXPECT_EQ(list.apply(later, "sip:a@x", &closed).changes.size(), 1U);
    EXPECT_EQ(list.rows()[0].since, later);
    EXPECT_TRUE(list.apply(later, "sip:a@x", nullptr).changes.empty());
    EXPECT_EQ(list.rows()[0].how.state, availability::unavailable);
}

TEST(contact_list, the_best_of_several_instances_counts) {
    auto both = member("sip:a@x", closed);
    both.instances.push_back(member("sip:a@x", open).instances[0]);
    contact_list list;
    list.apply(at, notification(0, true, {both}));
    EXPECT_EQ(list.rows()[0].how.state, availability::available);
}

TEST(contact, is_titled_by_language) {
    const contact c{"sip:a@x", {{"Anna", "en"}, {"Anne", "de"}}};
    EXPECT_EQ(c.title("de"), "Anne");
    EXPECT_EQ(c.title("fr"), "Anna");
    EXPECT_EQ((contact{"sip:a@x"}).title("de"), "sip:a@x");
}

} // namespace
} // namespace simplespec::contacts
